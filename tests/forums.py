"""Open forums to test with, people who sign up for them, and what they are sent."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from actionplan.council.forum.models import ForumSignUp, State
from actionplan.council.forum.services import Details, confirm, sign_up
from actionplan.council.meetings import CouncilMeeting
from portal.notifications.forum_sign_up import FORM_TYPE
from portal.notifications.models import OutboxMessage

# A Wednesday; the forum is four weeks later, in the afternoon.
NOW = datetime(2027, 4, 14, 9, tzinfo=UTC)
BEGINS = datetime(2027, 5, 12, 11, tzinfo=UTC)
ENDS = BEGINS + timedelta(hours=3)
LAST_DAY = date(2027, 5, 5)
ADDRESS = "anna.provsson@example.org"
FORM = {"name": "Anna Provsson", "mailbox": ADDRESS, "needs": ["step_free"]}


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


def send(client: Client, meeting: CouncilMeeting, **values: Any) -> Any:
    """Fill in a forum's form."""
    return post(client, f"/anmalan/{meeting.pk}/", FORM | values)


def post(client: Client, path: str, values: dict[str, Any]) -> Any:
    """Send a form as a browser does."""
    answer = client.post(path, urlencode(values, doseq=True), content_type=FORM_TYPE)
    assert not answer.cookies
    return answer


def text(answer: Any) -> str:
    """What stands on a page, without its menus."""
    assert not answer.cookies
    return " ".join(answer.content.decode().split("<main")[1].split())


def link_in(letter: OutboxMessage) -> str:
    """The link in a mail to one's own sign-up."""
    found = re.search(r"/min-anmalan/\S+/", letter.text)
    assert found
    assert found[0] in letter.html
    return found[0]


def letters() -> list[str]:
    """The subjects of the mails in the outbox, in the order they were put there."""
    return list(OutboxMessage.objects.order_by("pk").values_list("subject", flat=True))
