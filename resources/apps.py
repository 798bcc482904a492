"""Django's entry to the app."""

from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    """The app `resources`; its rooms are plain packages inside it."""

    name = "resources"
