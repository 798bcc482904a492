"""Who oversees sees who is reminded of what; the coordinator reminds chosen boards at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from actionplan.followup.leading.doors import period_of, ways
from actionplan.followup.models import FollowUpEntry, FollowUpPeriod, Reminder
from actionplan.followup.reminding.data import Recipient, Step
from actionplan.followup.reminding.making import Due, due, send_now, shown
from actionplan.followup.reminding.rule import DAYS_FROM_DUE, answering, has_had_mail
from actionplan.plan.leading import for_leaders, for_overseers, leads
from resources.municipality.models import Board

State = FollowUpPeriod.State
MOST_SHOWN = 100
WORDS = {
    Step.OPENED: "uppföljningen har öppnat",
    Step.TWO_WEEKS: "två veckor kvar",
    Step.DUE: "sista svarsdag",
    Step.OVERDUE: "svaret är sent",
    Step.OVERDUE_DEPUTY: "svaret är sent, till ersättaren",
    Step.OVERDUE_MANAGER: "svaret är sent, till chefen",
    Step.OVERDUE_COORDINATORS: "svaret är sent, till den som leder uppföljningen",
    Step.RETURNED: "svar återlämnat",
    Step.TO_APPROVE: "svar väntar på godkännande",
    Step.ASKED: "påmind för hand",
}


@dataclass(frozen=True)
class Day:
    """A day on which something is told, and what."""

    on: date
    words: str
    is_past: bool


@dataclass(frozen=True)
class Made:
    """A mail that was put in the outbox: when, to whom, and what it told of which boards.

    Whether it was sent is the outbox's to say.
    """

    on: date
    recipient: str
    told: tuple[tuple[str, str], ...]


@require_safe
@for_overseers
def reminders(request: HttpRequest, year: int) -> HttpResponse:
    """Show what the next run would send, what is in the outbox already, and the next days."""
    period = period_of(year)
    if period.state != State.OPEN:
        return redirect("followup_year", period.year)
    today = timezone.localdate()
    now_due = due(today)
    mine = [
        digest
        for digest in now_due.digests
        if any(notice.work.period == period.pk for notice in digest.notices)
    ]
    unanswered = FollowUpEntry.objects.filter(period=period).unanswered()
    waiting = Board.objects.filter(pk__in=unanswered.values("board"))
    context = {
        "period": period,
        "mails": shown(mine, today),
        "made": _made(period),
        "days": _days(period, today),
        "boards": waiting if leads(request.user) else (),
        "today": today,
        "ways": ways(request, period),
    }
    return render(request, "actionplan/followup/reminders.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_leaders
def send(request: HttpRequest, year: int) -> HttpResponse:
    """Ask before chosen boards are reminded, with the recipients named; on POST remind them."""
    period = period_of(year)
    slugs = (request.POST if request.method == "POST" else request.GET).getlist("namnd")
    boards = list(Board.objects.filter(slug__in=slugs, followup_entries__period=period).distinct())
    if period.state != State.OPEN or not boards:
        messages.info(request, "Välj minst en nämnd i en öppen uppföljning.")
        return redirect("followup_reminders", period.year)
    now = timezone.now()
    if request.method == "POST":
        count = send_now(period, boards, user=request.user, now=now)
        messages.success(request, _said(count))
        return redirect("followup_reminders", period.year)
    today = timezone.localdate(now)
    now_due = due(today)
    keys = {board.pk for board in boards}
    context = {
        "period": period,
        "boards": boards,
        "mails": shown(now_due.asked_for(period, keys), today),
        "served": _served(now_due, period, keys),
        "ways": ways(request, period),
    }
    return render(request, "actionplan/followup/send.html", context)


def _said(count: int) -> str:
    if count == 0:
        return "Inget nytt brev: inget saknas, eller så har alla redan fått ett i dag."
    return "1 brev är lagt för utskick." if count == 1 else f"{count} brev är lagda för utskick."


def _served(now_due: Due, period: FollowUpPeriod, boards: Iterable[int]) -> list[Recipient]:
    """Those who would be reminded but have had the day's one mail."""
    wanted = set(boards)
    found = {
        recipient.key: recipient
        for work in now_due.works
        if work.period == period.pk and work.board in wanted and work.unanswered
        for _as, recipient in answering(work.people, now_due.today)
        if has_had_mail(recipient, now_due.told, now_due.today)
    }
    return list(found.values())


def _made(period: FollowUpPeriod) -> list[Made]:
    rows = Reminder.objects.filter(period=period).order_by("-made_on", "recipient", "pk")
    mails: dict[tuple[date, str], dict[tuple[str, str], None]] = {}
    for made_on, recipient, step, board in rows.values_list(
        "made_on", "recipient", "step", "board__name_sv"
    )[:MOST_SHOWN]:
        words = WORDS[Step(step)]
        mails.setdefault((made_on, recipient), {})[board, words] = None
    return [Made(on, recipient, tuple(told)) for (on, recipient), told in mails.items()]


def _days(period: FollowUpPeriod, today: date) -> list[Day]:
    steps = {Step.OPENED: period.opens_on} | {
        step: period.due_on + timedelta(days=days) for step, days in DAYS_FROM_DUE.items()
    }
    return [
        Day(on, WORDS[step], on < today)
        for step, on in steps.items()
        if period.opens_on <= on <= period.closes_on
    ]
