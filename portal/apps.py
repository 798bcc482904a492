"""Django's entry to the app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The app `portal`; its rooms are plain packages inside it."""

    name = "portal"

    def ready(self) -> None:
        """Let the search index and the outbox hear of what concerns them, and Django check."""
        from portal.delivery import checks  # noqa: F401
        from portal.intranet import council_agenda  # noqa: F401
        from portal.notifications import (  # noqa: F401
            closed_accounts,
            council_mail,
            followup_mail,
            review_mail,
            routine_mail,
        )
        from portal.search import keeping  # noqa: F401
        from portal.subscriptions import listeners  # noqa: F401
