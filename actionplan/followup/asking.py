"""Who is asked what when a year opens: seen in a dry run first, then made into entries.

The plan names boards for an activity, or says *Alla nämnder*: every committee that is valid that
year. A board that has closed is asked through its successor. What is closed, has not begun, or was
answered as over is not asked about, and the dry run says why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from actionplan.activities.models import Activity
from actionplan.activities.status import AnswerStatus
from actionplan.followup.models import FollowUpEntry, FollowUpPeriod
from resources.municipality.models import Board

# Why an activity is left out that the coordinator has cleared the box of.
UNWANTED = "bortvald"
OVER = (AnswerStatus.COMPLETED, AnswerStatus.DROPPED)


@dataclass(frozen=True)
class AskedBoard:
    """A board that is asked, the closed one it stands in for, or why it is not asked."""

    board: Board
    instead_of: Board | None = None
    why_not: str = ""


@dataclass(frozen=True)
class AskedActivity:
    """An activity, the boards that answer for it, and why it is left out where it is."""

    activity: Activity
    boards: tuple[AskedBoard, ...]
    why_not: str = ""

    @property
    def asked(self) -> tuple[AskedBoard, ...]:
        """The boards that are asked; none where the whole activity is left out."""
        return () if self.why_not else tuple(one for one in self.boards if not one.why_not)


@dataclass(frozen=True)
class Asking:
    """All that a year asks: activities in the plan's order, and what stands in the way."""

    activities: tuple[AskedActivity, ...]

    @property
    def pairs(self) -> tuple[tuple[Activity, Board], ...]:
        """Every activity and board that gets an entry."""
        return tuple(
            (asked.activity, one.board) for asked in self.activities for one in asked.asked
        )

    @property
    def boards(self) -> tuple[Board, ...]:
        """The boards that are asked about something, in their own order."""
        boards = {board.pk: board for _, board in self.pairs}
        return tuple(sorted(boards.values(), key=lambda board: (board.order, board.name)))

    @property
    def mark(self) -> str:
        """What the registers say of who is asked what, as a hash: the same whatever is unticked."""
        said = [
            (
                asked.activity.pk,
                "" if asked.why_not == UNWANTED else asked.why_not,
                sorted((one.board.pk, one.why_not) for one in asked.boards),
            )
            for asked in self.activities
        ]
        return hashlib.sha256(repr(said).encode()).hexdigest()


def who_is_asked(period: FollowUpPeriod, left_out: Iterable[int] = ()) -> Asking:
    """Return who would be asked what in `period`; `left_out` holds keys of activities not wanted.

    The number of queries is the same however many activities and boards there are, but for boards
    that have closed: one for each step to a successor.
    """
    unwanted = set(left_out)
    activities = list(Activity.objects.of(period.version).for_detail())
    committees = list(Board.objects.all_committees(period.year))
    over = _answered_as_over(period)
    successors: dict[int, Board | None] = {}

    def asked(activity: Activity, board: Board) -> AskedBoard:
        if board.pk not in successors:
            successors[board.pk] = board.in_charge(period.opens_on)
        valid = successors[board.pk]
        if valid is None:
            return AskedBoard(board, why_not="finns inte längre och har ingen efterträdare")
        instead_of = board if valid.pk != board.pk else None
        year = over.get((activity.lineage, valid.pk))
        return AskedBoard(
            valid, instead_of, f"svarade att aktiviteten är avslutad {year}" if year else ""
        )

    rows = []
    for activity in activities:
        boards = [responsibility.board for responsibility in activity.responsibilities.all()]
        if activity.applies_to_all_committees:
            boards += [board for board in committees if board not in boards]
        found: dict[int, AskedBoard] = {}
        for board in boards:
            one = asked(activity, board)
            # Two boards that were merged are one that is asked once.
            found.setdefault(one.board.pk, one)
        why_not = _why_not(activity, period.year)
        if not why_not and activity.pk in unwanted:
            why_not = UNWANTED
        rows.append(AskedActivity(activity, tuple(found.values()), why_not))
    return Asking(tuple(rows))


def _why_not(activity: Activity, year: int) -> str:
    closure = getattr(activity, "closure", None)
    if closure is not None:
        return f"är avslutad ({closure.words})"
    if activity.start_year is not None and activity.start_year > year:
        return f"börjar först {activity.start_year}"
    return ""


def _answered_as_over(period: FollowUpPeriod) -> dict[tuple[object, int], int]:
    """The year of the latest approved answer, for each lineage and board where it says over."""
    answers = (
        FollowUpEntry.objects.earlier(period)
        .order_by("period__year")
        .values_list("activity__lineage", "board_id", "status", "period__year")
    )
    latest = {(lineage, board): (status, year) for lineage, board, status, year in answers}
    return {key: year for key, (status, year) in latest.items() if status in OVER}
