"""The plan's activities with their points, responsibilities, milestones and closure."""

from __future__ import annotations

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Deferrable, F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.search import index

from actionplan.activities.querysets import ActivityQuerySet
from actionplan.activities.records import (
    ActivityClosure,
    ActivityOrigin,
    AssignmentInclusion,
    EditorialCorrection,
    InterimStatus,
)
from actionplan.activities.schedule import read_schedule, schedule_words
from actionplan.plan.models import YEARS, PlanVersion
from resources.desks.indexing import IndexedText

__all__ = [
    "Activity",
    "ActivityClosure",
    "ActivityOrigin",
    "ActivityPoint",
    "AssignmentInclusion",
    "EditorialCorrection",
    "InterimStatus",
    "Milestone",
    "Responsibility",
]

# Stands beside texts that are retold and not the plan's own.
SUMMARY_LABEL = "Sammanfattning, inte planens ordalydelse"


class Activity(index.Indexed, ClusterableModel):
    """One promise of the plan. Locked by the database once its version is adopted.

    Title, number and schedule are the plan's own; lead, points and closing are retold
    (`SUMMARY_LABEL`) until the municipality enters `official_text`. Areas and target groups
    are our reading.
    """

    class Part(models.IntegerChoices):
        COMMON = 1, _("Del 1, verksamhetsövergripande")
        SPECIFIC = 2, _("Del 2, målgrupps- och verksamhetsspecifika")

    version = models.ForeignKey(
        PlanVersion,
        on_delete=models.PROTECT,
        related_name="activities",
        verbose_name="planversion",
    )
    lineage = models.UUIDField(
        "härkomst",
        default=uuid.uuid4,
        help_text="Samma genom alla versioner av planen, så att en aktivitet kan följas.",
    )
    number = models.PositiveSmallIntegerField("nummer", validators=[MinValueValidator(1)])
    part = models.PositiveSmallIntegerField("del av planen", choices=Part)
    title = models.CharField("rubrik", max_length=200, help_text="Som den står i planen.")
    lead = models.TextField("inledning", blank=True, help_text=f"{SUMMARY_LABEL}.")
    closing = models.TextField("avslutning", blank=True, help_text=f"{SUMMARY_LABEL}.")
    official_text = models.TextField(
        "planens ordalydelse",
        blank=True,
        help_text="Planens egen text, ord för ord. Tom tills kommunen har lagt in den.",
    )
    carried_out_by = models.CharField("genomförs av", max_length=300, blank=True)
    schedule_text = models.CharField(
        "tidplan som den står i planen",
        max_length=200,
        blank=True,
        help_text="Till exempel 2019–2022, 2018- eller Genomförs under 2019. "
        "Åren läses ur texten av sig själva.",
    )
    start_year = models.PositiveSmallIntegerField(
        "startår", null=True, blank=True, validators=YEARS
    )
    end_year = models.PositiveSmallIntegerField("slutår", null=True, blank=True, validators=YEARS)
    is_ongoing = models.BooleanField("pågår tills vidare", default=False)
    schedule_needs_reading = models.BooleanField(
        "tidplanen behöver tolkas", default=False, editable=False
    )
    applies_to_all_committees = models.BooleanField(
        "gäller alla nämnder",
        default=False,
        help_text="Alla nämnder svarar då för aktiviteten, utöver dem som är namngivna. "
        "Fullmäktige och bolag räknas inte dit.",
    )
    all_areas = models.BooleanField(
        "gäller alla våldsområden", default=False, help_text="Vår läsning av planen."
    )
    violence_areas = ParentalManyToManyField(
        "resources.ViolenceArea",
        blank=True,
        related_name="activities",
        verbose_name="våldsområden",
        help_text="Vår läsning av planen.",
    )
    target_groups = ParentalManyToManyField(
        "resources.TargetGroup",
        blank=True,
        related_name="activities",
        verbose_name="målgrupper",
        help_text="Vår läsning av planen.",
    )

    objects = ActivityQuerySet.as_manager()

    # By language: a bare name would index the one that is active when the row is saved.
    search_fields = [
        IndexedText("title_sv", boost=2),
        *map(IndexedText, ("lead_sv", "closing_sv", "official_text_sv", "carried_out_by_sv")),
        index.RelatedFields("points", [IndexedText("text_sv")]),
    ]

    class Meta:
        verbose_name = "aktivitet"
        verbose_name_plural = "aktiviteter"
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "number"],
                name="actionplan_activity_one_number_a_version",
                # Immediate by default; an import that swaps two numbers defers it.
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message=_("Versionen har redan en aktivitet med det numret."),
            ),
            models.UniqueConstraint(
                fields=["version", "lineage"],
                name="actionplan_activity_one_lineage_a_version",
                violation_error_message=_("Versionen har redan en aktivitet med den härkomsten."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="actionplan_activity_number_positive",
                violation_error_message=_("Numret ska vara 1 eller större."),
            ),
            models.CheckConstraint(
                condition=Q(part__in=[1, 2]),
                name="actionplan_activity_part_known",
                violation_error_message=_("Planen har del 1 och del 2."),
            ),
            models.CheckConstraint(
                condition=Q(end_year__gte=F("start_year")),
                name="actionplan_activity_end_not_before_start",
                violation_error_message=_("Slutåret kan inte ligga före startåret."),
            ),
            models.CheckConstraint(
                condition=Q(is_ongoing=False) | Q(end_year__isnull=True),
                name="actionplan_activity_ongoing_has_no_end",
                violation_error_message=_("En aktivitet som pågår tills vidare har inget slutår."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def schedule_words(self) -> str:
        """What the schedule means, in words; "" when it could not be read.

        A closure that says more than the text stands beside the text's words, never in them.
        """
        return schedule_words(
            self.start_year,
            self.end_year,
            is_ongoing=self.is_ongoing,
            is_completed=read_schedule(self.schedule_text).is_completed,
            ended=self._ended_beside_the_text(),
        )

    def _ended_beside_the_text(self) -> str:
        """How the activity was closed, in words; "" where that is all that the text says too."""
        closure = getattr(self, "closure", None)
        if closure is None:
            return ""
        is_said = closure.outcome == ActivityClosure.Outcome.COMPLETED and closure.year is None
        if is_said and read_schedule(self.schedule_text).is_completed:
            return ""
        return closure.words

    def settle_schedule(self) -> None:
        """Take the years from the schedule text, where it can be read.

        Where it cannot, years that a person has entered stand, and without any the activity
        is marked as needing a reader.
        """
        read = read_schedule(self.schedule_text)
        if read.is_understood:
            self.start_year, self.end_year = read.start_year, read.end_year
            self.is_ongoing = read.is_ongoing
        self.schedule_needs_reading = (
            not read.is_understood and self.start_year is None and self.end_year is None
        )

    def clean(self) -> None:
        """Settle the schedule first, so that the constraints judge what will be saved."""
        super().clean()
        self.settle_schedule()

    def save(self, *args: object, **kwargs: object) -> None:
        """Save with the years that the schedule text says."""
        self.settle_schedule()
        super().save(*args, **kwargs)


class ActivityPoint(models.Model):
    """One point of an activity, in the plan's order."""

    activity = ParentalKey(Activity, on_delete=models.CASCADE, related_name="points")
    order = models.PositiveSmallIntegerField("ordning", default=0)
    text = models.CharField("punkt", max_length=1000, help_text=f"{SUMMARY_LABEL}.")

    sort_order_field = "order"

    class Meta:
        verbose_name = "punkt"
        verbose_name_plural = "punkter"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "order"],
                name="actionplan_activitypoint_one_place",
                # Points change places one at a time within a save.
                deferrable=Deferrable.DEFERRED,
                violation_error_message=_("Två punkter kan inte ha samma plats."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Responsibility(models.Model):
    """A board that the plan names for an activity."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Huvudansvar")
        SHARED = "shared", _("Delat ansvar")
        PARTNER = "partner", _("Medverkar")

    activity = ParentalKey(Activity, on_delete=models.CASCADE, related_name="responsibilities")
    order = models.PositiveSmallIntegerField("ordning", default=0)
    board = models.ForeignKey(
        "resources.Board",
        on_delete=models.PROTECT,
        related_name="responsibilities",
        verbose_name="nämnd, styrelse eller bolag",
    )
    role = models.CharField(
        "roll",
        max_length=10,
        choices=Role,
        default=Role.SHARED,
        help_text="Nämner planen flera delar de ansvaret. Utse ingen huvudansvarig på egen hand.",
    )
    note = models.CharField("anteckning", max_length=300, blank=True)

    sort_order_field = "order"

    class Meta:
        verbose_name = "ansvar"
        verbose_name_plural = "ansvar"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "board"],
                name="actionplan_responsibility_one_a_board",
                violation_error_message=_("Nämnden står redan som ansvarig för aktiviteten."),
            ),
            ExclusionConstraint(
                name="actionplan_responsibility_at_most_one_lead",
                expressions=[("activity", RangeOperators.EQUAL)],
                condition=Q(role="lead"),
                # The lead may pass from one board to another within a save.
                deferrable=Deferrable.DEFERRED,
                violation_error_message=_("Bara en nämnd kan ha huvudansvaret."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board} ({self.get_role_display()})"


class Milestone(models.Model):
    """A step on the way, with a day when it is due and a day when it was done."""

    activity = ParentalKey(Activity, on_delete=models.CASCADE, related_name="milestones")
    order = models.PositiveSmallIntegerField("ordning", default=0)
    title = models.CharField("delmoment", max_length=300)
    due_on = models.DateField("ska vara klart", null=True, blank=True)
    done_on = models.DateField("blev klart", null=True, blank=True)

    sort_order_field = "order"

    class Meta:
        verbose_name = "delmoment"
        verbose_name_plural = "delmoment"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title
