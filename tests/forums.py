"""Open forums to test with, and people who sign up for them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from actionplan.council.forum.models import ForumSignUp, State
from actionplan.council.forum.services import Details, confirm, sign_up
from actionplan.council.meetings import CouncilMeeting

# A Wednesday; the forum is four weeks later, in the afternoon.
NOW = datetime(2027, 4, 14, 9, tzinfo=UTC)
BEGINS = datetime(2027, 5, 12, 11, tzinfo=UTC)
ENDS = BEGINS + timedelta(hours=3)
LAST_DAY = date(2027, 5, 5)


def forum(**values: Any) -> CouncilMeeting:
    """Make a forum that residents may see, with room for all until `LAST_DAY`."""
    told = {
        "kind": CouncilMeeting.Kind.FORUM,
        "starts_at": BEGINS,
        "ends_at": ENDS,
        "place": "Provsalen",
        "is_announced": True,
        "sign_up_until": LAST_DAY,
    }
    return CouncilMeeting.objects.create(**told | values)


def asks(meeting: CouncilMeeting, name: str, now: datetime = NOW, **more: Any) -> ForumSignUp:
    """Let somebody ask for a place, without confirming."""
    return sign_up(meeting, Details(name, f"{name.lower()}@example.org", **more), now=now)


def comes(meeting: CouncilMeeting, name: str, now: datetime = NOW, **more: Any) -> ForumSignUp:
    """Let somebody ask for a place and confirm."""
    person = confirm(asks(meeting, name, now, **more).key, now=now)
    assert person is not None
    return person


def names(meeting: CouncilMeeting, state: State) -> list[str]:
    """Who has the state, in the order of the list."""
    people = ForumSignUp.objects.filter(meeting=meeting)
    found = people.queued() if state == State.QUEUED else people.filter(state=state).order_by("pk")
    return [person.name for person in found]
