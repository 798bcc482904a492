"""What waits for a person in the council: as words, where it is done, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from actionplan.council.access import Standing, standing
from actionplan.council.inviting import left_out, not_called
from actionplan.council.kinds import MeetingKind
from actionplan.council.meetings import CouncilMeeting
from actionplan.council.records import CouncilQuestion, Decision

if TYPE_CHECKING:
    from actionplan.council.access import Person

# A meeting that comes within these days waits; minutes are new for these days.
MEETING_DAYS = 14
NEW_DAYS = 14
# So long after a meeting its minutes should be there.
MINUTES_DAYS = 14
# So long before a meeting its invitation should have gone.
INVITE_DAYS = 21


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: in words, where, and until when, None where there is no day."""

    text: str
    url: str
    due: date | None = None


def waiting(user: Person, today: date) -> list[Waiting]:
    """Return what waits for `user` on the day `today`: what has a day first, the earliest first."""
    who = standing(user, today)
    if who.user_id is None:
        return []
    now = timezone.make_aware(datetime.combine(today, time.min))
    found = [
        *_meetings(who, today, now),
        *_decisions(who),
        *_questions(who),
        *_minutes(who, now),
        *(_to_run(now) if who.runs else ()),
    ]
    return sorted(found, key=lambda one: (one.due is None, one.due or today))


def _meetings(who: Standing, today: date, now: datetime) -> Iterator[Waiting]:
    soon = (
        CouncilMeeting.objects.readable(who)
        .upcoming(now)
        .filter(
            starts_at__lt=now + timedelta(days=MEETING_DAYS + 1), invitations__person=who.user_id
        )
    )
    for meeting in soon:
        starts = timezone.localtime(meeting.starts_at)
        yield Waiting(
            f"{meeting}: {date_format(starts, 'j F')} klockan {date_format(starts, 'H.i')}",
            reverse("council_meeting", args=[meeting.pk]),
            starts.date(),
        )


def _decisions(who: Standing) -> Iterator[Waiting]:
    for decision in Decision.objects.still_open().filter(responsible_person=who.user_id):
        url = reverse("council_decision", args=[decision.pk])
        yield Waiting(f"Beslut att se till: {decision}", url, decision.due_on)


def _questions(who: Standing) -> Iterator[Waiting]:
    if not who.answers:
        return
    for question in CouncilQuestion.objects.unanswered():
        url = reverse("council_question", args=[question.pk])
        yield Waiting(f"Fråga från rådet att svara på: {question}", url)


def _minutes(who: Standing, now: datetime) -> Iterator[Waiting]:
    if who.runs:
        return
    new = CouncilMeeting.objects.readable(who).filter(
        minutes_published_at__gte=now - timedelta(days=NEW_DAYS)
    )
    for meeting in new:
        day = date_format(timezone.localtime(meeting.starts_at), "j F")
        yield Waiting(
            f"Nytt protokoll: {meeting} {day}", reverse("council_minutes", args=[meeting.pk])
        )


def _to_run(now: datetime) -> Iterator[Waiting]:
    # Once a meeting has begun there is nobody left to call.
    coming = CouncilMeeting.objects.upcoming(now).filter(starts_at__gt=now)
    calls = coming.exclude(kind=MeetingKind.FORUM)
    uninvited = calls.filter(
        invited_at__isnull=True, starts_at__lt=now + timedelta(days=INVITE_DAYS)
    )
    for meeting in uninvited:
        due = timezone.localdate(meeting.starts_at)
        url = reverse("council_invite", args=[meeting.pk])
        yield Waiting(f"Kallelsen är inte skickad: {meeting}", url, due)
    for meeting in calls.filter(invited_at__isnull=False):
        if said := left_out(not_called(meeting)):
            url = reverse("council_invite", args=[meeting.pk])
            yield Waiting(f"{said}: {meeting}", url, timezone.localdate(meeting.starts_at))
    held = CouncilMeeting.objects.past(now).filter(
        minutes_published_at__isnull=True, starts_at__gte=now - timedelta(days=365)
    )
    for meeting in held.exclude(kind=MeetingKind.FORUM).order_by("starts_at"):
        day = timezone.localdate(meeting.starts_at)
        url = reverse("council_write_minutes", args=[meeting.pk])
        said = f"Protokollet är inte publicerat: {meeting} {date_format(day, 'j F')}"
        yield Waiting(said, url, day + timedelta(days=MINUTES_DAYS))
