"""The activities along the years, as columns and bars that a template draws. No SQL here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from actionplan.plan.models import PlanVersion
from actionplan.reports.overview import ActivityRow


class Ending(StrEnum):
    """How a bar ends, so that it can be drawn and said truthfully."""

    KNOWN = "known"
    OPEN = "open"
    UNKNOWN = "unknown"
    UNREAD = "unread"


@dataclass(frozen=True)
class Span:
    """Where a bar lies: columns from 1, both included; 0 and 0 when no year is known."""

    first: int
    last: int
    ending: Ending


@dataclass(frozen=True)
class Bar:
    """One activity on the timeline: its span, and the same in words."""

    row: ActivityRow
    span: Span
    words: str

    @property
    def is_single(self) -> bool:
        """Whether the activity belongs to one year and no more."""
        return self.span.ending is Ending.KNOWN and self.span.first == self.span.last


@dataclass(frozen=True)
class Timeline:
    """The years across, and a bar for each activity. `today_column` is None outside them."""

    years: tuple[int, ...]
    bars: tuple[Bar, ...]
    today_column: int | None


def span_of(start: int | None, end: int | None, *, is_ongoing: bool, years: Sequence[int]) -> Span:
    """Return where the years `start` to `end` lie among the columns `years`.

    An open end reaches the last column; an unknown end stays in its first, the only sure one.
    """
    if start is None and end is None:
        return Span(0, 0, Ending.UNREAD)
    first = years.index(start if start is not None else end) + 1
    if end is not None:
        return Span(first, years.index(end) + 1, Ending.KNOWN)
    if is_ongoing:
        return Span(first, len(years), Ending.OPEN)
    return Span(first, first, Ending.UNKNOWN)


def columns(first: int, last: int, mentioned: Sequence[int]) -> tuple[int, ...]:
    """Return the plan's years, and those outside them that an activity mentions."""
    return tuple(range(min([first, *mentioned]), max([last, *mentioned]) + 1))


def timeline(version: PlanVersion, rows: Sequence[ActivityRow], today: date) -> Timeline:
    """Return the timeline of `rows`, over the years of `version` and no fewer."""
    mentioned = [
        year
        for row in rows
        for year in (row.activity.start_year, row.activity.end_year)
        if year is not None
    ]
    years = columns(version.first_year, version.last_year, mentioned)
    bars = tuple(
        Bar(
            row,
            span_of(
                row.activity.start_year,
                row.activity.end_year,
                is_ongoing=row.activity.is_ongoing,
                years=years,
            ),
            row.schedule_words,
        )
        for row in rows
    )
    return Timeline(years, bars, years.index(today.year) + 1 if today.year in years else None)
