"""The activities along the years, as columns and bars that a template draws. No SQL here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from actionplan.activities.models import Activity
from actionplan.plan.models import PlanVersion
from actionplan.reports.rows import ActivityRow

# As many as fit beside one another; the style sheet has no more.
MOST_COLUMNS = 16


class Ending(StrEnum):
    """How a bar ends, so that it can be drawn and said truthfully.

    `UNREAD` has nothing to draw: no year is known, or all lie outside the columns.
    """

    KNOWN = "known"
    OPEN = "open"
    UNKNOWN = "unknown"
    UNREAD = "unread"


@dataclass(frozen=True)
class Span:
    """Where a bar lies: columns from 1, both included; 0 and 0 when there is none to draw."""

    first: int
    last: int
    ending: Ending


@dataclass(frozen=True)
class Bar:
    """One activity on the timeline: its span, and the same in words."""

    row: ActivityRow
    span: Span
    words: str


@dataclass(frozen=True)
class Timeline:
    """The years across, and a bar for each activity."""

    years: tuple[int, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Years:
    """The years that a bar is drawn from: None is not known, and `is_open` has no end yet."""

    start: int | None
    end: int | None
    is_open: bool = False

    @classmethod
    def of(cls, activity: Activity) -> Years:
        """Return the planned years; where the activity is closed, its closure's year ends them."""
        closure = getattr(activity, "closure", None)
        if closure is not None:
            return cls(activity.start_year, closure.year)
        return cls(activity.start_year, activity.end_year, activity.is_ongoing)


NOTHING_TO_DRAW = Span(0, 0, Ending.UNREAD)


def span_of(drawn: Years, columns: Sequence[int]) -> Span:
    """Return where the years of a bar lie among the years of `columns`.

    An open end reaches the last column; an unknown end stays in its first, the only sure one.
    What begins or ends outside the columns is drawn to their edge; the words beside it say more.
    """
    begin = drawn.start if drawn.start is not None else drawn.end
    if begin is None:
        return NOTHING_TO_DRAW
    if drawn.end is not None:
        # What was dropped before it began lies in the year when it was dropped.
        begin, end, ending = min(begin, drawn.end), drawn.end, Ending.KNOWN
    elif drawn.is_open:
        end, ending = max(begin, columns[-1]), Ending.OPEN
    else:
        end, ending = begin, Ending.UNKNOWN
    if begin > columns[-1] or end < columns[0]:
        return NOTHING_TO_DRAW
    first, last = max(begin, columns[0]), min(end, columns[-1])
    return Span(first - columns[0] + 1, last - columns[0] + 1, ending)


def columns_for(first: int, last: int, mentioned: Iterable[int], today: date) -> tuple[int, ...]:
    """Return the plan's years, and those outside them that an activity mentions.

    Where they are more than `MOST_COLUMNS`, the plan's own years go before those outside them, and
    of a plan that is longer than that, the years around `today`.
    """
    years = [first, last, *mentioned]
    begin, end = min(years), max(years)
    if last - first >= MOST_COLUMNS:
        first = max(first, min(today.year, last) - MOST_COLUMNS // 2)
    begin = max(begin, min(first, end - MOST_COLUMNS + 1))
    return tuple(range(begin, min(end + 1, begin + MOST_COLUMNS)))


def timeline(version: PlanVersion, rows: Sequence[ActivityRow], today: date) -> Timeline:
    """Return the timeline of `rows`, over the years of `version` and of what they mention."""
    drawn = [Years.of(row.activity) for row in rows]
    mentioned = {year for years in drawn for year in (years.start, years.end) if year is not None}
    columns = columns_for(version.first_year, version.last_year, mentioned, today)
    bars = (
        Bar(row, span_of(years, columns), row.schedule_words)
        for row, years in zip(rows, drawn, strict=True)
    )
    return Timeline(columns, tuple(bars))
