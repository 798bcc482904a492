"""Staff pages: the start page, text, and routines."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from portal.blocks.bodies import BodyBlock
from portal.blocks.fields import BlocksField
from portal.pages.base import StaffPage
from resources.documents.models import ReferencedDocument
from resources.services.models import Service

STAFF_SLUG = "intranet"


class StaffStartPage(StaffPage):
    """Where the municipality's people begin."""

    body = BlocksField(BodyBlock(), blank=True, verbose_name="innehåll")

    template = "portal/intranet/start.html"
    parent_page_types = ["portal.StartPage"]
    subpage_types = ["portal.StaffContentPage", "portal.RoutinePage"]
    max_count = 1
    content_panels = [*StaffPage.content_panels, FieldPanel("body")]

    class Meta(StaffPage.Meta):
        verbose_name = "intranätets startsida"

    def clean(self) -> None:
        """Raise a sentence at the address field unless the page stands where the gate is."""
        super().clean()
        if self.slug != STAFF_SLUG:
            raise ValidationError(
                {
                    "slug": _("Adressen måste vara %(slug)s: där finns inloggningen.")
                    % {"slug": STAFF_SLUG}
                }
            )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages below, the routines, and the lines for professionals."""
        return {
            **super().get_context(request, *args, **kwargs),
            "children": self.get_children().live().not_type(RoutinePage).specific(),
            "routines": RoutinePage.objects.live().descendant_of(self).order_by("title"),
            "services": Service.objects.for_professionals().with_channels(),
        }


class StaffContentPage(StaffPage):
    """A staff page of text; it lists the pages below it."""

    shows_documents = models.BooleanField(
        "visa dokumentregistret",
        default=False,
        help_text="Listar alla dokument som planen nämner, med hur väl de är kända.",
    )
    body = BlocksField(BodyBlock(), blank=True, verbose_name="innehåll")

    template = "portal/intranet/content.html"
    parent_page_types = ["portal.StaffStartPage", "portal.StaffContentPage"]
    subpage_types = ["portal.StaffContentPage", "portal.RoutinePage"]
    content_panels = [
        *StaffPage.content_panels,
        FieldPanel("body"),
        FieldPanel("shows_documents"),
    ]
    search_fields = [*StaffPage.search_fields, index.SearchField("body")]

    class Meta(StaffPage.Meta):
        verbose_name = "intranätssida"
        verbose_name_plural = "intranätssidor"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages below, and the documents where the page shows them."""
        return {
            **super().get_context(request, *args, **kwargs),
            "children": self.get_children().live().specific(),
            "documents": ReferencedDocument.objects.with_file() if self.shows_documents else [],
        }


class RoutinePageQuerySet(PageQuerySet):
    """What can be asked of routines."""

    def unsettled(self) -> "RoutinePageQuerySet":
        """Return the published routines without an owner or a first day."""
        return self.live().filter(Q(owner_unit__isnull=True) | Q(valid_from__isnull=True))


class RoutinePage(StaffPage):
    """What to do in a situation: a checklist first, then the reasons."""

    valid_from = models.DateField("gäller från", null=True, blank=True)
    act_now = BlocksField(
        [("step", blocks.CharBlock(label="Gör så här"))],
        blank=True,
        verbose_name="gör nu",
        help_text="Korta steg, i ordning. Ryms på en utskriven sida.",
    )
    body = BlocksField(BodyBlock(), blank=True, verbose_name="innehåll")

    objects: ClassVar = PageManager.from_queryset(RoutinePageQuerySet)()

    template = "portal/intranet/routine.html"
    parent_page_types = ["portal.StaffStartPage", "portal.StaffContentPage"]
    subpage_types: list[str] = []
    content_panels = [
        *StaffPage.content_panels,
        FieldPanel("valid_from"),
        FieldPanel("act_now"),
        FieldPanel("body"),
    ]
    search_fields = [*StaffPage.search_fields, index.SearchField("body")]

    class Meta(StaffPage.Meta):
        verbose_name = "rutin"
        verbose_name_plural = "rutiner"
