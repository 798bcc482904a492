"""Who is called to a meeting, and who is not reached, or not called yet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models.signals import post_save
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from actionplan.council.inviting import Unreached, whom
from actionplan.council.kinds import CalledAs
from actionplan.council.models import CouncilMeeting, CouncilSeat, ReferenceMember
from actionplan.council.planning.services import invite
from actionplan.council.waiting import waiting
from portal.intranet.models import User
from portal.notifications.models import OutboxMessage
from tests.actionplan.council_stage import NOW, Council, Kind, set_up
from tests.factories import CouncilSeatFactory
from tests.harness.client import Client

pytestmark = pytest.mark.django_db
DAY = date(2027, 2, 24)
BASE = "/intranet/samverkansrad/"


@pytest.fixture
def council() -> Council:
    return set_up()


@pytest.fixture
def meeting(council: Council) -> CouncilMeeting:
    return council.meeting(DAY, place="Stadshuset, rum 4")


def called(meeting: CouncilMeeting) -> dict[int, CalledAs]:
    return {one.user_id: one.called_as for one in whom(meeting).people}


def sent(address: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(recipient=address).order_by("pk"))


def test_holders_are_called_and_deputies_told_and_empty_seats_named(
    council: Council, meeting: CouncilMeeting
) -> None:
    assert called(meeting) == {
        council.holder.pk: CalledAs.HOLDER,
        council.second.pk: CalledAs.HOLDER,
        council.alone.pk: CalledAs.STANDING_IN,
        council.deputy.pk: CalledAs.DEPUTY,
    }
    assert len(whom(meeting).unreached) == 14


def test_the_deputy_is_called_instead_while_the_holder_is_away(
    council: Council, meeting: CouncilMeeting
) -> None:
    seat = CouncilSeat.objects.filter(order=1)
    seat.update(away_until=DAY)
    assert called(meeting)[council.deputy.pk] is CalledAs.STANDING_IN
    assert council.holder.pk not in called(meeting)

    seat.update(away_until=DAY - timedelta(days=1))
    assert called(meeting)[council.holder.pk] is CalledAs.HOLDER


def test_who_sits_on_the_day_of_the_meeting_is_called(
    council: Council, meeting: CouncilMeeting
) -> None:
    seat = CouncilSeat.objects.filter(order=1)
    seat.update(valid_to=DAY)
    assert called(meeting)[council.holder.pk] is CalledAs.HOLDER
    seat.update(valid_to=DAY - timedelta(days=1))
    found = whom(meeting)
    assert not {council.holder.pk, council.deputy.pk} & {one.user_id for one in found.people}
    assert Unreached(str(seat.get()), "Mandatet har gått ut.") in found.unreached
    CouncilSeatFactory(order=1, function="Platsen", holder=council.reader, valid_from=DAY)
    assert called(meeting)[council.reader.pk] is CalledAs.HOLDER
    assert "Mandatet har gått ut." not in {one.why for one in whom(meeting).unreached}


def test_the_deputy_is_called_instead_when_the_holders_account_is_closed(
    council: Council, meeting: CouncilMeeting
) -> None:
    User.objects.filter(pk=council.holder.pk).update(is_active=False)
    assert called(meeting)[council.deputy.pk] is CalledAs.STANDING_IN
    User.objects.filter(pk=council.deputy.pk).update(is_active=False)
    why = "Kontot är stängt. Utse någon annan."
    assert why in {one.why for one in whom(meeting).unreached}


def test_the_reference_group_is_called_once_a_year_and_by_activity(
    council: Council, meeting: CouncilMeeting
) -> None:
    joint = council.meeting(DAY, Kind.JOINT)
    assert called(joint)[council.member.pk] is CalledAs.REFERENCE
    assert council.member.pk not in called(meeting)

    meeting.called_for.set(council.activities[1:])
    assert council.member.pk not in called(meeting)
    meeting.called_for.set(council.activities)
    assert called(meeting)[council.member.pk] is CalledAs.REFERENCE

    ReferenceMember.objects.filter(person=council.member).update(valid_to=DAY - timedelta(days=1))
    assert council.member.pk not in called(meeting)


def test_the_steering_group_is_called_to_its_own_meetings_and_nobody_to_a_forum(
    council: Council,
) -> None:
    assert called(council.meeting(DAY, Kind.STEERING)) == {council.steering.pk: CalledAs.STEERING}
    assert not called(council.meeting(DAY, Kind.FORUM))


def test_who_has_no_address_is_named_and_gets_nothing(
    council: Council, meeting: CouncilMeeting
) -> None:
    User.objects.filter(pk=council.holder.pk).update(email="")
    found = whom(meeting)
    assert council.holder.pk not in {one.user_id for one in found.people}
    assert any("Ledamoten har ingen e-postadress." in one.why for one in found.unreached)


def test_a_meeting_that_one_may_not_read_does_not_wait(
    council: Council, meeting: CouncilMeeting
) -> None:
    council.called(meeting)
    assert waiting(council.second, DAY)
    CouncilSeat.objects.filter(order=2).update(valid_to=DAY - timedelta(days=1))
    assert not waiting(council.second, DAY)


def _refuse_the_second(**_: Any) -> None:
    if OutboxMessage.objects.count() >= 2:
        raise RuntimeError


def test_who_is_noted_as_called_has_a_mail_in_the_outbox(
    council: Council, meeting: CouncilMeeting
) -> None:
    post_save.connect(_refuse_the_second, sender=OutboxMessage)
    try:
        with pytest.raises(RuntimeError):
            council.called(meeting)
    finally:
        post_save.disconnect(_refuse_the_second, sender=OutboxMessage)
    meeting.refresh_from_db()
    assert not meeting.is_invited
    assert not meeting.invitations.exists()
    assert not OutboxMessage.objects.exists()
    council.called(meeting)
    assert OutboxMessage.objects.count() == meeting.invitations.count() == 4


def test_who_comes_after_the_calling_is_said_not_to_be_called(
    council: Council, client: Client
) -> None:
    meeting = council.meeting(timezone.localdate() + timedelta(days=9), now=timezone.now())
    council.called(meeting, timezone.now())
    client.force_login(council.coordinator)
    url, today = f"{BASE}moten/{meeting.pk}/", timezone.localdate()

    def said() -> list[str]:
        return [one.text for one in waiting(council.coordinator, today) if "kallad" in one.text]

    assert "inte kallad" not in client.get(url).content.decode()
    assert not said()
    CouncilSeat.objects.filter(order=4).update(holder=council.reader)
    assert said() == ["1 person är inte kallad: Ordinarie möte"]
    meeting.called_for.set(council.activities[:1])
    assert said() == ["2 personer är inte kallade: Ordinarie möte"]
    page = client.get(url).content.decode()
    assert "2 personer är inte kallade" in page
    assert f'<a href="{url}kalla/">Kalla dem</a>' in page
    # Only who runs the council can call.
    client.force_login(council.holder)
    assert "inte kallade" not in client.get(url).content.decode()
    council.called(meeting, timezone.now())
    assert not said()


def test_a_second_calling_reaches_only_who_is_new(
    council: Council,
    meeting: CouncilMeeting,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        council.called(meeting)
    with pytest.raises(ValidationError, match="redan kallade"):
        council.called(meeting)
    CouncilSeat.objects.filter(order=4).update(holder=council.reader)
    with django_capture_on_commit_callbacks(execute=True):
        council.called(meeting)

    assert len(sent("ledamoten@example.org")) == len(sent("medarbetaren@example.org")) == 1


def test_nobody_else_is_called_than_was_seen(council: Council, meeting: CouncilMeeting) -> None:
    seen = whom(meeting).mark
    CouncilSeat.objects.filter(order=4).update(holder=council.reader)
    with pytest.raises(ValidationError, match="ändrats sedan du öppnade"):
        invite(meeting, seen=seen, revision=0, user=council.coordinator, now=NOW)
    assert not OutboxMessage.objects.exists()


def test_who_runs_sees_whom_an_activity_calls_and_that_nobody_was_called_for_the_agenda(
    council: Council, client: Client
) -> None:
    client.force_login(council.coordinator)
    day = timezone.localdate() + timedelta(days=20)
    meeting, steering = council.meeting(day), council.meeting(day, Kind.STEERING)
    member = council.member.reference_memberships.get()
    calls = f"{council.activities[0]} ({member.function})"
    assert calls in client.get(f"{BASE}moten/nytt/").content.decode()
    nobody = f"{council.activities[1]} (ingen i gruppen hör hit)"
    assert nobody in client.get(f"{BASE}moten/nytt/").content.decode()
    # Who is called is who is in the group on the meeting's day, not on the day it is planned.
    ends = ReferenceMember.objects.filter(pk=member.pk)
    ends.update(valid_to=day - timedelta(days=1))
    assert calls in client.get(f"{BASE}moten/nytt/").content.decode()
    for path in (f"moten/nytt/?dag={day}", f"moten/{meeting.pk}/andra/"):
        assert calls not in client.get(f"{BASE}{path}").content.decode()
    ends.update(valid_to=None)

    decided = council.decided(council.meeting(day - timedelta(days=99)), "Om aktiviteten")
    decided.activities.set(council.activities[:2])
    meeting.agenda.create(order=1, title="Beslutet", source="decision", decision=decided)
    url, asks = f"{BASE}moten/{meeting.pk}/kalla/", "Ska referensgruppen kallas?"
    page = client.get(url).content.decode()
    assert asks in page
    assert member.function in page
    meeting.called_for.set(council.activities[:1])
    assert asks not in client.get(url).content.decode()

    seats = client.get(f"{BASE}platser/").content.decode()
    assert "Styraren" in seats.split('id="styrgruppen"')[1]
    council.steering.groups.clear()
    said = client.get(f"{BASE}moten/{steering.pk}/kalla/").content.decode()
    assert "Ingen har rollen" in said
