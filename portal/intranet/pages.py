"""Staff pages: the start page, text, and routines."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.search import index

from portal.blocks.bodies import BodyBlock
from portal.blocks.fields import BlocksField
from portal.blocks.sources import SourceBlock
from portal.intranet.routines import doors
from portal.intranet.routines.forms import RoutineForm
from portal.intranet.routines.publishing import ChangeKind
from portal.intranet.start import RoutineWordForm, first_routines, places
from portal.intranet.waiting import waiting_for
from portal.pages.base import StaffPage
from resources.documents.models import ReferencedDocument
from resources.municipality.models import TargetGroup, Unit
from resources.services.models import Service
from resources.violence.models import ViolenceArea

STAFF_SLUG = "intranet"


class StaffStartPage(StaffPage):
    """Where the municipality's people begin."""

    body = BlocksField(BodyBlock(), blank=True, verbose_name="innehåll")
    support_page = models.ForeignKey(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="stöd för medarbetare",
        help_text="Den öppna sidan för medarbetare som själva är utsatta eller använder våld. "
        "Intranätets sidor leder dit.",
    )

    template = "portal/intranet/start.html"
    parent_page_types = ["portal.StartPage"]
    subpage_types = ["portal.StaffContentPage", "portal.RoutinePage"]
    max_count = 1
    content_panels = [*StaffPage.content_panels, FieldPanel("body"), FieldPanel("support_page")]

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
        """Add what waits for the person, the routines, the lines, and the other places."""
        pages = list(self.get_children().live().not_type(RoutinePage).specific())
        lists = [page for page in pages if getattr(page, "shows_routines", False)]
        return {
            **super().get_context(request, *args, **kwargs),
            "waiting": waiting_for(request.user, timezone.localdate()),
            "routines": first_routines(RoutinePage.objects.published().descendant_of(self)),
            "routine_list": lists[0] if lists else None,
            "word_form": RoutineWordForm(),
            "places": places(page for page in pages if page not in lists[:1]),
            "services": Service.objects.for_professionals().with_channels(),
        }


