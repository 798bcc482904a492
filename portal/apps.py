"""Django's entry to the app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The app `portal`; its rooms are plain packages inside it."""

    name = "portal"

    def ready(self) -> None:
        """Let the search index and the outbox hear of what concerns them, and Django check."""
        from portal.delivery import checks  # noqa: F401
        from portal.notifications import followup_mail  # noqa: F401
        from portal.search import keeping  # noqa: F401
