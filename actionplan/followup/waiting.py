"""What the follow-up waits for: a board's answers, approvals, confirmations, and its years."""

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


@dataclass(frozen=True)
class YearWork:
    """What waits for whoever leads the follow-up: in words, where it is done, and its day."""

    text: str
    url: str
    due: date


def years_to_see_to(who: Standing, today: date) -> list[YearWork]:
    """Return what the years wait for, when `who` leads: to be opened, answered, or closed."""
    if not who.leads:
        return []
    years = list(FollowUpPeriod.objects.exclude(state="closed").order_by("year"))
    entries = FollowUpEntry.objects.filter(period__in=years)
    figures = entries.figures_by("period", today) if years else {}
    found = []
    for year in years:
        said = figures.get(year.pk)
        if year.state == "planned":
            if year.opens_on <= today:
                url = reverse("followup_dry_run", args=[year.year])
                found.append(YearWork(f"{year} är inte öppnad", url, year.opens_on))
        elif year.closes_on < today:
            url = reverse("followup_close", args=[year.year])
            found.append(YearWork(f"{year} kan stängas", url, year.closes_on))
        elif said and said.unanswered:
            text = f"{year}: {said.unanswered} av {said.asked} svar saknas"
            url = reverse("followup_missing", args=[year.year])
            found.append(YearWork(text, url, year.due_on))
    return found


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
