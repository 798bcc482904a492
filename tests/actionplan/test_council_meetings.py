"""A meeting is planned, called to, moved and cancelled; who is called gets mail with a file."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import get_connection
from django.db import IntegrityError, transaction
from django.utils import timezone
from icalendar import Calendar
from pytest_django import DjangoCaptureOnCommitCallbacks

from actionplan.council.agenda.services import (
    add_point,
    note_attendance,
)
from actionplan.council.calendar import uid
from actionplan.council.holding import CHANGED
from actionplan.council.inviting import whom
from actionplan.council.models import CouncilMeeting, CouncilSeat
from actionplan.council.planning.services import (
    cancel_meeting,
    change_meeting,
    invite,
    restore_meeting,
)
from actionplan.council.waiting import waiting
from portal.notifications.models import OutboxMessage
from portal.notifications.sending import send_due
from tests.actionplan.council_stage import NOW, Council, Kind, set_up
from tests.factories import CouncilSeatFactory
from tests.forums import NOW as forums_now
from tests.forums import asks, forum
from tests.harness.client import Client

pytestmark = pytest.mark.django_db
DAY = date(2027, 2, 24)
WHOSE = settings.MUNICIPALITY.council
BASE = "/intranet/samverkansrad/"


@pytest.fixture
def council() -> Council:
    return set_up()


@pytest.fixture
def meeting(council: Council) -> CouncilMeeting:
    return council.meeting(DAY, place="Stadshuset, rum 4")


def sent(address: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(recipient=address).order_by("pk"))


def test_called_moved_and_cancelled_each_send_one_newer_file(
    council: Council,
    meeting: CouncilMeeting,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    by: dict[str, Any] = {"user": council.coordinator, "now": NOW}
    with django_capture_on_commit_callbacks(execute=True):
        add_point(meeting, "Läget i planen", revision=0, **by)
        meeting.refresh_from_db()
        council.called(meeting)
    with django_capture_on_commit_callbacks(execute=True):
        meeting.starts_at += timedelta(days=7)
        meeting.ends_at = meeting.starts_at + timedelta(hours=1)
        change_meeting(meeting, revision=meeting.revision, **by)
        meeting.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        # What no calendar shows is no reason to write to anybody.
        meeting.programme = "Ett program"
        change_meeting(meeting, revision=meeting.revision, **by)
        meeting.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        cancel_meeting(meeting, "Lokalen är stängd.", revision=meeting.revision, **by)

    mails = sent("ledamoten@example.org")
    assert mails[0].subject == f"Kallelse: {WHOSE}, ordinarie möte, 24 februari"
    assert [one.subject.split(":")[0] for one in mails] == [
        "Kallelse",
        "Ändrat möte",
        "Inställt möte",
    ]
    assert "1. Läget i planen" in mails[0].text
    assert "Lokalen är stängd." in mails[2].text
    files: list[Any] = [Calendar.from_ical(one.calendar) for one in mails]
    assert [str(file["METHOD"]) for file in files] == ["REQUEST", "REQUEST", "CANCEL"]
    events = [file.walk("VEVENT")[0] for file in files]
    assert [int(event["SEQUENCE"]) for event in events] == [0, 1, 2]
    assert len({str(event["UID"]) for event in events}) == 1
    assert events[1]["DTSTART"].dt - events[0]["DTSTART"].dt == timedelta(days=7)
    assert str(events[0]["ATTENDEE"]) == "mailto:ledamoten@example.org"
    # Everybody who is called hears of all three, also the deputy who was told.
    assert OutboxMessage.objects.filter(kind="council_calling").count() == 3 * 4

    send_due(NOW, get_connection())
    methods: dict[str, set[str]] = {}
    for one in mail.outbox:
        parts = {part.get_content_type(): part for part in one.message().walk()}
        method = str(parts["text/calendar"].get_param("method"))
        methods.setdefault(one.subject.split(":")[0], set()).add(method)
    assert methods == {
        "Kallelse": {"REQUEST"},
        "Ändrat möte": {"REQUEST"},
        "Inställt möte": {"CANCEL"},
    }


def test_no_subject_says_what_a_meeting_is_called(
    council: Council,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        council.called(council.meeting(DAY, title="Om det hemliga"))
    subjects = set(OutboxMessage.objects.values_list("subject", flat=True))
    assert subjects == {f"Kallelse: {WHOSE}, ordinarie möte, 24 februari"}


def test_who_has_lost_the_seat_gets_a_moved_meeting_taken_away_and_no_agenda(
    council: Council, meeting: CouncilMeeting
) -> None:
    by: dict[str, Any] = {"user": council.coordinator, "now": NOW}
    meeting.agenda.create(order=1, title="Läget i planen")
    # A seat of 30 days from now: called, and may not read the papers until then.
    CouncilSeatFactory(order=40, holder=council.reader, valid_from=DAY - timedelta(days=3))
    council.called(meeting)
    CouncilSeat.objects.filter(order=2).update(valid_to=NOW.date() - timedelta(days=1))
    meeting.starts_at += timedelta(hours=1)
    meeting.ends_at = None
    change_meeting(meeting, revision=meeting.revision, **by)

    first, second = sent("andra@example.org")
    assert first.subject.startswith("Kallelse")
    assert second.subject.startswith("Inte längre kallad")
    assert "Ett möte har ändrats, och du är inte längre kallad till det." in second.text
    file: Any = Calendar.from_ical(second.calendar)
    assert str(file["METHOD"]) == "CANCEL"
    (event,) = file.walk("VEVENT")
    assert (str(event["UID"]), int(event["SEQUENCE"])) == (uid(meeting), 1)
    # The meeting is held.
    assert "STATUS" not in event
    for text in (second.text, second.html, second.calendar):
        assert "Stadshuset" not in text
        assert "Läget i planen" not in text
        assert "/moten/" not in text
        assert "inställt" not in text
    for address in ("ledamoten@example.org", "medarbetaren@example.org"):
        moved = sent(address)[1]
        assert moved.subject.startswith("Ändrat möte")
        assert "1. Läget i planen" in moved.text

    # Nothing waits, and the next news is for others.
    assert not waiting(council.second, DAY)
    meeting.refresh_from_db()
    cancel_meeting(meeting, "Sjukdom", revision=meeting.revision, **by)
    assert len(sent("andra@example.org")) == 2
    assert len(sent("ledamoten@example.org")) == 3


def test_deputies_are_told_for_information(council: Council, meeting: CouncilMeeting) -> None:
    council.called(meeting)

    def role(address: str) -> str:
        file: Any = Calendar.from_ical(sent(address)[0].calendar)
        event = file.walk("VEVENT")[0]
        assert event["DTSTAMP"].dt == NOW
        return str(event["ATTENDEE"].params["ROLE"])

    assert role("ersattaren@example.org") == "NON-PARTICIPANT"
    assert role("ensamma@example.org") == role("ledamoten@example.org") == "REQ-PARTICIPANT"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": Kind.STEERING, "is_announced": False, "sign_up_until": None}, "kind"),
        ({"is_announced": False}, "is_announced"),
    ],
)
def test_a_forum_that_people_have_signed_up_for_stays_a_forum_they_can_see(
    council: Council, changes: dict[str, Any], field: str
) -> None:
    meeting = forum()
    by: dict[str, Any] = {"revision": 0, "user": council.coordinator, "now": forums_now}
    asks(meeting, "Anna")
    for name, value in changes.items():
        setattr(meeting, name, value)
    with pytest.raises(ValidationError, match="Ställ in forumet i stället") as refused:
        change_meeting(meeting, **by)
    assert list(refused.value.error_dict) == [field]
    meeting.sign_ups.all().delete()
    change_meeting(meeting, **by)


def test_the_cancelling_says_how_many_hear_of_it(council: Council, client: Client) -> None:
    meeting = council.meeting(timezone.localdate() + timedelta(days=9), Kind.STEERING)
    client.force_login(council.coordinator)
    url = f"{BASE}moten/{meeting.pk}/stall-in/"
    assert "får veta" not in client.get(url).content.decode()
    council.called(meeting, timezone.now())
    assert "1 person är kallad och får veta" in client.get(url).content.decode()
    client.post(url, {"reason": "Sjukdom", "revision": meeting.revision})
    url = f"{BASE}moten/{meeting.pk}/aterstall/"
    page = client.get(url).content.decode()
    assert "1 person är kallad och får veta" in page
    for said in (".00. Plats: inte bestämd.", "ställdes in: Sjukdom"):
        assert said in page
    # Who has left the steering group has nothing more to do with it, and is told nothing.
    council.steering.groups.clear()
    assert "får veta" not in client.get(url).content.decode()


def test_a_calendar_file_says_when_it_was_made(council: Council, client: Client) -> None:
    council.meeting(DAY, now=NOW - timedelta(days=400))
    client.force_login(council.holder)
    file: Any = Calendar.from_ical(client.get(f"{BASE}kalender.ics").content)
    (event,) = file.walk("VEVENT")
    assert timezone.now() - event["DTSTAMP"].dt < timedelta(minutes=1)


def test_the_second_of_two_is_told_and_keeps_what_they_wrote(
    council: Council, client: Client
) -> None:
    meeting = council.meeting(timezone.localdate() + timedelta(days=9))
    client.force_login(council.coordinator)
    form = {
        "kind": "regular",
        "day": str(timezone.localdate() + timedelta(days=9)),
        "begins": "10.30",
        "revision": "0",
    }
    url = f"{BASE}moten/{meeting.pk}/andra/"
    assert client.post(url, {**form, "place": "Den första"}).status_code == 302
    answer = client.post(url, {**form, "place": "Den andra"}).content.decode()

    assert CHANGED in answer
    assert 'value="Den andra"' in answer
    meeting.refresh_from_db()
    assert meeting.place == "Den första"
    assert timezone.localtime(meeting.starts_at).strftime("%H.%M") == "10.30"


def test_one_joint_meeting_a_year_where_the_clock_is_local(council: Council) -> None:
    council.meeting(date(2027, 5, 4), Kind.JOINT)
    with pytest.raises(ValidationError, match="redan ett gemensamt möte"):
        council.meeting(date(2027, 11, 4), Kind.JOINT)
    # New Year's Eve by the clock of the world, New Year's Day here.
    late = datetime(2027, 12, 31, 23, 30, tzinfo=UTC)
    CouncilMeeting.objects.create(kind=Kind.JOINT, starts_at=late)
    with pytest.raises(IntegrityError, match="one_joint_a_year"), transaction.atomic():
        CouncilMeeting.objects.create(kind=Kind.JOINT, starts_at=late + timedelta(days=90))


def test_a_cancelled_joint_meeting_gives_way_to_another(council: Council) -> None:
    first = council.meeting(date(2027, 5, 4), Kind.JOINT)
    cancel_meeting(first, "Sjukdom", revision=0, user=council.coordinator, now=NOW)
    council.meeting(date(2027, 6, 1), Kind.JOINT)


def test_a_cancelled_meeting_is_restored_and_comes_back_to_those_who_are_still_called(
    council: Council, meeting: CouncilMeeting
) -> None:
    by: dict[str, Any] = {"user": council.coordinator, "now": NOW}
    council.called(meeting)
    gone = cancel_meeting(meeting, "Sjukdom", revision=meeting.revision, **by)
    CouncilSeat.objects.filter(holder=council.second).update(holder=None)
    OutboxMessage.objects.all().delete()
    back = restore_meeting(gone, revision=gone.revision, **by)

    assert (back.is_cancelled, back.cancel_reason) == (False, "")
    mails = OutboxMessage.objects.all()
    assert {one.recipient.split("@")[0] for one in mails} == {"ledamoten", "ersattaren", "ensamma"}
    assert {one.subject for one in mails} == {
        f"Mötet hålls ändå: {WHOSE}, ordinarie möte, 24 februari"
    }
    file: Any = Calendar.from_ical(mails[0].calendar)
    (event,) = file.walk("VEVENT")
    assert (str(file["METHOD"]), str(event["STATUS"])) == ("REQUEST", "CONFIRMED")
    assert int(event["SEQUENCE"]) == gone.sequence + 1
    with pytest.raises(ValidationError, match="inte inställt"):
        restore_meeting(back, revision=back.revision, **by)


def test_a_cancelled_meeting_is_not_restored_once_its_day_is_gone_or_taken(
    council: Council,
) -> None:
    by: dict[str, Any] = {"revision": 1, "user": council.coordinator}
    joint = council.meeting(date(2027, 5, 4), Kind.JOINT)
    cancel_meeting(joint, "Sjukdom", revision=0, user=council.coordinator, now=NOW)
    council.meeting(date(2027, 6, 1), Kind.JOINT)
    with pytest.raises(ValidationError, match="redan ett gemensamt möte"):
        restore_meeting(joint, now=NOW, **by)
    with pytest.raises(ValidationError, match="tid har gått"):
        restore_meeting(joint, now=joint.starts_at, **by)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"ends_at": datetime(2027, 2, 24, 9, tzinfo=UTC)}, "ends_after_start"),
        ({"is_cancelled": True}, "cancelled_has_reason"),
        ({"is_announced": True}, "only_forums_are_open"),
        ({"kind": Kind.FORUM, "places": 0}, "has_a_place"),
        ({"invited_at": NOW}, "invitation_has_sender"),
        ({"minutes_published_at": NOW}, "minutes_have_publisher"),
    ],
)
def test_the_database_refuses(fields: dict[str, object], name: str) -> None:
    starts = datetime(2027, 2, 24, 10, tzinfo=UTC)
    given: dict[str, Any] = {"kind": Kind.REGULAR, "starts_at": starts, **fields}
    with pytest.raises(IntegrityError, match=f"actionplan_meeting_{name}"), transaction.atomic():
        CouncilMeeting.objects.create(**given)


def test_only_who_runs_the_council_writes(council: Council, meeting: CouncilMeeting) -> None:
    by: dict[str, Any] = {"revision": 0, "user": council.auditor, "now": NOW}
    for write in (
        lambda: change_meeting(meeting, **by),
        lambda: cancel_meeting(meeting, "Nej", **by),
        lambda: restore_meeting(meeting, **by),
        lambda: invite(meeting, seen=whom(meeting).mark, **by),
        lambda: add_point(meeting, "En punkt", **by),
        lambda: note_attendance(meeting, {}, **by),
    ):
        with pytest.raises(PermissionDenied):
            write()
