"""How things stand at any time: noted in two clicks, taken back, gone through at a meeting."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import log

from actionplan.activities.models import Activity, ActivityClosure, InterimStatus
from actionplan.followup.leading.steering import last_meeting
from actionplan.followup.models import BoardDecision
from actionplan.followup.noting.notes import Said, note_status, undo_note
from actionplan.followup.services import hand_back
from resources.municipality.models import Board
from tests.stage import NOW, TODAY, Stage, set_up

pytestmark = pytest.mark.django_db
NOTES = "/intranet/uppfoljning/laget/"
STEERING = "/intranet/uppfoljning/styrgruppen/"
GOING = Said("in_progress", TODAY)


@pytest.fixture
def stage() -> Stage:
    return set_up().open()


def activity(stage: Stage, number: int) -> Activity:
    return Activity.objects.get(version=stage.period.version, number=number)


def test_a_status_and_a_button_are_enough(stage: Stage, client: Client) -> None:
    client.force_login(stage.coordinator)
    six = activity(stage, 6)
    form = {"activity": six.pk, "status": "delayed", "noted_on": timezone.localdate()}
    answer = client.post(NOTES, form)
    assert answer["Location"] == f"{NOTES}#aktivitet-6"
    note = InterimStatus.objects.get()
    assert (note.activity, note.status, note.board) == (six, "delayed", None)
    page = client.get(NOTES).content.decode()
    assert f"Noterat: {six} – Försenad." in page


def test_what_was_typed_stays_when_the_status_was_forgotten(stage: Stage, client: Client) -> None:
    client.force_login(stage.coordinator)
    form = {"activity": activity(stage, 6).pk, "text": "Sades i går.", "noted_on": "2026-01-15"}
    page = client.post(NOTES, form).content.decode()
    assert "Välj hur det går." in page
    assert "Sades i går." in page
    assert not InterimStatus.objects.exists()


def test_a_boards_people_note_for_their_own_board_alone(stage: Stage, client: Client) -> None:
    client.force_login(stage.contacts[0])
    own, other = stage.boards[0], stage.boards[1]
    page = client.get(NOTES).content.decode()
    assert own.name in page
    assert f'value="{other.slug}"' not in page
    form = {"activity": activity(stage, 1).pk, "status": "paused", "noted_on": "2026-01-15"}
    client.post(f"{NOTES}?namnd={other.slug}", form)
    assert InterimStatus.objects.get().board == own


@pytest.mark.parametrize(
    ("who", "board", "allowed"),
    [
        ("coordinator", 0, True),
        ("coordinator", None, True),
        ("contact", 0, True),
        ("contact", 1, False),
        ("contact", None, False),
        ("approver", 0, True),
        ("approver", 1, False),
    ],
)
def test_who_may_note_for_whom(stage: Stage, who: str, board: int | None, allowed: bool) -> None:
    people = {
        "coordinator": stage.coordinator,
        "contact": stage.contacts[0],
        "approver": stage.approvers[0],
    }
    place = None if board is None else stage.boards[board]
    one = activity(stage, 1)
    if allowed:
        assert note_status(one, place, GOING, user=people[who], now=NOW).board == place
        return
    with pytest.raises(PermissionDenied):
        note_status(one, place, GOING, user=people[who], now=NOW)


def test_a_day_to_come_and_a_board_that_does_not_answer_are_refused(stage: Stage) -> None:
    one, leader = activity(stage, 1), stage.coordinator
    tomorrow = Said("in_progress", TODAY + timedelta(days=1))
    with pytest.raises(ValidationError):
        note_status(one, None, tomorrow, user=leader, now=NOW)
    company = Board.objects.get(kind=Board.Kind.COMPANY)
    with pytest.raises(ValidationError):
        note_status(one, company, GOING, user=leader, now=NOW)


def test_a_note_is_taken_back_by_who_made_it_while_it_is_the_latest(
    stage: Stage, client: Client
) -> None:
    one, leader = activity(stage, 1), stage.coordinator
    note = note_status(one, None, GOING, user=leader, now=NOW)
    with pytest.raises(PermissionDenied):
        undo_note(note, user=stage.contacts[0], now=NOW)
    later = note_status(one, None, Said("paused", TODAY), user=leader, now=NOW)
    with pytest.raises(PermissionDenied):
        undo_note(note, user=leader, now=NOW)
    client.force_login(leader)
    assert client.get(f"{NOTES}{later.pk}/angra/").status_code == 405
    client.post(f"{NOTES}{later.pk}/angra/")
    assert InterimStatus.objects.get() == note


def test_somebody_without_a_part_in_it_is_not_let_in(stage: Stage, client: Client) -> None:
    stage.contacts[0].contact_roles.all().delete()
    client.force_login(stage.contacts[0])
    assert client.get(NOTES).status_code == 403


def test_the_meeting_goes_with_each_note(stage: Stage, client: Client) -> None:
    client.force_login(stage.coordinator)
    page = client.get(NOTES, {"mote": "Styrgruppen i mars", "datum": "2026-03-02"}).content.decode()
    assert page.count('value="Styrgruppen i mars"') > 5
    assert page.count('value="2026-03-02"') > 5


def test_the_steering_group_sees_what_changed_since_its_last_meeting(
    stage: Stage, client: Client
) -> None:
    first, second = stage.entries()[:2]
    one, now = activity(stage, 6), timezone.now()
    today = timezone.localdate(now)
    before = Said("in_progress", today - timedelta(days=30), "Före mötet", "Styrgruppen")
    after = Said("delayed", today, "Efter mötet")
    for said in (before, after):
        note_status(one, None, said, user=stage.coordinator, now=now)
    stage.period.opens_on = stage.period.due_on = today - timedelta(days=12)
    stage.period.save()
    stage.approved(first, now=now)
    hand_back(
        stage.answered(second, now=now), comment="Mer, tack.", user=stage.approvers[0], now=now
    )
    closure = ActivityClosure.objects.create(
        activity=activity(stage, 10), outcome="completed", source="Ett prov"
    )
    log(closure, "wagtail.create", user=stage.coordinator)
    BoardDecision.objects.create(
        period=stage.period,
        board=stage.boards[0],
        decided_on=today,
        paragraph="§ 47",
        noted_at=now,
        noted_by=stage.coordinator,
    )
    assert last_meeting(today) == before.noted_on

    client.force_login(stage.coordinator)
    page = " ".join(client.get(STEERING).content.decode().split())
    for words in ("Före mötet", "Efter mötet", "godkänt", "återlämnat", "Mer, tack.", "§ 47"):
        assert words in page
    assert f"<strong>{closure.activity}</strong>" in page
    assert "12 dagar sen" in page
    latest = " ".join(client.get(STEERING, {"sedan": str(today)}).content.decode().split())
    assert "Efter mötet" in latest
    assert "Före mötet" not in latest
    assert client.get(STEERING, {"sedan": "i går"}).status_code == 200
