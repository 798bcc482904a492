"""How a plan's activities have stood over the follow-up years: by board, by activity, by year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actionplan.activities.models import Activity
from actionplan.activities.status import ANSWERED, UNANSWERED, State
from actionplan.followup.models import FollowUpEntry, FollowUpPeriod
from actionplan.followup.querysets import FollowUpEntryQuerySet, FollowUpFigures
from actionplan.plan.models import PlanVersion
from resources.municipality.models import Board


@dataclass(frozen=True)
class HistoryRow:
    """A board, or an activity, and its state for each year; None where it was not asked."""

    subject: Board | Activity
    states: tuple[State | None, ...]


@dataclass(frozen=True)
class History:
    """States by year: the years in order, and a row for each subject that was ever asked."""

    years: tuple[int, ...]
    rows: tuple[HistoryRow, ...]
    is_example: bool

    def __bool__(self) -> bool:
        return bool(self.rows)


def activity_history(activity: Activity) -> History:
    """Return the states of `activity` by board, through all versions of the plan. One query."""
    entries = FollowUpEntry.objects.filter(
        activity__lineage=activity.lineage, activity__version__state__in=["adopted", "superseded"]
    )
    return _history(entries, "board")


def board_history(board: Board, version: PlanVersion) -> History:
    """Return the states of what `board` answers for in `version`, by activity. One query."""
    return _history(FollowUpEntry.objects.by(board).filter(activity__version=version), "activity")


def _history(entries: FollowUpEntryQuerySet, subject: str) -> History:
    found = list(
        entries.exclude(period__state="planned")
        .select_related("period", "board", "activity__version")
        .order_by("board__order", "activity__number", "pk")
    )
    years = tuple(sorted({entry.period.year for entry in found}))
    states: dict[int, dict[int, State]] = {}
    subjects: dict[int, Board | Activity] = {}
    for entry in found:
        one = getattr(entry, subject)
        subjects[one.pk] = one
        states.setdefault(one.pk, {})[entry.period.year] = _approved_state(entry)
    return History(
        years,
        tuple(
            HistoryRow(one, tuple(states[key].get(year) for year in years))
            for key, one in subjects.items()
        ),
        is_example=any(entry.period.is_example for entry in found),
    )


def _approved_state(entry: FollowUpEntry) -> State:
    # What waits for approval is the board's own until then: to everyone else it is unanswered.
    if entry.state == FollowUpEntry.State.APPROVED:
        return ANSWERED[entry.status]
    return UNANSWERED


@dataclass(frozen=True)
class YearStanding:
    """A follow-up year with the figures of its answers."""

    period: FollowUpPeriod
    figures: FollowUpFigures


def year_standings(
    version: PlanVersion, today: date, board: Board | None = None
) -> list[YearStanding]:
    """Return the opened years of `version`, the latest first, counted for all boards or for one.

    Two queries.
    """
    entries = FollowUpEntry.objects.filter(activity__version=version)
    if board is not None:
        entries = entries.by(board)
    figures = entries.figures_by("period", today)
    periods = FollowUpPeriod.objects.opened().filter(pk__in=figures)
    return [YearStanding(period, figures[period.pk]) for period in periods]
