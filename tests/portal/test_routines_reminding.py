"""The mails that remind of routines to read: who gets one, when, and at most one a week."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.intranet.models import User
from portal.intranet.pages import RoutinePage
from portal.intranet.routines.models import ReadingRequest
from portal.intranet.routines.reminding import working_days_since
from portal.intranet.routines.services import keep_requests
from portal.notifications.models import OutboxMessage
from portal.notifications.routine_mail import remind_readers
from resources.municipality.contacts import ContactPerson
from tests.factories import UnitFactory
from tests.harness.client import Client
from tests.portal.routine_stage import NOW, RoutineStage, set_up_routines

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def stage() -> RoutineStage:
    return set_up_routines()


@pytest.fixture
def page(stage: RoutineStage) -> RoutinePage:
    return stage.new()


def confirm(client: Client, user: User, page: RoutinePage, number: int) -> Any:
    client.force_login(user)
    url = reverse("routine_read", args=[page.pk])
    return client.post(url, {"version": number}, follow=True)


def mails() -> list[tuple[str, str]]:
    return list(
        OutboxMessage.objects.filter(kind="routines").order_by("pk").values_list(
            "recipient", "subject"
        )
    )  # fmt: skip


def test_five_working_days_then_weekly_until_read(
    client: Client, stage: RoutineStage, page: RoutinePage
) -> None:
    def told(days: int) -> list[str]:
        before = OutboxMessage.objects.count()
        remind_readers(NOW + timedelta(days=days))
        fresh = OutboxMessage.objects.order_by("pk")[before:]
        return sorted(message.recipient for message in fresh)

    assert told(0) == []
    assert told(6) == []  # Sunday: nobody is written to
    both = ["annan@example.org", "lasare@example.org"]
    assert told(7) == both  # Monday, the fifth working day
    assert told(7) == told(8) == told(13) == []
    confirm(client, stage.other, page, 1)
    assert told(14) == ["lasare@example.org"]
    assert {subject for _, subject in mails()} == {"Påminnelse: 1 rutin att läsa"}


@pytest.mark.parametrize(
    ("moment", "sends"),
    [
        (datetime.fromisoformat("2027-03-09T06:30+01:00"), False),
        (datetime.fromisoformat("2027-03-09T07:00+01:00"), True),
        (datetime.fromisoformat("2027-03-09T17:00+01:00"), False),
        (datetime.fromisoformat("2027-03-13T10:00+01:00"), False),  # Saturday
        (datetime.fromisoformat("2027-03-26T10:00+01:00"), False),  # Good Friday
    ],
)
def test_reminders_are_sent_in_working_hours(
    stage: RoutineStage, page: RoutinePage, moment: datetime, sends: bool
) -> None:
    keep_requests(NOW)

    remind_readers(moment)

    assert bool(mails()) is sends


def test_the_days_to_read_are_working_days() -> None:
    # From the Wednesday before Easter 2027: Thursday, then Tuesday to Friday.
    wednesday = datetime(2027, 3, 24).date()
    assert working_days_since(wednesday, wednesday) == 0
    assert working_days_since(wednesday, datetime(2027, 3, 29).date()) == 1
    assert working_days_since(wednesday, datetime(2027, 4, 2).date()) == 5


@pytest.mark.parametrize("how", ["read", "superseded"])
def test_no_second_mail_within_a_week_whatever_the_first_was_about(
    client: Client, stage: RoutineStage, page: RoutinePage, how: str
) -> None:
    keep_requests(NOW)
    with_second = NOW + timedelta(days=3)
    remind_readers(NOW + timedelta(days=8))
    assert len(mails()) == 2
    second = stage.new("Den andra")
    ReadingRequest.objects.bulk_create(
        ReadingRequest(version=second.versions.get(), user=user, asked_at=with_second)
        for user in (stage.reader, stage.other)
    )
    if how == "read":
        for user in (stage.reader, stage.other):
            confirm(client, user, page, 1)
    else:
        stage.again(page, change_kind="version", change_of=1, change_note="Nytt.")

    remind_readers(NOW + timedelta(days=11))
    remind_readers(NOW + timedelta(days=14))
    assert len(mails()) == 2
    remind_readers(NOW + timedelta(days=15))
    assert len(mails()) == 4


def test_one_mail_holds_all_that_is_late(stage: RoutineStage, page: RoutinePage) -> None:
    stage.new("Den andra")
    keep_requests(NOW)

    remind_readers(NOW + timedelta(days=8))

    text = OutboxMessage.objects.get(recipient="lasare@example.org").text
    assert "Provrutinen (version 1)" in text
    assert "Den andra (version 1)" in text
    assert reverse("to_read") in text


def test_away_retired_and_without_an_address_get_none(
    stage: RoutineStage, page: RoutinePage
) -> None:
    keep_requests(NOW)
    ContactPerson.objects.create(
        unit=UnitFactory(), user=stage.reader, away_until=TODAY + timedelta(days=30)
    )
    User.objects.filter(pk=stage.other.pk).update(email="")

    remind_readers(NOW + timedelta(days=8))

    assert mails() == []


def test_a_person_who_comes_later_is_asked_from_then(
    stage: RoutineStage, page: RoutinePage
) -> None:
    keep_requests(NOW)
    stage.outsider.unit = stage.unit
    stage.outsider.save()
    late = NOW + timedelta(days=8)

    remind_readers(late)
    assert "utanfor@example.org" not in dict(mails())
    assert timezone.localdate(ReadingRequest.objects.get(user=stage.outsider).asked_at) == (
        late.date()
    )
    remind_readers(late + timedelta(days=7))
    assert "utanfor@example.org" in dict(mails())
