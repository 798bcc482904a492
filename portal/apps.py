"""Django's entry to the app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The app `portal`; its rooms are plain packages inside it."""

    name = "portal"
