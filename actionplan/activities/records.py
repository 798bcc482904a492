"""What is written down about an activity beside what the plan says of it."""

from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionplan.activities.querysets import InterimStatusQuerySet
from actionplan.activities.status import AnswerStatus
from actionplan.plan.models import YEARS

ACTIVITY = "actionplan.Activity"


class ActivityClosure(models.Model):
    """Says that an activity is over: done, or dropped. Stands above the boards' answers."""

    class Outcome(models.TextChoices):
        COMPLETED = "completed", _("Genomförd")
        DROPPED = "dropped", _("Avslutad utan att genomföras")

    activity = models.OneToOneField(
        ACTIVITY, on_delete=models.CASCADE, related_name="closure", verbose_name="aktivitet"
    )
    outcome = models.CharField("utfall", max_length=10, choices=Outcome)
    year = models.PositiveSmallIntegerField(
        "år", null=True, blank=True, validators=YEARS, help_text="Lämna tomt om det inte är känt."
    )
    source = models.CharField(
        "källa", max_length=300, help_text="Var uppgiften kommer ifrån, till exempel planen."
    )
    reason = models.TextField(
        "skäl", blank=True, help_text="Behövs när aktiviteten inte blev av. Visas för alla."
    )

    class Meta:
        verbose_name = "avslut"
        verbose_name_plural = "avslut"
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="dropped") | ~Q(reason=""),
                name="actionplan_closure_dropped_has_reason",
                violation_error_message=_("Skriv skälet till att aktiviteten inte genomförs."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="actionplan_closure_has_source",
                violation_error_message=_("Skriv var uppgiften kommer ifrån."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display() + (f" {self.year}" if self.year else "")

    @property
    def words(self) -> str:
        """How and when, to stand inside a sentence; a year that is not known is said so."""
        outcome = self.get_outcome_display()
        said = outcome[:1].lower() + outcome[1:]
        if self.year:
            return f"{said} {self.year}"
        return gettext("%(outcome)s, året framgår inte") % {"outcome": said}


class ActivityOrigin(models.Model):
    """What became of an activity when the plan was revised."""

    class Decision(models.TextChoices):
        CARRIED = "carried", _("Oförändrad")
        CHANGED = "changed", _("Ändrad")
        MERGED = "merged", _("Sammanslagen")
        SPLIT = "split", _("Delad")
        NEW = "new", _("Ny")

    activity = models.ForeignKey(
        ACTIVITY, on_delete=models.CASCADE, related_name="origins", verbose_name="ny aktivitet"
    )
    origin = models.ForeignKey(
        ACTIVITY,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name="tidigare aktivitet",
    )
    decision = models.CharField("beslut", max_length=10, choices=Decision)
    reason = models.TextField("skäl", blank=True)

    class Meta:
        verbose_name = "ursprung"
        verbose_name_plural = "ursprung"
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "origin"],
                name="actionplan_origin_one_a_pair",
                nulls_distinct=False,
                violation_error_message=_("Sambandet mellan aktiviteterna finns redan."),
            ),
            models.CheckConstraint(
                condition=~Q(activity=F("origin")),
                name="actionplan_origin_not_itself",
                violation_error_message=_("En aktivitet kan inte komma ur sig själv."),
            ),
            models.CheckConstraint(
                condition=Q(decision="new", origin__isnull=True)
                | (~Q(decision="new") & Q(origin__isnull=False)),
                name="actionplan_origin_new_has_none",
                violation_error_message=_(
                    "En ny aktivitet har ingen tidigare; för alla andra anges den."
                ),
            ),
            models.CheckConstraint(
                condition=Q(decision="carried") | ~Q(reason=""),
                name="actionplan_origin_has_reason_unless_carried",
                violation_error_message=_("Skriv skälet till ändringen."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_decision_display()


class InterimStatus(models.Model):
    """A note of how things stand on a day; never replaces the yearly answer."""

    activity = models.ForeignKey(
        ACTIVITY,
        on_delete=models.PROTECT,
        related_name="interim_statuses",
        verbose_name="aktivitet",
    )
    board = models.ForeignKey(
        "resources.Board",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="interim_statuses",
        verbose_name="nämnd",
    )
    noted_on = models.DateField("datum")
    status = models.CharField("läge", max_length=12, choices=AnswerStatus)
    text = models.TextField("vad som sades", blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="antecknat av",
    )
    meeting = models.CharField("möte", max_length=200, blank=True)

    objects = InterimStatusQuerySet.as_manager()

    class Meta:
        verbose_name = "lägesnotering"
        verbose_name_plural = "lägesnoteringar"
        ordering = ["-noted_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.noted_on}: {self.get_status_display()}"


class AssignmentInclusion(models.Model):
    """Whether an activity stands in a board's *uppdragsplan* for a year."""

    class Included(models.TextChoices):
        YES = "yes", _("Ja")
        NO = "no", _("Nej")
        UNKNOWN = "unknown", _("Inte känt")

    class Goal(models.TextChoices):
        GENDER_EQUALITY = "gender_equality", _("Jämställdhet")
        PUBLIC_HEALTH = "public_health", _("Folkhälsa")
        OTHER = "other", _("Annat mål")

    activity = models.ForeignKey(
        ACTIVITY, on_delete=models.PROTECT, related_name="inclusions", verbose_name="aktivitet"
    )
    board = models.ForeignKey(
        "resources.Board",
        on_delete=models.PROTECT,
        related_name="inclusions",
        verbose_name="nämnd",
    )
    year = models.PositiveSmallIntegerField("år", validators=YEARS)
    is_included = models.CharField(
        "står i uppdragsplanen", max_length=8, choices=Included, default=Included.UNKNOWN
    )
    reference = models.CharField("var i uppdragsplanen", max_length=200, blank=True)
    goal = models.CharField("under vilket mål", max_length=16, choices=Goal, blank=True)
    decided_on = models.DateField("nämndens beslut den", null=True, blank=True)
    paragraph = models.CharField("paragraf", max_length=20, blank=True)

    class Meta:
        verbose_name = "plats i uppdragsplan"
        verbose_name_plural = "platser i uppdragsplaner"
        ordering = ["-year", "activity", "board"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "board", "year"],
                name="actionplan_inclusion_one_a_year",
                violation_error_message=_("Uppgiften finns redan för nämnden och året."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board} {self.year}: {self.get_is_included_display()}"


class EditorialCorrection(models.Model):
    """The log of a change to what an adopted version says. Kept for good by the database.

    `recorded_at` is the transaction's own time: the database opens the lock only for the
    transaction that has written its correction here.
    """

    activity = models.ForeignKey(
        ACTIVITY, on_delete=models.PROTECT, related_name="corrections", verbose_name="aktivitet"
    )
    field = models.CharField("uppgift", max_length=60)
    before = models.TextField("före", blank=True)
    after = models.TextField("efter", blank=True)
    reason = models.TextField("skäl")
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="rättat av",
    )
    corrected_at = models.DateTimeField("rättat")
    recorded_at = models.DateTimeField(db_default=TransactionNow(), editable=False)

    class Meta:
        verbose_name = "redaktionell rättelse"
        verbose_name_plural = "redaktionella rättelser"
        ordering = ["-corrected_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="actionplan_correction_has_reason",
                violation_error_message=_("Skriv skälet till rättelsen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.field}"
