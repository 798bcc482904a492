"""Decisions, questions and seats: who reads them, who hears of them, what waits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from actionplan.council.access import standing
from actionplan.council.asking.services import answer, ask, show_to_council
from actionplan.council.deciding.services import (
    change_decision,
    finish_decision,
    record_decision,
    reopen_decision,
)
from actionplan.council.minutes.services import (
    publish_minutes,
    withdraw_minutes,
)
from actionplan.council.models import CouncilMeeting, CouncilQuestion, CouncilSeat, Decision
from actionplan.council.waiting import waiting
from actionplan.plan.models import PlanVersion
from portal.intranet.accounts.services import retire
from portal.notifications.models import OutboxMessage
from portal.subscriptions.models import Happening
from resources.municipality.models import Board
from tests.actionplan.council_stage import NOW, TODAY, Council, Kind, set_up
from tests.harness.client import Client

pytestmark = pytest.mark.django_db
PAST = date(2026, 12, 1)
BASE = "/intranet/samverkansrad/"


@pytest.fixture
def council() -> Council:
    return set_up()


@pytest.fixture
def meeting(council: Council) -> CouncilMeeting:
    return council.meeting(PAST)


def text(client: Client, path: str) -> str:
    answered = client.get(path)
    assert answered.status_code == 200, path
    return " ".join(answered.content.decode().split())


def test_a_decision_shows_on_its_activity_first_for_staff_then_for_all(
    council: Council, meeting: CouncilMeeting, client: Client
) -> None:
    activity = council.activities[0]
    decision = Decision(meeting=meeting, text="Ett gemensamt underlag tas fram")
    record_decision(decision, [activity], user=council.coordinator, now=NOW)
    version = PlanVersion.objects.current()
    assert version is not None
    page = version.activities.get(pk=activity.pk)
    public = f"/handlingsplanen/aktiviteter/{version.slug}/{page.number}/"
    staff = f"{BASE}aktiviteter/{activity.pk}/"
    said = "Ett gemensamt underlag tas fram"

    client.force_login(council.holder)
    assert said in text(client, staff)
    assert said not in text(client, public)
    client.force_login(council.reader)
    assert said not in text(client, staff)

    kept = council.published(meeting, "staff")
    assert said in text(client, staff)
    assert said not in text(client, public)
    by: dict[str, Any] = {"user": council.coordinator, "now": NOW}
    kept = withdraw_minutes(kept, revision=kept.revision, **by)
    assert said not in text(client, staff)
    publish_minutes(kept, "public", revision=kept.revision, **by)
    assert said in text(client, public)


def test_a_decision_follows_the_activity_into_the_next_version(
    council: Council, meeting: CouncilMeeting
) -> None:
    activity = council.activities[0]
    council.decided(meeting, "Om aktiviteten").activities.set([activity])
    later = type(activity)(lineage=activity.lineage)
    assert [str(one) for one in Decision.objects.for_activity(later)] == ["Om aktiviteten"]
    assert not Decision.objects.for_activity(council.activities[1])


def test_who_sees_to_a_decision_hears_of_it_and_says_when_it_is_done(
    council: Council,
    meeting: CouncilMeeting,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    decision = Decision(
        meeting=meeting,
        text="Hemligt att göra",
        responsible_person=council.second,
        due_on=TODAY + timedelta(days=5),
    )
    with django_capture_on_commit_callbacks(execute=True):
        record_decision(decision, user=council.coordinator, now=NOW)
    mail = OutboxMessage.objects.get(recipient="andra@example.org")
    assert "Hemligt" not in mail.subject + mail.text
    assert [one.due for one in waiting(council.second, TODAY)] == [TODAY + timedelta(days=5)]

    with pytest.raises(PermissionDenied):
        finish_decision(decision, TODAY, "", revision=0, user=council.holder, now=NOW)
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(ValidationError, match="inte varit än"):
        finish_decision(decision, tomorrow, "", revision=0, user=council.second, now=NOW)
    done = finish_decision(decision, TODAY, "Klart", revision=0, user=council.second, now=NOW)
    assert not waiting(council.second, TODAY)
    with pytest.raises(ValidationError, match="Någon har sparat"):
        reopen_decision(decision, revision=0, user=council.second, now=NOW)
    reopen_decision(decision, revision=done.revision, user=council.second, now=NOW)
    assert Decision.objects.still_open().get() == decision


def test_who_comes_to_see_to_a_decision_afterwards_hears_of_it(
    council: Council, meeting: CouncilMeeting
) -> None:
    by: dict[str, Any] = {"user": council.coordinator, "now": NOW}
    decision = Decision(meeting=meeting, text="Att göra", responsible_person=council.second)
    record_decision(decision, **by)
    decision.text = "Att göra i vår"
    change_decision(decision, revision=0, **by)
    assert OutboxMessage.objects.filter(kind="council_decision").count() == 1
    decision.responsible_person = council.holder
    change_decision(decision, revision=1, **by)
    mails = OutboxMessage.objects.filter(kind="council_decision").order_by("pk")
    assert [one.recipient for one in mails] == ["andra@example.org", "ledamoten@example.org"]
    # The council follows one decision, and hears of it once.
    assert Happening.objects.filter(key__startswith="decision:").count() == 1


def test_who_leaves_gives_back_what_is_not_done_and_what_is_done_stays_theirs(
    council: Council, meeting: CouncilMeeting
) -> None:
    due = {"responsible_person": council.second, "due_on": TODAY + timedelta(days=5)}
    left = council.decided(meeting, "Inte klart", **due)
    done = council.decided(meeting, "Klart", **due, done_on=TODAY)
    retire(council.second, by=None, now=NOW)
    left.refresh_from_db()
    done.refresh_from_db()
    assert left.responsible == "Tidigare ansvarig har slutat"
    assert left.revision == 1
    assert left in Decision.objects.still_open()
    assert done.responsible.startswith("Tidigare medarbetare")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"responsible_text": "A", "board": True}, "one_is_responsible"),
        ({"due_on": TODAY}, "due_has_responsible"),
        ({"done_note": "Klart"}, "done_has_day"),
    ],
)
def test_the_database_refuses_a_decision(fields: dict[str, Any], name: str) -> None:
    meeting = CouncilMeeting.objects.create(kind=Kind.REGULAR, starts_at=NOW)
    board = Board.objects.first() if fields.pop("board", False) else None
    with pytest.raises(IntegrityError, match=f"decision_{name}"), transaction.atomic():
        Decision.objects.create(meeting=meeting, text="Beslut", responsible_board=board, **fields)


def test_who_sees_to_a_decision_is_asked_for_at_its_field(
    council: Council, meeting: CouncilMeeting, client: Client
) -> None:
    CouncilMeeting.objects.update(starts_at=timezone.now() - timedelta(days=1), ends_at=None)
    client.force_login(council.coordinator)
    url, due = f"{BASE}moten/{meeting.pk}/beslut/nytt/", str(timezone.localdate())
    second = f"person:{council.second.pk}"
    for given, field in (
        ({"due_on": due}, "responsible"),
        ({"responsible": "other"}, "responsible_text"),
        ({"responsible_text": "A", "responsible": second}, "responsible_text"),
    ):
        form = client.post(url, {"text": "Beslut", **given}).context["form"]
        assert set(form.errors) == {field}
    assert not Decision.objects.exists()
    client.post(url, {"text": "Beslut", "responsible_text": "A", "due_on": due})
    decision = Decision.objects.get()
    assert decision.responsible == "A"
    change = f"{BASE}beslut/{decision.pk}/andra/"
    sent = {"text": "Beslut", "responsible_text": "A", "responsible": second, "revision": 0}
    assert client.post(change, sent).status_code == 302
    decision.refresh_from_db()
    assert decision.responsible_person == council.second
    assert client.get(change).context["form"]["responsible"].value() == second


def test_nothing_is_decided_before_the_meeting_or_at_a_cancelled_one(
    council: Council, meeting: CouncilMeeting
) -> None:
    for one, why in (
        (council.meeting(TODAY + timedelta(days=5)), "inte börjat än"),
        (meeting, "är inställt"),
    ):
        CouncilMeeting.objects.filter(pk=meeting.pk).update(is_cancelled=True, cancel_reason="A")
        one.refresh_from_db()
        with pytest.raises(ValidationError, match=why):
            record_decision(Decision(meeting=one, text="Nej"), user=council.coordinator, now=NOW)


def test_a_question_is_answered_and_shown_to_the_council(
    council: Council, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        question = ask("Hemligt: hur frågar man?", user=council.second, now=NOW)
    to_centre = OutboxMessage.objects.get(recipient="centrum@example.org")
    assert "Hemligt" not in to_centre.subject + to_centre.text
    assert [one.text for one in waiting(council.centre, TODAY)] == [
        "Fråga från rådet att svara på: Hemligt: hur frågar man?"
    ]

    with pytest.raises(PermissionDenied):
        answer(question, "Nej", to_council=True, user=council.coordinator, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        answered = answer(question, "Så här", to_council=False, user=council.centre, now=NOW)
    assert OutboxMessage.objects.filter(recipient="andra@example.org").count() == 1
    with pytest.raises(ValidationError, match="redan svarat"):
        answer(question, "En gång till", to_council=True, user=council.centre, now=NOW)

    def readers() -> list[bool]:
        return [
            CouncilQuestion.objects.readable(standing(who, TODAY)).exists()
            for who in (council.second, council.holder, council.reader)
        ]

    assert readers() == [True, False, False]
    # Those who follow the council hear of what they may read, and the asker of the answer once.
    assert not Happening.objects.exists()
    show_to_council(answered, True, user=council.coordinator, now=NOW)
    assert readers() == [True, True, False]
    told = Happening.objects.get()
    assert (told.audience, told.path) == ("council", f"{BASE}fragor/{answered.pk}/")
    assert "Hemligt" not in told.title + told.summary
    assert OutboxMessage.objects.filter(recipient="andra@example.org").count() == 1


def test_an_auditor_and_a_former_member_ask_nothing(council: Council) -> None:
    CouncilSeat.objects.filter(order=2).update(valid_to=TODAY - timedelta(days=1))
    for user in (council.auditor, council.second, council.reader):
        with pytest.raises(PermissionDenied):
            ask("Får jag?", user=user, now=NOW)


def test_what_waits_for_who_is_called_and_for_who_runs(council: Council) -> None:
    soon = council.meeting(TODAY + timedelta(days=10))
    council.meeting(TODAY - timedelta(days=3), Kind.STEERING)
    assert not waiting(council.holder, TODAY)
    assert [one.text for one in waiting(council.coordinator, TODAY)] == [
        "Kallelsen är inte skickad: Ordinarie möte",
        "Protokollet är inte publicerat: Styrgruppens möte 29 januari",
    ]
    council.called(soon)
    assert [one.text for one in waiting(council.holder, TODAY)] == [
        "Ordinarie möte: 11 februari klockan 13.00"
    ]