class StaffContentPage(StaffPage):
    """A staff page of text; it lists the pages below it."""

    shows_documents = models.BooleanField(
        "visa dokumentregistret",
        default=False,
        help_text="Listar alla dokument som planen nämner, med hur väl de är kända.",
    )
    shows_routines = models.BooleanField(
        "visa alla rutiner",
        default=False,
        help_text="Listar alla rutiner, med val för enhet, målgrupp och område.",
    )
    body = BlocksField(BodyBlock(), blank=True, verbose_name="innehåll")

    template = "portal/intranet/content.html"
    parent_page_types = ["portal.StaffStartPage", "portal.StaffContentPage"]
    subpage_types = ["portal.StaffContentPage", "portal.RoutinePage"]
    content_panels = [
        *StaffPage.content_panels,
        FieldPanel("body"),
        FieldPanel("shows_documents"),
        FieldPanel("shows_routines"),
    ]
    search_fields = [*StaffPage.search_fields, index.SearchField("body")]

    class Meta(StaffPage.Meta):
        verbose_name = "intranätssida"
        verbose_name_plural = "intranätssidor"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages below, and the documents and routines where the page shows them."""
        children = self.get_children().live()
        if self.shows_routines:
            children = children.not_type(RoutinePage)
        return {
            **super().get_context(request, *args, **kwargs),
            **(doors.list_context(request, self) if self.shows_routines else {}),
            "children": children.specific(),
            "documents": ReferencedDocument.objects.with_file() if self.shows_documents else [],
        }


class RoutinePageQuerySet(PageQuerySet):
    """What can be asked of routines."""

    def unsettled(self) -> "RoutinePageQuerySet":
        """Return the published routines without an owner or a first day."""
        return self.live().filter(Q(owner_unit__isnull=True) | Q(valid_from__isnull=True))

    def published(self) -> "RoutinePageQuerySet":
        """Return the published routines, each where it stands and not where it is an alias."""
        return self.live().filter(alias_of__isnull=True)

    def for_list(self) -> "RoutinePageQuerySet":
        """Return the published routines with whom they are for, in a fixed number of queries."""
        return (
            self.published()
            .select_related("owner_unit")
            .prefetch_related("units", "target_groups", "violence_areas")
            .order_by("title")
        )


class RoutinePage(StaffPage):
    """What to do in a situation: a checklist first, then the reasons."""

    class Situation(models.TextChoices):
        MEETING = "meeting", "möter någon som är utsatt"
        REPORTING = "reporting", "är skyldig att anmäla"

    valid_from = models.DateField("gäller från", null=True, blank=True)
    situation = models.CharField(
        "visas på områdenas sidor",
        max_length=20,
        choices=Situation.choices,
        blank=True,
        help_text="Stegen visas på sidan för varje våldsområde som rutinen gäller.",
    )
    units = ParentalManyToManyField(
        Unit,
        blank=True,
        related_name="+",
        verbose_name="enheter",
        help_text="Kryssa i ingen om rutinen gäller alla.",
    )
    target_groups = ParentalManyToManyField(
        TargetGroup,
        blank=True,
        related_name="+",
        verbose_name="målgrupper",
        help_text="Kryssa i ingen om rutinen gäller alla.",
    )
    violence_areas = ParentalManyToManyField(
        ViolenceArea,
        blank=True,
        related_name="+",
        verbose_name="våldsområden",
        help_text="Kryssa i inget om rutinen gäller alla.",
    )
    reading_groups = ParentalManyToManyField(
        "portal.ReadingGroup",
        blank=True,
        related_name="routines",
        verbose_name="ska läsas av",
        help_text="De som ingår får den på sin lista och påminns tills de har läst.",
    )
    act_now = BlocksField(
        blocks.StreamBlock(
            [("step", blocks.CharBlock(label="Gör så här", max_length=160))], max_num=12
        ),
        blank=True,
        verbose_name="gör nu",
        help_text="Korta steg, i ordning. Högst tolv, så att de ryms på en utskriven sida.",
    )
    body = BlocksField(BodyBlock(), blank=True, verbose_name="innehåll")
    sources = BlocksField(
        [("source", SourceBlock())],
        blank=True,
        verbose_name="lag och riktlinje",
        help_text="Det som rutinen bygger på.",
    )
    change_kind = models.CharField(
        "vad är ändringen", max_length=12, choices=ChangeKind.choices, blank=True
    )
    change_note = models.CharField(
        "vad är nytt eller rättat",
        max_length=300,
        blank=True,
        help_text="En mening. Vid en ny version står den i mejlet till dem som ska läsa.",
    )
    # How many publications there had been when the choice above was made: it holds for the next.
    change_of = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar = PageManager.from_queryset(RoutinePageQuerySet)()

    # A copy is another routine: what an editor said of a change was of the original's.
    exclude_fields_in_copy: ClassVar = ["change_kind", "change_note", "change_of"]

    base_form_class = RoutineForm
    template = "portal/intranet/routine.html"
    parent_page_types = ["portal.StaffStartPage", "portal.StaffContentPage"]
    subpage_types: list[str] = []
    content_panels = [
        TitleFieldPanel("title", help_text="Säg situationen, så att den är lätt att hitta."),
        FieldPanel("lead"),
        FieldPanel("act_now"),
        FieldPanel("body"),
        FieldPanel("sources"),
        MultiFieldPanel(
            [
                FieldPanel("owner_unit"),
                FieldPanel("valid_from", help_text="Utan dag visas rutinen som ett utkast."),
                FieldPanel("review_on"),
            ],
            heading="Vem som svarar för rutinen, och när den gäller",
        ),
        MultiFieldPanel(
            [
                FieldPanel("units", widget=CheckboxSelectMultiple),
                FieldPanel("target_groups", widget=CheckboxSelectMultiple),
                FieldPanel("violence_areas", widget=CheckboxSelectMultiple),
                FieldPanel("situation"),
            ],
            heading="Vad rutinen gäller",
        ),
        FieldPanel("reading_groups", widget=CheckboxSelectMultiple),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("change_kind")]), FieldPanel("change_note")],
            heading="Vid publicering: ny version eller liten rättelse?",
        ),
    ]
    # No search engine and no menu shows a routine, and its address is made of its title.
    promote_panels: ClassVar[list[Any]] = []
    # The owner and the review are above, where the editor is asked for them.
    settings_panels = Page.settings_panels
    search_fields = [
        *StaffPage.search_fields,
        index.SearchField("act_now"),
        index.SearchField("body"),
    ]

    class Meta(StaffPage.Meta):
        verbose_name = "rutin"
        verbose_name_plural = "rutiner"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add how the routine stands, its version, and whether the reader must read it."""
        return {
            **super().get_context(request, *args, **kwargs),
            **doors.routine_context(self, request),
        }
