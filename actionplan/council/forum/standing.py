"""Where a forum stands for somebody who wants to come: a rule, and no question to the database."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from actionplan.council.meetings import CouncilMeeting

# So few places left are said to be few, once most are taken: a forum for five has room at first.
# How many is nobody's business outside.
FEW = 5


class Standing(StrEnum):
    """What a reader is told, and whether there is a form to fill in."""

    OPEN = "open"
    FEW = "few"
    QUEUE = "queue"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    PAST = "past"

    @property
    def takes_sign_ups(self) -> bool:
        """Whether somebody may sign up, if only to the waiting list."""
        return self in (Standing.OPEN, Standing.FEW, Standing.QUEUE)


def standing(meeting: CouncilMeeting, *, taken: int, queued: int, now: datetime) -> Standing:
    """Return where a forum stands at `now` with so many places taken and so many who wait.

    One that is cancelled says so also afterwards. While it goes on it is closed.
    """
    if meeting.is_cancelled:
        return Standing.CANCELLED
    if (meeting.ends_at or meeting.starts_at) < now:
        return Standing.PAST
    last_day = meeting.sign_up_until
    if meeting.starts_at <= now or (last_day and last_day < timezone.localdate(now)):
        return Standing.CLOSED
    if meeting.places is None:
        return Standing.OPEN
    # Who waits comes first, also to a place that has just become free.
    left = meeting.places - taken - queued
    if left <= 0:
        return Standing.QUEUE
    return Standing.FEW if left <= FEW and 2 * left < meeting.places else Standing.OPEN
