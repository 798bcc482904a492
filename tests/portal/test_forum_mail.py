"""What those who have signed up for a forum are told, and that they are then forgotten."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from actionplan.council.forum.models import KEPT_DAYS, UNCONFIRMED_DAYS, ForumSignUp, State
from actionplan.council.forum.services import leave, remove
from actionplan.council.forum.telling import SETTLED
from actionplan.council.meetings import CouncilMeeting
from actionplan.council.planning.services import cancel_meeting, change_meeting, restore_meeting
from portal.intranet.roles import Role
from portal.notifications.forum_mail import tend_forums
from portal.notifications.models import OutboxMessage
from tests.following import kept_in
from tests.forums import ADDRESS, BEGINS, NOW, comes, forum, letters, link_in, names, send
from tests.stage import person

pytestmark = pytest.mark.django_db
Move = Callable[[datetime], datetime]


@pytest.fixture(autouse=True)
def move(settings: LazySettings) -> Move:
    """Set the clock to another moment; it begins four weeks before the forum."""

    def to(moment: datetime) -> datetime:
        settings.CLOCK = moment.isoformat()
        return moment

    to(NOW)
    return to


def test_everyone_is_told_what_concerns_them(client: Client) -> None:
    meeting = forum(places=1)
    anna, _bo = comes(meeting, "Anna"), comes(meeting, "Bo", NOW + timedelta(minutes=1))

    def told(after: timedelta) -> list[tuple[str, str]]:
        before = set(OutboxMessage.objects.values_list("pk", flat=True))
        tend_forums(NOW + after)
        tend_forums(NOW + after)
        rows = OutboxMessage.objects.exclude(pk__in=before).order_by("pk")
        return [(row.recipient.partition("@")[0], row.subject) for row in rows]

    assert told(timedelta(0)) == [("anna", "Du har en plats"), ("bo", "Du står på väntelistan")]
    meeting.place, meeting.changed_at = "Andra salen", NOW
    meeting.save()
    assert told(timedelta(minutes=1)) == []
    assert told(SETTLED) == [
        ("anna", "Ändrad tid eller plats"),
        ("bo", "Ändrad tid eller plats"),
    ]
    waits = OutboxMessage.objects.filter(recipient="bo@example.org").latest("pk")
    assert "Du står fortfarande på väntelistan" in waits.text
    assert not waits.calendar
    remove(anna, user=person("ledare"), now=NOW)
    assert told(timedelta(hours=1)) == [
        ("anna", "Din anmälan är borttagen"),
        ("bo", "Du har fått en plats"),
    ]
    assert told(BEGINS - NOW - timedelta(days=2)) == [("bo", "Påminnelse om ett möte")]
    by: dict[str, Any] = {"user": person("samordnare", Role.COORDINATOR)}
    day_before = BEGINS - timedelta(days=1)
    gone = cancel_meeting(meeting, "Prov.", revision=0, now=day_before, **by)
    assert told(day_before - NOW) == [("bo", "Mötet är inställt")]
    last = OutboxMessage.objects.latest("pk")
    assert "METHOD:CANCEL" in last.calendar
    assert "Prov." not in last.text
    restore_meeting(gone, revision=gone.revision, now=day_before + timedelta(hours=3), **by)
    # And no reminder besides of what was just told.
    assert told(BEGINS - NOW - timedelta(hours=20)) == [("bo", "Mötet blir av")]
    assert "METHOD:PUBLISH" in OutboxMessage.objects.latest("pk").calendar


def test_a_forum_that_is_held_after_all_is_said_to_be_before_what_else_is_new() -> None:
    meeting = forum(places=1)
    anna, _bo = comes(meeting, "Anna"), comes(meeting, "Bo", NOW + timedelta(minutes=1))
    by: dict[str, Any] = {"user": person("samordnare", Role.COORDINATOR), "now": NOW}
    tend_forums(NOW)
    gone = cancel_meeting(meeting, "Prov.", revision=0, **by)
    tend_forums(NOW)
    leave(anna.key)
    # There is no place to be given at a forum that is not held.
    assert names(meeting, State.QUEUED) == ["Bo"]
    back = restore_meeting(gone, revision=gone.revision, **by)
    back.place = "Andra salen"
    change_meeting(back, revision=back.revision, **by)
    for minutes in (1, 11, 12, 13):
        tend_forums(NOW + timedelta(minutes=minutes))
    told = OutboxMessage.objects.filter(recipient="bo@example.org").order_by("pk")
    assert [one.subject for one in told] == [
        "Du står på väntelistan",
        "Mötet är inställt",
        "Mötet blir av",
        "Du har fått en plats",
    ]
    assert "Andra salen" in told[2].text


def test_who_is_told_of_another_time_in_the_last_days_is_not_reminded_of_it_at_once() -> None:
    meeting = forum()
    comes(meeting, "Anna")
    tend_forums(NOW)
    late = BEGINS - timedelta(days=7)
    meeting.starts_at = late + timedelta(days=1)
    meeting.changed_at = late
    meeting.save()
    CouncilMeeting.objects.filter(pk=meeting.pk).update(changed_at=late)
    for hours in range(1, 8):
        tend_forums(late + timedelta(hours=hours))
    assert letters() == ["Du har en plats", "Ändrad tid eller plats"]


def test_a_meeting_that_is_no_forum_any_longer_writes_to_nobody() -> None:
    meeting = forum()
    comes(meeting, "Anna")
    remove(comes(meeting, "Bo"), user=person("ledare"), now=NOW)
    CouncilMeeting.objects.filter(pk=meeting.pk).update(
        kind=CouncilMeeting.Kind.REGULAR, is_announced=False, sign_up_until=None
    )
    tend_forums(NOW)
    assert letters() == []


def test_a_calendar_file_says_who_publishes_it(client: Client) -> None:
    meeting = forum()
    comes(meeting, "Anna")
    tend_forums(NOW)
    meeting.is_cancelled, meeting.cancel_reason = True, "Prov."
    meeting.save()
    tend_forums(NOW + timedelta(hours=1))
    path = f"/sa-arbetar-vi/umebra-forum/{meeting.pk}/kalender/"
    mailed = [mail.calendar for mail in OutboxMessage.objects.order_by("pk")]
    for file in [*mailed, client.get(path).content.decode()]:
        # RFC 5546, 3.2.1 and 3.2.5.
        assert "ORGANIZER:mailto:webbplatsen@portal.example" in file
    assert ["METHOD:PUBLISH" in mailed[0], "METHOD:CANCEL" in mailed[1]] == [True, True]


def test_a_subject_tells_nobody_what_the_forum_is_about(client: Client) -> None:
    meeting = forum(title="Trygghet i vardagen", places=1)
    send(client, meeting)
    for name in ("Bo", "Cia"):
        comes(meeting, name)
    tend_forums(NOW)
    assert len(letters()) == 3
    assert not re.search("våld|trygghet|brå", " ".join(letters()), re.I)


@pytest.mark.parametrize("confirms", [False, True])
def test_nothing_of_a_person_is_left_when_the_time_is_out(client: Client, confirms: bool) -> None:
    meeting = forum()
    send(client, meeting)
    if confirms:
        client.post(link_in(OutboxMessage.objects.get()), {"action": "confirm"})
    tend_forums(NOW)
    OutboxMessage.objects.update(state="sent", sent_at=NOW, text="", html="")
    days = timedelta(days=UNCONFIRMED_DAYS)
    if confirms:
        days = BEGINS - NOW + timedelta(days=KEPT_DAYS)
    tend_forums(NOW + days - timedelta(minutes=1))
    assert kept_in(ADDRESS) == {"actionplan_forumsignup", "portal_outboxmessage"}
    tend_forums(NOW + days)
    assert kept_in(ADDRESS) | kept_in("Provsson") == set()


def test_who_was_taken_off_is_told_and_then_forgotten(client: Client) -> None:
    anna = comes(forum(), "Anna")
    remove(anna, user=person("ledare"), now=NOW)
    tend_forums(NOW)
    assert letters() == ["Din anmälan är borttagen"]
    assert not ForumSignUp.objects.exists()
    # The mail itself waits to be sent; then it goes too.
    tend_forums(NOW)
    assert letters() == ["Din anmälan är borttagen"]
    OutboxMessage.objects.update(state="sent", sent_at=NOW, text="", html="")
    tend_forums(NOW)
    assert kept_in("anna@example.org") == set()
