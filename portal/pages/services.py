"""Help and contacts: services by area and by person, and one page a service."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from portal.blocks.bodies import BodyBlock
from portal.blocks.fields import BlocksField
from portal.delivery import clock
from portal.pages.base import PublicPage
from portal.pages.content import ContentPage
from portal.pages.service_cards import service_card
from portal.pages.service_data import service_data
from portal.pages.visibility import public_pages
from resources.services.choices import ForWhom
from resources.services.models import Organization, Service
from resources.services.standing import service_now
from resources.violence.models import ViolenceArea

# The word in the address of each person a service is for, and what that person says of herself.
PEOPLE = {
    "utsatt": (ForWhom.EXPOSED, _("Jag är utsatt")),
    "anhorig": (ForWhom.RELATIVE, _("Jag är orolig för någon")),
    "anvander-vald": (ForWhom.USES_VIOLENCE, _("Jag använder våld och vill sluta")),
    "barn": (ForWhom.CHILD, _("Jag är under 18")),
    "anstalld": (ForWhom.EMPLOYEE, _("Jag arbetar i kommunen")),
}
# What the list of each person's services says of itself, under the heading.
LEADS = {
    ForWhom.EXPOSED: _("Hit kan du höra av dig om någon skadar, hotar eller styr dig."),
    ForWhom.RELATIVE: _("Hit kan du höra av dig om du är orolig för hur någon annan har det."),
    ForWhom.USES_VIOLENCE: _("Hit kan du höra av dig om du gör andra illa och vill sluta."),
    ForWhom.CHILD: _("Hit kan du höra av dig om du är under 18 och inte har det bra."),
    ForWhom.EMPLOYEE: _("Hit kan du höra av dig om du arbetar i kommunen och behöver stöd själv."),
}


class ServicesPage(RoutablePageMixin, PublicPage):
    """The door to all services that a resident may see."""

    body = BlocksField(BodyBlock(), blank=True, verbose_name="innehåll")

    template = "portal/pages/services.html"
    max_count_per_parent = 1
    parent_page_types = ["portal.StartPage"]
    subpage_types = ["portal.ContentPage", "portal.FinderPage"]
    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]

    class Meta(PublicPage.Meta):
        verbose_name = "hjälp och kontakter"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the ways to choose among services: areas, persons, and the pages below."""
        return {
            **super().get_context(request, *args, **kwargs),
            "areas": ViolenceArea.objects.all(),
            "people": self._people(request),
            "children": public_pages().child_of(self).type(ContentPage).specific(),
        }

    def _people(self, request: HttpRequest, chosen: str = "") -> list[dict[str, Any]]:
        url = self.get_url(request) or ""
        return [
            {"title": says, "url": f"{url}for/{word}/", "is_current": word == chosen}
            for word, (_who, says) in PEOPLE.items()
        ]

    def _list(
        self, request: HttpRequest, services: models.QuerySet[Service], **more: Any
    ) -> HttpResponse:
        return self.render(
            request,
            context_overrides={"services": services, **more},
            template="portal/pages/services_list.html",
        )

    @path("")
    def all_services(self, request: HttpRequest) -> HttpResponse:
        """Show every service."""
        return self.render(
            request, context_overrides={"services": Service.objects.visible().with_channels()}
        )

    @path("omrade/<slug:slug>/")
    def by_area(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the services of one area; 404 when there is no such area."""
        area = get_object_or_404(ViolenceArea, slug=slug)
        services = Service.objects.visible().for_area(area).with_channels()
        return self._list(request, services, area=area)

    @path("for/<slug:word>/")
    def by_person(self, request: HttpRequest, word: str) -> HttpResponse:
        """Show the services for one kind of person; 404 for a word that names none."""
        if word not in PEOPLE:
            raise Http404
        who, says = PEOPLE[word]
        services = Service.objects.visible().for_whom(who).with_channels()
        people = self._people(request, word)
        return self._list(request, services, heading=says, lead=LEADS[who], people=people)

    @path("stod/<slug:slug>/")
    def one_service(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show one service; 404 for one that residents may not see."""
        visible = Service.objects.visible()
        siblings = visible.filter(organization=OuterRef("organization")).exclude(pk=OuterRef("pk"))
        found = visible.with_channels().annotate(has_siblings=Exists(siblings))
        service = get_object_or_404(found, slug=slug)
        now = clock.now()
        standing = service_now(service, now, timezone.get_default_timezone())
        return self.render(
            request,
            context_overrides={
                "service": service,
                "card": service_card(request, service, now),
                "service_data": service_data(request, standing),
            },
            template="portal/pages/service.html",
        )

    @path("aktor/<slug:slug>/")
    def by_organization(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show what one organization offers; 404 for one that offers residents nothing."""
        organization = get_object_or_404(Organization.objects.that_help(), slug=slug)
        services = Service.objects.visible().filter(organization=organization).with_channels()
        return self._list(request, services, heading=organization.name, organization=organization)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Return the door and the addresses behind it."""
        urls = super().get_sitemap_urls(request)
        root = self.get_full_url(request)
        helping = Organization.objects.that_help().values_list("slug", flat=True)
        behind = [
            *(f"stod/{slug}" for slug in Service.objects.visible().values_list("slug", flat=True)),
            *(f"aktor/{slug}" for slug in helping),
            *(f"omrade/{slug}" for slug in ViolenceArea.objects.values_list("slug", flat=True)),
            *(f"for/{word}" for word in PEOPLE),
        ]
        return [*urls, *({"location": f"{root}{address}/"} for address in behind)]
