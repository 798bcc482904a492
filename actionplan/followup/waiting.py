"""What the follow-up waits for a person to do: a board's answers, approvals, confirmations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from actionplan.followup.access import Standing
from actionplan.followup.answering.marks import Progress, progress
from actionplan.followup.models import FollowUpEntry, FollowUpPeriod
from resources.municipality.models import Board


@dataclass(frozen=True)
class BoardWork:
    """What a board is asked in a year, and what waits for the person there."""

    board: Board
    period: FollowUpPeriod
    progress: Progress
    to_approve: int
    to_confirm: int
    url: str
    review_url: str


def works(who: Standing, today: date, boards: frozenset[int] | None = None) -> list[BoardWork]:
    """Return `boards`, in each year that they are asked: newest first.

    Without `boards`, those that the person speaks for.
    """
    boards = who.speaks_for if boards is None else boards
    if not boards:
        return []
    entries = (
        FollowUpEntry.objects.filter(board__in=boards)
        .exclude(period__state="planned")
        .order_by("-period__year", "board__order", "board", "activity__number")
        .select_related("period", "board")
        .with_rights(who, today)
    )
    found: dict[tuple[int, int], list[FollowUpEntry]] = {}
    for entry in entries:
        found.setdefault((entry.period_id, entry.board_id), []).append(entry)
    return [_work(group, today) for group in found.values()]


def _work(entries: list[FollowUpEntry], today: date) -> BoardWork:
    period, board = entries[0].period, entries[0].board
    address = [period.year, board.slug]
    return BoardWork(
        board,
        period,
        progress(entries, period, today),
        to_approve=sum(bool(getattr(entry, "may_approve", False)) for entry in entries),
        to_confirm=sum(bool(getattr(entry, "may_confirm", False)) for entry in entries),
        url=reverse("followup_board", args=address),
        review_url=reverse("followup_review", args=address),
    )
