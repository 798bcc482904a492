"""The way in to the follow-up: a board's own work, or the years of who leads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplan.followup.access import Standing, standing
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


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the years, with what the person can do in each; who has no part is told whom to ask."""
    today = timezone.localdate()
    who = standing(request.user, today)
    periods = list(FollowUpPeriod.objects.select_related("version__plan").order_by("-year"))
    base = reverse("followup")
    context = {
        "who": who,
        "works": _works(who, today),
        "periods": periods if who.leads else [],
        "base": base,
        "new_url": f"{base}ny/",
        "notes_url": f"{base}laget/",
        "steering_url": f"{base}styrgruppen/",
        "reports_url": f"{settings.STAFF_PATH}rapporter/",
        "revision_url": f"{settings.STAFF_PATH}revision/",
    }
    return render(request, "actionplan/followup/start.html", context)


def _works(who: Standing, today: date) -> list[BoardWork]:
    """The boards that the person speaks for, in each year that they are asked: newest first."""
    if not who.speaks_for:
        return []
    entries = (
        FollowUpEntry.objects.filter(board__in=who.speaks_for)
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
