"""When a channel answers: the spans of a week, and the days that differ from it."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from resources.municipality.validity import date_span
from resources.services.channels import Channel
from resources.services.choices import HolidayRule
from resources.services.opening_hours import (
    ROUND_THE_CLOCK,
    DifferentDays,
    OpeningHours,
    Span,
)

ENDS_AFTER_START = Q(closes_at__gt=F("opens_at")) | Q(closes_next_day=True)
NO_TIMES = Q(opens_at__isnull=True, closes_at__isnull=True, closes_next_day=False)
BOTH_TIMES = Q(opens_at__isnull=False, closes_at__isnull=False) & ENDS_AFTER_START


class Hours(models.Model):
    """A span of a day, which may pass midnight, or the whole day and night."""

    opens_at = models.TimeField("öppnar", null=True, blank=True)
    closes_at = models.TimeField("stänger", null=True, blank=True)
    closes_next_day = models.BooleanField("stänger nästa dag", default=False)
    is_round_the_clock = models.BooleanField("dygnet runt", default=False)

    class Meta:
        abstract = True

    @property
    def span(self) -> Span | None:
        """The span as the rules read it; None for days that are closed."""
        if self.is_round_the_clock:
            return ROUND_THE_CLOCK
        if self.opens_at is None or self.closes_at is None:
            return None
        return Span(self.opens_at, self.closes_at, self.closes_next_day)

    @staticmethod
    def columns_of(span: Span) -> dict[str, Any]:
        """Return the values of the columns that hold `span`."""
        if span.is_whole_day:
            return {"is_round_the_clock": True}
        return {
            "opens_at": span.opens_at,
            "closes_at": span.closes_at,
            "closes_next_day": span.closes_next_day,
        }


class Schedule(Hours):
    """A span that comes back every week."""

    class Weekday(models.IntegerChoices):
        MONDAY = 1, _("måndag")
        TUESDAY = 2, _("tisdag")
        WEDNESDAY = 3, _("onsdag")
        THURSDAY = 4, _("torsdag")
        FRIDAY = 5, _("fredag")
        SATURDAY = 6, _("lördag")
        SUNDAY = 7, _("söndag")

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="schedules")
    weekday = models.PositiveSmallIntegerField("veckodag", choices=Weekday.choices)

    class Meta:
        verbose_name = "öppettid"
        verbose_name_plural = "öppettider"
        ordering = ["weekday", "opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(is_round_the_clock=True) & NO_TIMES)
                | (Q(is_round_the_clock=False) & BOTH_TIMES),
                name="resources_schedule_ends_after_start",
                violation_error_message=_(
                    "Stängningstiden måste komma efter öppningstiden, eller "
                    "nästa dag. Dygnet runt har inga klockslag."
                ),
            ),
            models.CheckConstraint(
                condition=Q(weekday__range=(1, 7)),
                name="resources_schedule_weekday_exists",
                violation_error_message=_("Välj en veckodag."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_weekday_display()


class ScheduleException(Hours):
    """Days on which a channel is closed, or answers at other hours than usual."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="exceptions")
    first_day = models.DateField("första dagen")
    last_day = models.DateField("sista dagen")
    is_closed = models.BooleanField("stängt", default=False)
    reason = models.CharField("anledning", max_length=200, blank=True)

    class Meta:
        verbose_name = "avvikande öppettid"
        verbose_name_plural = "avvikande öppettider"
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="resources_scheduleexception_last_day_from_first",
                violation_error_message=_("Sista dagen kan inte ligga före den första."),
            ),
            models.CheckConstraint(
                condition=(Q(is_closed=True, is_round_the_clock=False) & NO_TIMES)
                | (Q(is_closed=False, is_round_the_clock=True) & NO_TIMES)
                | (Q(is_closed=False, is_round_the_clock=False) & BOTH_TIMES),
                name="resources_scheduleexception_ends_after_start",
                violation_error_message=_(
                    "Stängningstiden måste komma efter öppningstiden, eller "
                    "nästa dag. Stängt och dygnet runt har inga klockslag."
                ),
            ),
            ExclusionConstraint(
                expressions=[
                    ("channel", RangeOperators.EQUAL),
                    (date_span("first_day", "last_day"), RangeOperators.OVERLAPS),
                ],
                name="resources_scheduleexception_no_overlap",
                violation_error_message=_("Det finns redan en avvikelse under de dagarna."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day}–{self.last_day}"

    def clean(self) -> None:
        """Raise `ValidationError` on the last day when it lies before the first."""
        super().clean()
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("Sista dagen kan inte ligga före den första.")})


def week_of(channel: Channel) -> dict[int, tuple[Span, ...]]:
    """Return the spans of each weekday (1–7) that has any; empty when the hours are not known."""
    week: dict[int, tuple[Span, ...]] = {}
    for row in channel.schedules.all():
        if row.span:
            week[row.weekday] = tuple(sorted((*week.get(row.weekday, ()), row.span)))
    return week


def different_days_of(channel: Channel) -> list[DifferentDays]:
    """Return the days on which a channel is not as usual, in their order."""
    return [
        DifferentDays(
            first_day=row.first_day,
            last_day=row.last_day,
            spans=(row.span,) if row.span else (),
            reason=row.reason,
        )
        for row in channel.exceptions.all()
    ]


def hours_of(channel: Channel, zone: ZoneInfo) -> OpeningHours:
    """Return when a channel answers, in `zone`, from rows that `with_channels()` has read."""
    return OpeningHours(
        zone=zone,
        week=tuple((row.weekday, row.span) for row in channel.schedules.all() if row.span),
        exceptions=tuple(different_days_of(channel)),
        on_holidays=HolidayRule(channel.on_holidays),
    )
