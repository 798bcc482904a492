"""A person's own calendar: the council's meetings and last days, at an address that can be ended.

It lies outside the staff path, since a calendar program does not sign in. Titles are fit for a
calendar that colleagues see.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from icalendar import Event

from actionplan.council.access import standing as council_standing
from actionplan.council.calendar import Text, site_host, to_calendar, whose
from actionplan.council.meetings import CouncilMeeting
from actionplan.council.records import Decision
from actionplan.followup.access import standing as followup_standing
from actionplan.followup.models import FollowUpEntry
from portal.intranet.models import User
from portal.notifications.services import sender
from portal.subscriptions import links
from portal.subscriptions.links import Purpose

# What lies further back is no longer asked for.
BACK = timedelta(days=90)


@dataclass(frozen=True)
class LastDay:
    """A day by which something is done: a whole day in the calendar."""

    uid: str
    day: date
    title: str
    address: str


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Return the calendar of whose address it is; 404 for an old address and a closed account."""
    follower = links.follower_of(Purpose.CALENDAR, token)
    if follower is None or follower.user is None or not follower.user.is_active:
        raise Http404
    response = HttpResponse(
        calendar_of(follower.user, timezone.localdate()),
        content_type="text/calendar; charset=utf-8",
    )
    response["Content-Disposition"] = 'inline; filename="kalender.ics"'
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def calendar_of(user: User, today: date) -> bytes:
    """Return the meetings whose papers `user` reads, and the last days that are theirs."""
    meetings = (
        CouncilMeeting.objects.readable(council_standing(user, today))
        .filter(starts_at__date__gte=today - BACK)
        .order_by("starts_at", "pk")
    )
    return to_calendar(
        meetings,
        address_of=_address,
        organizer=sender(),
        name=settings.MUNICIPALITY.site_name,
        also=[_event(last) for last in last_days(user, today)],
    )


def last_days(user: User, today: date) -> Iterator[LastDay]:
    """Yield the last days of the open follow-ups of one's boards, and of one's own decisions."""
    who = followup_standing(user, today)
    entries = FollowUpEntry.objects.filter(
        period__state="open", board__in=who.speaks_for
    ).select_related("period", "board")
    for period, board in sorted(
        {(entry.period, entry.board) for entry in entries},
        key=lambda pair: (pair[0].pk, pair[1].pk),
    ):
        yield LastDay(
            f"uppfoljning-{period.pk}-{board.pk}",
            period.due_on,
            f"Sista svarsdag: uppföljning {period.year}, {board.name}",
            reverse("followup_board", args=[period.year, board.slug]),
        )
    due = Decision.objects.filter(due_on__isnull=False, done_on__isnull=True)
    for decision in due.filter(responsible_person=user).select_related("meeting").order_by("pk"):
        assert decision.due_on is not None
        yield LastDay(
            f"beslut-{decision.pk}",
            decision.due_on,
            f"Klart senast: beslut från {whose(decision.meeting)}, {decision.meeting}",
            reverse("council_decision", args=[decision.pk]),
        )


def _event(last: LastDay) -> Event:
    event = Event()
    event.add("uid", f"{last.uid}@{site_host()}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", last.day)
    event.add("dtend", last.day + timedelta(days=1))
    event.add("summary", Text(last.title), encode=False)
    event.add("url", settings.SITE_ADDRESS + last.address)
    # The whole day is not taken: a meeting can still be booked in it.
    event.add("transp", "TRANSPARENT")
    return event


def _address(meeting: CouncilMeeting) -> str:
    return settings.SITE_ADDRESS + reverse("council_meeting", args=[meeting.pk])
