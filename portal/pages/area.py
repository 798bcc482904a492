"""The six areas of violence: the list, and one page an area."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from actionplan.plan.models import PlanVersion
from actionplan.reports.filtering import ActivityFilter
from actionplan.reports.rows import activity_rows
from portal.blocks.bodies import BodyBlock, SectionBodyBlock
from portal.blocks.fields import BlocksField
from portal.pages.base import PublicPage
from resources.documents.models import ReferencedDocument
from resources.links.models import Link
from resources.services.choices import ForWhom
from resources.services.models import Service
from resources.violence.models import ViolenceArea

THEIR_OWN_SECTIONS = {ForWhom.EXPOSED, ForWhom.USES_VIOLENCE}

# The sections of an area page, in order: the anchor, and the heading a reader sees.
SECTIONS = [
    ("vad", _("Vad det är")),
    ("utsatt", _("Om du är utsatt")),
    ("anvander", _("Om du själv använder våld")),
    ("fler", _("Fler som kan hjälpa")),
    ("kommunen", _("Det här gör kommunen")),
    ("valt", _("Om området i planen")),
]


class AreaIndexPage(PublicPage):
    """The areas as ways in."""

    body = BlocksField(BodyBlock(), blank=True, verbose_name="innehåll")

    template = "portal/pages/area_index.html"
    max_count_per_parent = 1
    parent_page_types = ["portal.StartPage"]
    subpage_types = ["portal.AreaPage"]
    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]

    class Meta(PublicPage.Meta):
        verbose_name = "våldsområden"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `areas` in the plan's order."""
        return {
            **super().get_context(request, *args, **kwargs),
            "areas": ViolenceArea.objects.all(),
        }


class AreaPage(PublicPage):
    """One area: what it is, who helps, and what the plan does about it.

    The review of the draft asked how the areas were chosen, which questions lie ahead, and which
    units and target groups each concerns: the register answers, or the page says that
    the plan is silent.
    """

    area = models.ForeignKey(
        ViolenceArea, on_delete=models.PROTECT, related_name="+", verbose_name="våldsområde"
    )
    what_it_is = BlocksField(SectionBodyBlock(), blank=True, verbose_name="vad det är")
    help_exposed = BlocksField(
        SectionBodyBlock(), blank=True, verbose_name="hjälp för den som är utsatt"
    )
    help_using_violence = BlocksField(
        SectionBodyBlock(), blank=True, verbose_name="hjälp för den som använder våld"
    )
    municipality_does = BlocksField(SectionBodyBlock(), blank=True, verbose_name="vad kommunen gör")

    template = "portal/pages/area.html"
    parent_page_types = ["portal.AreaIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("area"),
        FieldPanel("what_it_is"),
        FieldPanel("help_exposed"),
        FieldPanel("help_using_violence"),
        FieldPanel("municipality_does"),
    ]
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("what_it_is"),
        index.SearchField("help_exposed"),
        index.SearchField("help_using_violence"),
        index.SearchField("municipality_does"),
    ]

    class Meta(PublicPage.Meta):
        verbose_name = "sida om ett våldsområde"
        verbose_name_plural = "sidor om våldsområden"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the registers hold about the area, divided by whom a service is for."""
        services = Service.objects.visible().for_area(self.area).with_channels()
        version = PlanVersion.objects.current()
        today = timezone.localdate()
        chosen = ActivityFilter(area=self.area.slug)
        others = [s for s in services if not THEIR_OWN_SECTIONS & set(s.for_whom)]
        return {
            **super().get_context(request, *args, **kwargs),
            "headings": [
                {"id": name, "title": title} for name, title in SECTIONS if name != "fler" or others
            ],
            "services_exposed": [s for s in services if ForWhom.EXPOSED in s.for_whom],
            "services_using_violence": [s for s in services if ForWhom.USES_VIOLENCE in s.for_whom],
            "services_others": others,
            "links": Link.objects.for_area(self.area),
            "documents": ReferencedDocument.objects.for_area(self.area).with_file(),
            "activity_rows": activity_rows(version, chosen, today) if version else [],
            "neighbours": self.area.neighbours.all(),
            "units": self.area.units.all(),
            "target_groups": self.area.target_groups.all(),
        }
