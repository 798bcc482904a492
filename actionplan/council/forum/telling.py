"""What has to be said to whom: each sign-up remembers what it was told last, so nothing twice."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils import timezone

from actionplan.council.forum.models import ForumSignUp, State

if TYPE_CHECKING:
    from actionplan.council.meetings import CouncilMeeting

REMINDED_BEFORE = timedelta(days=2)
# Nobody is reminded in the night.
FIRST_HOUR, LAST_HOUR = 8, 20
# Who corrects a time twice sends one mail, and not two.
SETTLED = timedelta(minutes=10)


class News(StrEnum):
    """What a mail says."""

    PLACED = "placed"
    QUEUED = "queued"
    GOT_PLACE = "got_place"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    REMOVED = "removed"
    REMINDER = "reminder"


# What says when and where the forum is, as a reminder does.
TELLS_THE_TIME = (News.CHANGED, News.RESTORED, News.GOT_PLACE)
TELLS_THE_STATE = (News.PLACED, News.QUEUED, News.GOT_PLACE)
# What stands for the facts of a meeting that is not held, whenever and wherever it was to be.
CANCELLED = "cancelled"


def facts(meeting: CouncilMeeting) -> str:
    """Return a mark of what those who come have to know: when, where, and whether at all."""
    if meeting.is_cancelled:
        return CANCELLED
    what = (meeting.starts_at, meeting.ends_at, meeting.place)
    said = "|".join(str(part.timestamp() if isinstance(part, datetime) else part) for part in what)
    return hashlib.sha256(said.encode()).hexdigest()


def news(person: ForumSignUp, now: datetime) -> News | None:
    """Return what `person` has to be told now, or None."""
    meeting = person.meeting
    if person.state == State.REMOVED:
        return News.REMOVED
    if person.state == State.ASKED or meeting.starts_at <= now:
        return None
    is_new = person.told_facts != facts(meeting)
    if meeting.is_cancelled:
        return News.CANCELLED if is_new else None
    if is_new and person.told_facts and meeting.changed_at > now - SETTLED:
        return None
    # Who was told last that it is cancelled learns first that it is held, wherever and whenever.
    if person.told_facts == CANCELLED:
        return News.RESTORED
    if not person.told_state:
        return News.PLACED if person.state == State.PLACED else News.QUEUED
    if person.told_state != person.state:
        return News.GOT_PLACE
    if is_new:
        return News.CHANGED
    return News.REMINDER if _is_reminded_now(person, now) else None


def note_told(person: ForumSignUp, said: News, now: datetime) -> None:
    """Remember that `person` has been told; the caller sends the mail in the same transaction."""
    person.told_facts = facts(person.meeting)
    if said in TELLS_THE_STATE:
        person.told_state = person.state
    # Who has just been told the time and the place needs no reminder of them within the hour.
    if said is News.REMINDER or (said in TELLS_THE_TIME and _is_near(person.meeting, now)):
        person.reminded_of = person.meeting.starts_at
    person.save(update_fields=["told_state", "told_facts", "reminded_of"])


def _is_reminded_now(person: ForumSignUp, now: datetime) -> bool:
    """Whether the reminder is due: two days before, to who has a place, by day, once a time.

    Who signed up within those days has just been told.
    """
    begins = person.meeting.starts_at
    if person.state != State.PLACED or person.reminded_of == begins or person.confirmed_at is None:
        return False
    hour = timezone.localtime(now).hour
    has_long_known = person.confirmed_at < begins - REMINDED_BEFORE
    return has_long_known and _is_near(person.meeting, now) and FIRST_HOUR <= hour < LAST_HOUR


def _is_near(meeting: CouncilMeeting, now: datetime) -> bool:
    return meeting.starts_at - REMINDED_BEFORE <= now
