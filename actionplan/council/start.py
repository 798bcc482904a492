"""The way in to the council, and its meetings as a calendar file."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplan.council.access import who_asks
from actionplan.council.calendar import to_calendar
from actionplan.council.coverage import Held, gaps
from actionplan.council.doors import ways
from actionplan.council.meetings import CouncilMeeting
from actionplan.council.records import CouncilQuestion, Decision
from actionplan.council.seating.missing import missing, unsettled
from actionplan.council.seats import CouncilSeat
from actionplan.council.waiting import waiting

SHOWN = 5


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the next meeting, what waits, who is missing, decisions and questions."""
    now, who = timezone.now(), who_asks(request)
    today = timezone.localdate(now)
    seats = CouncilSeat.objects.each(today).select_related("holder", "deputy", "appointed_by")
    readable = CouncilMeeting.objects.readable(who)
    planned = [
        Held(kind, timezone.localdate(starts_at))
        for kind, starts_at in CouncilMeeting.objects.in_year(today.year)
        .held()
        .values_list("kind", "starts_at")
    ]
    context = {
        "who": who,
        "ways": ways(request, who),
        "year": today.year,
        "next_year": today.year + 1,
        "today": today,
        "meetings": readable.upcoming(now)[:SHOWN],
        "waiting": waiting(request.user, today),
        "missing": missing(seats, today) if who.takes_part else [],
        "unsettled": sum(bool(unsettled(seat, today)) for seat in seats) if who.runs else 0,
        "gaps": gaps(today.year, planned, today) if who.runs else [],
        "decisions": Decision.objects.readable(who).for_page().still_open()[:SHOWN],
        "questions": CouncilQuestion.objects.readable(who).unanswered()[:SHOWN],
        "minutes": CouncilMeeting.objects.with_minutes_for(who)
        .filter(minutes_published_at__isnull=False)
        .order_by("-starts_at")[:SHOWN],
    }
    return render(request, "actionplan/council/start.html", context)


@require_safe
def calendar_file(request: HttpRequest) -> HttpResponse:
    """Give out the meetings that the person may read, the cancelled too, for their calendar."""
    who = who_asks(request)
    if not who.takes_part:
        raise PermissionDenied
    content = to_calendar(
        CouncilMeeting.objects.readable(who), address_of=meeting_address, made_at=timezone.now()
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="moten.ics"'
    return response


def meeting_address(meeting: CouncilMeeting) -> str:
    """Return the whole address of a meeting's page."""
    return f"{settings.SITE_ADDRESS}{reverse('council_meeting', args=[meeting.pk])}"
