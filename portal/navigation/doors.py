"""Where a thing from a register stands on the site: the plan does not know that it is shown."""

from django.http import HttpRequest
from wagtail.models import Page

from actionplan.activities.models import Activity
from portal.navigation.language import Address, page_language
from portal.navigation.menus import reader_language, start_pages
from resources.municipality.models import Board
from resources.services.choices import Audience
from resources.services.models import Organization, Service
from resources.violence.models import ViolenceArea

DOORS = {
    "services": "portal.servicespage",
    "finder": "portal.finderpage",
    "activities": "portal.activityplanpage",
    "plan": "portal.planpage",
    "reports": "portal.reportspage",
    "areas": "portal.areaindexpage",
    "documents": "portal.documentspage",
    "partners": "portal.partnerspage",
    "news": "portal.newsindexpage",
    "safety": "portal.safetypage",
    "forum": "portal.forumpage",
}


class Doors:
    """The addresses of door pages and of the register rows behind them, found once a request.

    A door that is not open in the reader's language leads to the default language's, and its
    address says so: a reader in need is better served by a page to translate than by no page.
    A door that no editor has published gives an empty address, and its words are no link.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        names = {label.removeprefix("portal."): door for door, label in DOORS.items()}
        pages = list(
            Page.objects.live()
            .filter(content_type__app_label="portal", content_type__model__in=names)
            .order_by("-path")
            .select_related("locale", "alias_of__locale", "content_type")
        )
        # The reader's own tree comes last and stands.
        self.paths = {
            names[page.content_type.model]: self._address(start, page)
            for start in reversed(start_pages(request))
            for page in pages
            if page.url_path.startswith(start.url_path)
        }

    def _address(self, start: Page, page: Page) -> Address:
        root = start.get_url(self.request) or "/"
        language = page_language(page)
        return Address(
            root + page.url_path.removeprefix(start.url_path),
            language if language != reader_language(self.request) else "",
        )

    def door(self, name: str) -> Address:
        """Return the address of a door page by its name in `DOORS`, or an empty one."""
        return self.paths.get(name, Address(""))

    def _behind(self, door: str, *steps: object) -> Address:
        path = self.door(door)
        return Address(path and path + "".join(f"{step}/" for step in steps), path.language)

    def activity(self, activity: Activity) -> Address:
        """Return the stable address of an activity: its version and its number."""
        return self._behind("activities", activity.version.slug, activity.number)

    def board(self, board: Board) -> Address:
        """Return the address of what a board answers for."""
        return self._behind("activities", "namnd", board.slug)

    def service(self, service: Service) -> Address:
        """Return the address of a service's own page; a line for professionals has none."""
        if service.audience != Audience.RESIDENT:
            return Address("")
        return self._behind("services", "stod", service.slug)

    def organization(self, organization: Organization) -> Address:
        """Return the address of what an organization offers residents."""
        return self._behind("services", "aktor", organization.slug)

    def area(self, area: ViolenceArea) -> Address:
        """Return the address of an area's page."""
        return self._behind("areas", area.slug)


def doors(request: HttpRequest) -> Doors:
    """Return the request's doors, found at the first question."""
    if not hasattr(request, "_doors"):
        request._doors = Doors(request)  # type: ignore[attr-defined]
    return request._doors  # type: ignore[attr-defined]
