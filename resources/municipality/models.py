"""Boards, units, target groups and mandate periods."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from resources.municipality.validity import TimeLimited, TimeLimitedQuerySet
from resources.stewardship.days import not_ahead


class BoardQuerySet(TimeLimitedQuerySet):
    """What can be asked of the boards."""

    def all_committees(self, year: int) -> Self:
        """Return what the plan calls *Alla nämnder* in `year`: committees valid then.

        Never the assembly, never a company; the executive board answers because it is named.
        """
        return self.valid(year).filter(kind=Board.Kind.COMMITTEE)

    def unverified(self) -> Self:
        """Return the boards that nobody has checked: they show as *ej kontrollerat*."""
        return self.filter(verified_on__isnull=True)


class Board(TimeLimited):
    """A body that can answer for an activity: an assembly, a board, a committee, a company."""

    class Kind(models.TextChoices):
        ASSEMBLY = "assembly", _("fullmäktige")
        EXECUTIVE_BOARD = "executive_board", _("styrelse")
        COMMITTEE = "committee", _("nämnd")
        COMPANY = "company", _("bolag")

    name = models.CharField("namn", max_length=200)
    slug = models.SlugField(
        "adress",
        max_length=100,
        help_text="Sista delen av sidans webbadress: små bokstäver a–z och bindestreck.",
    )
    kind = models.CharField(
        "slag",
        max_length=20,
        choices=Kind.choices,
        help_text="Bara nämnder räknas till Alla nämnder.",
    )
    order = models.PositiveSmallIntegerField("ordning", default=0)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="efterträds av",
        help_text="Nämnden eller bolaget som har tagit över uppgifterna.",
    )
    verified_on = models.DateField(
        "kontrollerad",
        null=True,
        blank=True,
        validators=[not_ahead],
        help_text="Dagen då någon i kommunen kontrollerade att uppgifterna stämmer. "
        "Utan datum visas nämnden som ej kontrollerad.",
    )
    evidence = models.TextField("källa", blank=True, help_text="Hur uppgiften är känd.")
    note = models.TextField("intern anteckning", blank=True, help_text="Visas aldrig utåt.")

    objects = BoardQuerySet.as_manager()

    class Meta(TimeLimited.Meta):
        verbose_name = "nämnd, styrelse eller bolag"
        verbose_name_plural = "nämnder, styrelser och bolag"
        ordering = ["order", "name_sv"]
        constraints = [
            *TimeLimited.Meta.constraints,
            models.UniqueConstraint(
                fields=["slug"],
                name="resources_board_slug_unique",
                violation_error_code="unique",
                violation_error_message=_("Adressen används redan av en annan nämnd."),
            ),
            models.UniqueConstraint(
                fields=["name_sv"],
                condition=Q(valid_to__isnull=True),
                name="resources_board_one_current_per_name",
                violation_error_message=_(
                    "Det finns redan en gällande nämnd med det namnet. "
                    "Sätt en sista dag på den gamla först."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(successor=F("id")),
                name="resources_board_successor_is_another",
                violation_error_message=_("En nämnd kan inte efterträda sig själv."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_verified(self) -> bool:
        """Whether somebody has certified that the board is what the register says."""
        return self.verified_on is not None

    def in_charge(self, day: date) -> Board | None:
        """Return who does the board's work on `day`: itself, or whoever it was closed into.

        None where it has closed and nobody has taken over. One query a step to a successor.
        """
        passed = set()
        current: Board | None = self
        while current is not None and current.valid_to is not None and current.valid_to < day:
            passed.add(current.pk)
            current = current.successor
            if current is not None and current.pk in passed:
                return None
        return current

    def with_predecessors(self) -> list[int]:
        """Return the keys of the board and of all that were closed into it, also in steps."""
        found = [self.pk]
        latest = [self.pk]
        while latest:
            closed = Board.objects.filter(successor__in=latest, valid_to__isnull=False)
            latest = list(closed.exclude(pk__in=found).values_list("pk", flat=True))
            found += latest
        return found


class TargetGroup(models.Model):
    """People whom an activity or a unit is for."""

    name = models.CharField("namn", max_length=200)
    order = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "målgrupp"
        verbose_name_plural = "målgrupper"
        ordering = ["order", "name_sv"]
        constraints = [
            models.UniqueConstraint(
                fields=["name_sv"],
                name="resources_targetgroup_name_unique",
                violation_error_code="unique",
                violation_error_message=_("Det finns redan en målgrupp med det namnet."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Unit(TimeLimited):
    """A part of the municipality that does something: an administration, a unit, a function."""

    name = models.CharField("namn", max_length=200)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="ingår i",
    )
    board = models.ForeignKey(
        Board,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
        verbose_name="nämnd, styrelse eller bolag",
        help_text="Lämna tomt om det inte är känt.",
    )
    main_task = models.TextField(
        "huvudsakligt uppdrag",
        blank=True,
        help_text="En eller två meningar som vem som helst förstår.",
    )
    target_groups = models.ManyToManyField(
        TargetGroup, blank=True, related_name="units", verbose_name="målgrupper"
    )
    function_mailbox = models.EmailField(
        "funktionsbrevlåda", blank=True, help_text="Enhetens gemensamma e-postadress."
    )
    manager_mailbox = models.EmailField(
        "chefens e-post", blank=True, help_text="Används för påminnelser. Visas aldrig utåt."
    )
    evidence = models.TextField("källa", blank=True, help_text="Hur uppgiften är känd.")

    objects = TimeLimitedQuerySet.as_manager()

    class Meta(TimeLimited.Meta):
        verbose_name = "enhet"
        verbose_name_plural = "enheter"
        ordering = ["name_sv"]
        constraints = [
            *TimeLimited.Meta.constraints,
            models.UniqueConstraint(
                fields=["parent", "name_sv"],
                nulls_distinct=False,
                name="resources_unit_name_unique_under_parent",
                violation_error_message=_(
                    "Det finns redan en enhet med det namnet på samma plats."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="resources_unit_parent_is_another",
                violation_error_message=_("En enhet kan inte ingå i sig själv."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MandatePeriod(models.Model):
    """The years between two elections; the year of an election belongs to both periods."""

    first_year = models.PositiveSmallIntegerField("första året")
    last_year = models.PositiveSmallIntegerField("sista året")
    evidence = models.TextField("källa", blank=True, help_text="Hur uppgiften är känd.")

    class Meta:
        verbose_name = "mandatperiod"
        verbose_name_plural = "mandatperioder"
        ordering = ["first_year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__gt=F("first_year")),
                name="resources_mandateperiod_last_after_first",
                violation_error_message=_("Sista året måste komma efter det första."),
            ),
            ExclusionConstraint(
                # The last year is left out, since an election year belongs to two periods.
                expressions=[
                    (
                        Func(
                            F("first_year"),
                            # A backward period has its own sentence; as a range it is an error.
                            Greatest("first_year", "last_year"),
                            Value("[)"),
                            function="int4range",
                            output_field=IntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    )
                ],
                name="resources_mandateperiod_share_only_a_boundary",
                violation_error_message=_("Två mandatperioder får dela valåret men inga andra år."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_year}–{self.last_year}"
