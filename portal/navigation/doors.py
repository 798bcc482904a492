"""Where a thing from a register stands on the site: the plan does not know that it is shown."""

from django.http import HttpRequest
from wagtail.models import Page

from actionplan.activities.models import Activity
from actionplan.plan.models import PlanVersion
from portal.navigation.menus import start_page
from resources.municipality.models import Board
from resources.services.choices import Audience
from resources.services.models import Organization, Service
from resources.violence.models import ViolenceArea

DOORS = {
    "services": "portal.servicespage",
    "finder": "portal.finderpage",
    "activities": "portal.activityplanpage",
    "plan": "portal.planpage",
    "areas": "portal.areaindexpage",
    "documents": "portal.documentspage",
    "partners": "portal.partnerspage",
    "news": "portal.newsindexpage",
    "safety": "portal.safetypage",
}


class Doors:
    """The addresses of door pages and of the register rows behind them, found once a request.

    A door that no editor has published gives an empty address, and its link is not shown.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        names = {tuple(label.split(".")): door for door, label in DOORS.items()}
        start = start_page(request)
        pages = (
            Page.objects.descendant_of(start)
            .live()
            .filter(
                content_type__app_label="portal",
                content_type__model__in=[model for _, model in names],
            )
            .values_list("content_type__model", "url_path")
            if start
            else []
        )
        self.paths = {
            names["portal", model]: self._address(start, path) for model, path in pages if start
        }

    def _address(self, start: Page, url_path: str) -> str:
        return (start.get_url(self.request) or "/") + url_path.removeprefix(start.url_path)

    def door(self, name: str) -> str:
        """Return the address of a door page by its name in `DOORS`, or an empty string."""
        return self.paths.get(name, "")

    def _behind(self, door: str, *steps: object) -> str:
        path = self.door(door)
        return path and path + "".join(f"{step}/" for step in steps)

    def activity(self, activity: Activity) -> str:
        """Return the stable address of an activity: its version and its number."""
        return self._behind("activities", activity.version.slug, activity.number)

    def board(self, board: Board) -> str:
        """Return the address of what a board answers for."""
        return self._behind("activities", "namnd", board.slug)

    def version(self, version: PlanVersion) -> str:
        """Return the address of the activity plan of a version."""
        return self._behind("activities")

    def service(self, service: Service) -> str:
        """Return the address of a service's own page; a line for professionals has none."""
        if service.audience != Audience.RESIDENT:
            return ""
        return self._behind("services", "stod", service.slug)

    def organization(self, organization: Organization) -> str:
        """Return the address of what an organization offers residents."""
        return self._behind("services", "aktor", organization.slug)

    def area(self, area: ViolenceArea) -> str:
        """Return the address of an area's page."""
        return self._behind("areas", area.slug)


def doors(request: HttpRequest) -> Doors:
    """Return the request's doors, found at the first question."""
    if not hasattr(request, "_doors"):
        request._doors = Doors(request)  # type: ignore[attr-defined]
    return request._doors  # type: ignore[attr-defined]
