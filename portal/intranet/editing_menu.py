"""What the staff side adds to the menu of the editing interface."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_menu_item")
def questions_item() -> MenuItem:
    """Return the way to the desk of questions to the municipality before opening."""
    return MenuItem("Frågor före öppning", reverse("questions"), icon_name="help", order=250)


@hooks.register("register_admin_menu_item")
def staff_start_item() -> MenuItem:
    """Return the way out of the editing interface to the staff start page."""
    return MenuItem("Till intranätet", settings.STAFF_PATH, icon_name="home", order=10_000)


@hooks.register("construct_help_menu")
def only_our_own_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take away the ways to Wagtail's own site, which is in English and about more than is here."""
    items[:] = [item for item in items if item.name == "keyboard-shortcuts-trigger"]
