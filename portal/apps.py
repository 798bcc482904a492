"""Django's entry to the app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The app `portal`; its rooms are plain packages inside it."""

    name = "portal"

    def ready(self) -> None:
        """Let the search index hear of what changes, and Django check what has been promised."""
        from portal.delivery import checks  # noqa: F401
        from portal.search import keeping  # noqa: F401
