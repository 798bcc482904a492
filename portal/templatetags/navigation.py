"""Template tags for menus and for the addresses of register rows."""

from typing import Any

from django import template
from wagtail.models import Page

from actionplan.activities.models import Activity
from portal.navigation import menus
from portal.navigation.doors import doors
from portal.navigation.exit import exit_address as address_of_exit
from resources.municipality.models import Board
from resources.services.models import Organization, Service
from resources.violence.models import ViolenceArea

register = template.Library()


@register.simple_tag(takes_context=True)
def main_menu(context: dict[str, Any]) -> list[menus.MenuItem]:
    """The sections of the site."""
    return menus.main_menu(context["request"]) if "request" in context else []


@register.simple_tag(takes_context=True)
def footer_menu(context: dict[str, Any]) -> list[menus.MenuItem]:
    """The pages that stand in the footer alone."""
    return menus.footer_menu(context["request"]) if "request" in context else []


@register.simple_tag(takes_context=True)
def start_url(context: dict[str, Any]) -> str:
    """The address of the start page in the reader's language."""
    start = menus.start_page(context["request"]) if "request" in context else None
    return (start.get_url(context["request"]) or "/") if start else "/"


@register.simple_tag(takes_context=True)
def exit_address(context: dict[str, Any]) -> str:
    """Where "Lämna sidan snabbt" leads."""
    return address_of_exit(context.get("request"))


@register.simple_tag(takes_context=True)
def breadcrumbs(
    context: dict[str, Any], page: Page | None = None, own: bool = False
) -> list[menus.MenuItem]:
    """The way from the start page down to the page's parent, or with `own` to the page itself."""
    return menus.breadcrumbs(context["request"], page, own=own)


@register.simple_tag(takes_context=True)
def staff_menu(context: dict[str, Any]) -> list[menus.MenuItem]:
    """What a person who has signed in finds on the staff side; empty for everyone else."""
    return menus.staff_menu(context["request"])


@register.simple_tag(takes_context=True)
def languages(context: dict[str, Any], page: Page | None) -> list[menus.LanguageLink]:
    """The same page in every language it is published in, else the other languages' start pages."""
    request = context["request"]
    links = menus.languages(request, page) if page else []
    return links or menus.other_language_starts(request)


@register.simple_tag(takes_context=True)
def door_url(context: dict[str, Any], name: str) -> str:
    """The address of a door page, by its name in `DOORS`."""
    return doors(context["request"]).door(name)


@register.simple_tag(takes_context=True)
def activity_url(context: dict[str, Any], activity: Activity) -> str:
    """The stable address of an activity."""
    return doors(context["request"]).activity(activity)


@register.simple_tag(takes_context=True)
def board_url(context: dict[str, Any], board: Board) -> str:
    """The address of what a board answers for."""
    return doors(context["request"]).board(board)


@register.simple_tag(takes_context=True)
def service_url(context: dict[str, Any], service: Service) -> str:
    """The address of a service's own page."""
    return doors(context["request"]).service(service)


@register.simple_tag(takes_context=True)
def organization_url(context: dict[str, Any], organization: Organization) -> str:
    """The address of what an organization offers residents."""
    return doors(context["request"]).organization(organization)


@register.simple_tag(takes_context=True)
def area_url(context: dict[str, Any], area: ViolenceArea) -> str:
    """The address of an area's page."""
    return doors(context["request"]).area(area)
