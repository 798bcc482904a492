"""Django's entry to the app."""

from django.apps import AppConfig


class ActionPlanConfig(AppConfig):
    """The app `actionplan`; its rooms are plain packages inside it."""

    name = "actionplan"

    def ready(self) -> None:
        """Let the revision hear of an adoption."""
        from actionplan.revision import adoption  # noqa: F401
