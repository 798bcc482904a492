"""The agenda is built from what is due, put in order, and it is noted who came."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from actionplan.council.agenda.services import (
    add_point,
    move,
    note_attendance,
    remove_point,
    reorder,
    take_up,
)
from actionplan.council.agenda.suggestions import suggestions
from actionplan.council.holding import CHANGED
from actionplan.council.kinds import Source
from actionplan.council.models import CouncilMeeting, CouncilSeat
from portal.intranet.pages import RoutinePage
from resources.municipality.models import Unit
from tests.actionplan.council_stage import NOW, Council, Kind, set_up
from tests.harness.client import Client
from tests.stage import around
from tests.stage import set_up as followup_year

pytestmark = pytest.mark.django_db
DAY = date(2027, 2, 24)


@pytest.fixture
def council() -> Council:
    return set_up()


@pytest.fixture
def meeting(council: Council) -> CouncilMeeting:
    return council.meeting(DAY)


def test_the_agenda_offers_what_is_due_once_and_is_put_in_order(
    council: Council, meeting: CouncilMeeting
) -> None:
    past = council.meeting(date(2026, 12, 1))
    council.decided(past, "Ta fram ett underlag", responsible_text="Arbetsgruppen")
    council.decided(past, "Ingen ska se till det här")
    council.question()
    by: dict[str, Any] = {"user": council.coordinator, "now": NOW}
    due = suggestions(meeting, NOW.date())
    chosen = [one for one in due if one.source in (Source.DECISION, Source.QUESTION)]
    assert [one.title for one in chosen] == [
        "Beslut att följa upp: Ta fram ett underlag",
        "Fråga som väntar på svar: Hur frågar man?",
    ]
    take_up(meeting, chosen, revision=0, **by)
    assert not {one.key for one in chosen} & {one.key for one in suggestions(meeting, NOW.date())}

    meeting.refresh_from_db()
    own = add_point(meeting, "Egen", revision=meeting.revision, **by)
    own.meeting.refresh_from_db()
    move(own, -1, revision=own.meeting.revision, **by)
    first, second, third = meeting.agenda.all()
    assert second == own
    meeting.refresh_from_db()
    numbers = {third.pk: 1, second.pk: 2, first.pk: 3}
    reorder(meeting, numbers, revision=meeting.revision, **by)
    assert list(meeting.agenda.all()) == [third, own, first]
    meeting.refresh_from_db()
    remove_point(meeting.agenda.get(pk=third.pk), revision=meeting.revision, **by)
    assert list(meeting.agenda.values_list("order", flat=True)) == [1, 2]
    assert any(one.source is Source.QUESTION for one in suggestions(meeting, NOW.date()))


def test_other_rooms_hand_in_late_answers_and_routines_to_review(
    council: Council, meeting: CouncilMeeting
) -> None:
    year = around(followup_year(boards=1), NOW.date(), left=9).open(NOW)
    page = RoutinePage.objects.live().first()
    assert page is not None
    day = NOW.date() + timedelta(days=20)
    routines = RoutinePage.objects.filter(pk=page.pk)
    routines.update(review_on=day, owner_unit=Unit.objects.first())

    def offered(today: date) -> list[str]:
        return [
            f"{one.title} {one.text}"
            for one in suggestions(meeting, today)
            if one.key.startswith(("late:", "routine:"))
        ]

    assert not offered(NOW.date())
    found = offered(day)
    assert f"Rutin: {page.title} Skulle ses över senast 21 februari 2027." in found
    late = year.entries()[0]
    said = f"Aktivitet {late.activity.number}: {late.activity.title} Svaret dröjer från "
    assert any(one.startswith(said + late.board.name) for one in found)


def test_the_steering_groups_decisions_stay_with_it(
    council: Council, meeting: CouncilMeeting
) -> None:
    steering = council.meeting(date(2026, 12, 1), Kind.STEERING)
    council.decided(steering, "Styrgruppens", responsible_text="Någon")
    council.question()
    offered = {one.source for one in suggestions(meeting, NOW.date())}
    assert Source.DECISION not in offered
    after = council.meeting(DAY, Kind.STEERING)
    offered = {one.source for one in suggestions(after, NOW.date())}
    assert Source.DECISION in offered
    assert Source.QUESTION not in offered


def test_who_came_is_noted_when_the_meeting_has_begun(
    council: Council, meeting: CouncilMeeting
) -> None:
    seat, other = CouncilSeat.objects.filter(order__in=(1, 2)).order_by("order")
    said = {("seat", seat.pk): "deputy", ("seat", other.pk): ""}
    by: dict[str, Any] = {"revision": 0, "user": council.coordinator}
    with pytest.raises(ValidationError, match="inte börjat än"):
        note_attendance(meeting, said, now=NOW, **by)
    assert note_attendance(meeting, said, now=meeting.starts_at, **by) == 1
    assert meeting.attendance.get().seat == seat


def test_who_was_noted_stays_noted_when_they_have_left(council: Council, client: Client) -> None:
    meeting = council.meeting(timezone.localdate() - timedelta(days=2), Kind.STEERING)
    meeting.attendance.create(person=council.steering, state="present")
    council.steering.groups.clear()
    client.force_login(council.coordinator)
    url = f"/intranet/samverkansrad/moten/{meeting.pk}/narvaro/"
    page = client.get(url).content.decode()
    assert "Styraren" in page
    name = f"person-{council.steering.pk}"
    assert client.post(url, {"revision": "0", name: "absent"}).status_code == 302
    assert meeting.attendance.get().state == "absent"
    # A word about somebody else takes nobody away.
    said = {("person", council.second.pk): "present"}
    by: dict[str, Any] = {"revision": 1, "user": council.coordinator, "now": timezone.now()}
    note_attendance(meeting, said, **by)
    assert meeting.attendance.count() == 2


def test_a_point_that_could_not_be_added_is_still_in_the_form(
    council: Council, client: Client
) -> None:
    meeting = council.meeting(timezone.localdate() + timedelta(days=9))
    client.force_login(council.coordinator)
    url = f"/intranet/samverkansrad/moten/{meeting.pk}/dagordning/"
    form = {"action": "add", "revision": "0"}
    assert client.post(url, {**form, "title": "Den första"}).status_code == 302
    answer = client.post(url, {**form, "title": "Den andra", "text": "Om hösten"})
    page = answer.content.decode()
    assert CHANGED in page
    assert 'value="Den andra"' in page
    assert "Om hösten</textarea>" in page
    assert [one.title for one in meeting.agenda.all()] == ["Den första"]
