"""A version of the plan read as a whole: its figures, and how much each board answers for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from actionplan.activities.models import Activity, Responsibility
from actionplan.plan.models import PlanVersion
from resources.municipality.models import Board


@dataclass(frozen=True)
class PlanFigures:
    """How many activities of a version stand where, and what state the plan itself is in.

    `unanswered` counts `expired` too. `sentence` says whether the plan's years have passed.
    """

    activities: int
    completed: int
    dropped: int
    ongoing: int
    unanswered: int
    expired: int
    needs_reading: int
    sentence: str


def plan_figures(version: PlanVersion, today: date) -> PlanFigures:
    """Return the figures of `version` as they stand on the day `today`. One query."""
    return PlanFigures(
        **Activity.objects.of(version).counts(today), sentence=plan_state(version, today)
    )


def plan_state(version: PlanVersion, today: date) -> str:
    """Say in a sentence whether the version is a draft, replaced, in force or past its years."""
    if version.state == PlanVersion.State.DRAFT:
        return gettext("Planen är ett utkast och är inte antagen.")
    if version.state == PlanVersion.State.SUPERSEDED:
        return gettext("Den här versionen av planen är ersatt av en nyare.")
    if version.has_expired(today):
        return gettext("Planens period gick ut %(year)s. Uppgift om ny plan saknas här.") % {
            "year": version.last_year
        }
    return gettext("Planen gäller %(first)s–%(last)s.") % {
        "first": version.first_year,
        "last": version.last_year,
    }


@dataclass(frozen=True)
class BoardRow:
    """A board and how many activities it answers for: by name, and as one of *Alla nämnder*."""

    board: Board
    named: int
    through_all: int

    @property
    def total(self) -> int:
        """How many activities the board answers for."""
        return self.named + self.through_all


def board_rows(version: PlanVersion, today: date) -> list[BoardRow]:
    """Return the boards that answer for something in `version`, in the boards' own order.

    The assembly follows the plan up and answers for nothing, so it is not among them.
    """
    day = version.reading_day(today)
    named: dict[Board, set[int]] = {}
    for responsibility in Responsibility.objects.filter(activity__version=version).select_related(
        "board__successor"
    ):
        board = responsibility.board.in_charge(day) or responsibility.board
        named.setdefault(board, set()).add(responsibility.activity_id)
    for_all = set(
        Activity.objects.of(version)
        .filter(applies_to_all_committees=True)
        .values_list("pk", flat=True)
    )
    committees = set(Board.objects.all_committees(version.reading_year(today)) if for_all else ())
    rows = [
        BoardRow(
            board,
            named=len(named.get(board, ())),
            through_all=len(for_all - named.get(board, set())) if board in committees else 0,
        )
        for board in named.keys() | committees
    ]
    return sorted(rows, key=lambda row: (row.board.order, row.board.name, row.board.pk))
