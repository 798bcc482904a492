"""The plan, and each version of it that has been written or decided."""

from __future__ import annotations

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

# What stands in addresses and says which plan is meant: locked by the database once adopted.
FRAME = ("plan", "slug", "label", "first_year", "last_year")
YEARS = [MinValueValidator(1900), MaxValueValidator(2200)]


class Plan(models.Model):
    """A plan that is renewed over the years; what it says lies in its versions."""

    slug = models.SlugField(
        "adressnamn",
        unique=True,
        help_text="Står i adressen. Bara små bokstäver a–z, siffror och bindestreck.",
    )
    title = models.CharField("titel", max_length=200)
    owner = models.ForeignKey(
        "resources.Board",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_plans",
        verbose_name="ägs av",
        help_text="Nämnden eller styrelsen som äger planen.",
    )

    class Meta:
        verbose_name = "handlingsplan"
        verbose_name_plural = "handlingsplaner"
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.title


class PlanVersionQuerySet(models.QuerySet["PlanVersion"]):
    """Which versions there are to read."""

    def public(self) -> PlanVersionQuerySet:
        """Versions that anyone may read: the adopted one and those it has replaced."""
        return self.exclude(state=PlanVersion.State.DRAFT)

    def current(self) -> PlanVersion | None:
        """The version that is adopted and not replaced, or None when there is none.

        A plan has one at most. Of several plans the one is meant whose years reach furthest;
        where they reach as far, the first by address name.
        """
        return (
            self.filter(state=PlanVersion.State.ADOPTED)
            .select_related("plan")
            .order_by("-last_year", "plan__slug")
            .first()
        )


class PlanVersion(models.Model):
    """One version of a plan. What an adopted one promises is locked by the database."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Utkast")
        ADOPTED = "adopted", _("Antagen")
        SUPERSEDED = "superseded", _("Ersatt")

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="versions", verbose_name="handlingsplan"
    )
    slug = models.SlugField(
        "adressnamn",
        help_text="Står i adressen, till exempel 2018-2022. Inte samma i två versioner, "
        "även om de hör till olika planer.",
    )
    label = models.CharField(
        "beteckning",
        max_length=60,
        help_text="Det som läsaren ser, till exempel 2018–2022.",
    )
    mandate_period = models.ForeignKey(
        "resources.MandatePeriod",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_versions",
        verbose_name="mandatperiod",
    )
    first_year = models.PositiveSmallIntegerField("första år", validators=YEARS)
    last_year = models.PositiveSmallIntegerField("sista år", validators=YEARS)
    state = models.CharField("läge", max_length=12, choices=State, default=State.DRAFT)
    adopted_on = models.DateField("antagen den", null=True, blank=True)
    adoption_date_unknown = models.BooleanField(
        "datum okänt",
        default=False,
        help_text="Kryssa i om planen är antagen men datumet inte är känt. Ange då källan.",
    )
    adopted_by = models.ForeignKey(
        "resources.Board",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="adopted_plan_versions",
        verbose_name="antagen av",
    )
    adopted_by_unknown = models.BooleanField(
        "beslutande okänd",
        default=False,
        help_text="Kryssa i om det inte är känt vem som beslutade. Ange då källan.",
    )
    adoption_source = models.TextField(
        "källa till beslutet",
        blank=True,
        help_text="Var uppgiften om beslutet kommer ifrån, när datum eller beslutande är okänt.",
    )
    registry_number = models.CharField("diarienummer", max_length=60, blank=True)
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name="ersätter",
    )

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "planversion"
        verbose_name_plural = "planversioner"
        ordering = ["-first_year", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                name="actionplan_planversion_one_address",
                # The code that puts the sentence beside the field.
                violation_error_code="unique",
                violation_error_message=_(
                    "En planversion har redan det adressnamnet. "
                    "Välj ett annat, till exempel med planens namn först."
                ),
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state="adopted"),
                name="actionplan_planversion_one_adopted_a_plan",
                violation_error_message=_(
                    "Planen har redan en antagen version. Den måste ersättas."
                ),
            ),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")),
                name="actionplan_planversion_last_year_not_before_first",
                violation_error_message=_("Sista året kan inte ligga före första året."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(adopted_by__isnull=False, adopted_by_unknown=False)
                | Q(adopted_by__isnull=True, adopted_by_unknown=True),
                name="actionplan_planversion_adopted_by_board_or_unknown",
                violation_error_message=_(
                    "Ange vem som antog planen, eller kryssa i att det är okänt, men inte båda."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(adopted_on__isnull=False, adoption_date_unknown=False)
                | Q(adopted_on__isnull=True, adoption_date_unknown=True),
                name="actionplan_planversion_adopted_on_date_or_unknown",
                violation_error_message=_(
                    "Ange när planen antogs, eller kryssa i att datumet är okänt, men inte båda."
                ),
            ),
            models.CheckConstraint(
                condition=Q(adopted_by_unknown=False, adoption_date_unknown=False)
                | ~Q(adoption_source=""),
                name="actionplan_planversion_unknown_adoption_has_source",
                violation_error_message=_("Skriv källan när datum eller beslutande är okänt."),
            ),
            models.CheckConstraint(
                condition=~Q(supersedes=F("id")),
                name="actionplan_planversion_does_not_supersede_itself",
                violation_error_message=_("En version kan inte ersätta sig själv."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan.title} {self.label}"

    @property
    def is_locked(self) -> bool:
        """Whether what the version promises may only change by a logged correction."""
        return self.state != self.State.DRAFT

    def has_expired(self, today: date) -> bool:
        """Whether the version's years lie in the past."""
        return today.year > self.last_year

    def reading_year(self, today: date) -> int:
        """The year that the version is read in: this one, or the nearest of its own years.

        Which boards *Alla nämnder* means depends on a year, and an old version must keep
        meaning the boards of its own time.
        """
        return min(max(today.year, self.first_year), self.last_year)

    def reading_day(self, today: date) -> date:
        """The day whose boards answer for the version: today, or the last one of a replaced one.

        A board that closes is followed by its successor while the version is in force.
        """
        if self.state == self.State.SUPERSEDED:
            return min(today, date(self.last_year, 12, 31))
        return today
