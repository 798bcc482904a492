"""Who must read a routine, that they have, and who sees it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, reverse
from django.utils import timezone

from portal.intranet.models import User
from portal.intranet.pages import RoutinePage
from portal.intranet.roles import Role
from portal.intranet.routines import urls
from portal.intranet.routines.members import groups_of, people_in
from portal.intranet.routines.models import (
    Acknowledgement,
    ReadingGroup,
    ReadingRequest,
    RoutineVersion,
)
from portal.intranet.routines.reading import to_read
from portal.intranet.routines.services import SUPERSEDED, keep_requests
from portal.notifications.models import OutboxMessage
from tests.harness.client import Client
from tests.portal.routine_stage import NOW, RoutineStage, named, set_up_routines

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def stage() -> RoutineStage:
    return set_up_routines()


@pytest.fixture
def page(stage: RoutineStage) -> RoutinePage:
    return stage.new()


def waiting(user: User) -> list[tuple[str, int]]:
    fresh = User.objects.get(pk=user.pk)
    return [(each.title, each.version.number) for each in to_read(fresh, TODAY)]


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


def test_units_with_those_below_and_named_people_must_read_and_nobody_else(
    stage: RoutineStage, page: RoutinePage
) -> None:
    stage.group.roles.clear()

    assert waiting(stage.reader) == [("Provrutinen", 1)]
    assert waiting(stage.other) == [("Provrutinen", 1)]
    assert waiting(stage.outsider) == waiting(stage.owner) == []


def test_a_role_must_read_and_a_retired_account_must_not(
    stage: RoutineStage, page: RoutinePage
) -> None:
    stage.group.roles.set(stage.communicator.groups.all())
    stage.reader.is_active = False
    stage.reader.save()

    assert waiting(stage.communicator) == [("Provrutinen", 1)]
    assert waiting(stage.reader) == []


def test_a_reader_confirms_once_and_is_asked_again_by_a_new_version_only(
    client: Client, stage: RoutineStage, page: RoutinePage
) -> None:
    client.force_login(stage.reader)
    shown = client.get(page.url).content.decode()
    confirm(client, stage.reader, page, 1)
    at = Acknowledgement.objects.get().at
    answer = confirm(client, stage.reader, page, 1)

    assert "Jag har läst version 1" in shown
    assert "Du har läst version 1" in answer.content.decode()
    assert Acknowledgement.objects.get().at == at
    assert waiting(stage.reader) == []

    stage.again(page, change_kind="correction", change_of=1, change_note="Stavfel.")
    assert waiting(stage.reader) == []
    stage.again(page, change_kind="version", change_of=2, change_note="Steg två är nytt.")
    assert waiting(stage.reader) == [("Provrutinen", 2)]
    mine = client.get(reverse("to_read")).content.decode()
    assert "Steg två är nytt." in mine
    assert "Provrutinen, version 1" in mine


def test_only_the_version_that_holds_is_confirmed(
    client: Client, stage: RoutineStage, page: RoutinePage
) -> None:
    stage.again(page, change_kind="version", change_of=1, change_note="Nytt.")

    answer = confirm(client, stage.reader, page, 1)

    assert SUPERSEDED in answer.content.decode()
    assert not Acknowledgement.objects.exists()
    assert waiting(stage.reader) == [("Provrutinen", 2)]


@pytest.mark.parametrize("number", ["²", "", "-1", "9" * 6, "9" * 5000])
def test_what_is_no_number_of_a_version_is_no_version(
    client: Client, stage: RoutineStage, page: RoutinePage, number: str
) -> None:
    client.force_login(stage.reader)
    url = reverse("routine_read", args=[page.pk])
    assert client.post(url, {"version": number}).status_code == 404


def test_one_person_and_a_whole_group_follow_one_rule(stage: RoutineStage) -> None:
    """By unit, by a unit above, by role, by name; inactive and gone in none; no unit is no unit."""
    parent = ReadingGroup.objects.create(name="Hela enheten")
    parent.units.add(stage.unit)
    below = ReadingGroup.objects.create(name="Bara den under")
    below.units.add(stage.below)
    role = ReadingGroup.objects.create(name="Rollen")
    role.roles.set(stage.communicator.groups.all())
    everyone = ReadingGroup.objects.create(name="Namngivna")
    above, gone, retired = named("ovanfor"), named("borta"), named("avslutad")
    User.objects.filter(pk__in=[above.pk, gone.pk, retired.pk]).update(unit=stage.unit)
    everyone.people.set(User.objects.all())
    User.objects.filter(pk=gone.pk).update(left_on=TODAY, is_active=False)
    User.objects.filter(pk=retired.pk).update(is_active=False)

    groups = list(ReadingGroup.objects.with_rules())
    together = people_in(groups)
    one_by_one = {
        group.pk: {user.pk for user in User.objects.all() if group.pk in groups_of(user)}
        for group in groups
    }

    assert one_by_one == together
    assert together[parent.pk] == {above.pk, stage.reader.pk}
    assert together[below.pk] == {stage.reader.pk}
    assert together[role.pk] == {stage.communicator.pk}
    assert together[everyone.pk] == {
        user.pk for user in User.objects.exclude(pk__in=[gone.pk, retired.pk])
    }


def test_who_is_not_asked_has_no_button_and_cannot_confirm(
    client: Client, stage: RoutineStage, page: RoutinePage
) -> None:
    client.force_login(stage.outsider)

    assert "Jag har läst" not in client.get(page.url).content.decode()
    assert confirm(client, stage.outsider, page, 1).status_code == 403
    assert not Acknowledgement.objects.exists()


def test_nobody_is_asked_about_a_routine_that_is_not_published(
    client: Client, stage: RoutineStage, page: RoutinePage
) -> None:
    keep_requests(NOW)
    page.unpublish()
    keep_requests(NOW)

    assert waiting(stage.reader) == []
    assert not ReadingRequest.objects.exists()
    assert confirm(client, stage.reader, page, 1).status_code == 404


# --- the owner ------------------------------------------------------------------------------------


def test_the_owner_sees_who_has_not_read_and_reminds_once_a_day(
    client: Client, stage: RoutineStage, page: RoutinePage
) -> None:
    keep_requests(timezone.now())
    confirm(client, stage.other, page, 1)
    client.force_login(stage.owner)

    desk = client.get(reverse("readings")).content.decode()
    shown = client.get(reverse("reading", args=[page.pk])).content.decode()
    ask = client.get(reverse("reading_remind", args=[page.pk])).content.decode()
    table = client.get(reverse("reading_file", args=[page.pk])).content.decode("utf-8-sig")
    assert "1 av 2 har läst" in desk
    assert "1 av 2 har läst" in shown
    assert "<strong>Lasare</strong>" in shown
    assert "lasare@example.org" in ask
    assert "annan@example.org" not in ask
    assert [line.split(";")[3] for line in table.splitlines()[1:]] == ["Lasare", "Annan"]
    assert mails() == []

    assert f'name="person" value="{stage.reader.pk}"' in ask
    # Whoever was not named on the page gets nothing, and the name of one who has read is no key.
    client.post(reverse("reading_remind", args=[page.pk]), {"person": [stage.other.pk]})
    assert mails() == []
    client.post(reverse("reading_remind", args=[page.pk]), {"person": [stage.reader.pk, "²"]})
    again = client.post(
        reverse("reading_remind", args=[page.pk]), {"person": stage.reader.pk}, follow=True
    )

    assert mails() == [("lasare@example.org", "Påminnelse: 1 rutin att läsa")]
    assert "Inget nytt brev" in again.content.decode()


# Every address of the routines, asked by everyone, in every way. 302 is the door or the way on;
# the routine must be read by `reader`, and `owner` is the contact person of the unit that owns it.
TABLE = """
                         anon outsider reader owner communicator expert auditor
to_read           GET    302  200      200    200   200          200    200
to_read           POST   302  405      405    405   405          405    405
readings          GET    302  403      403    200   200          403    200
readings          POST   302  405      405    405   405          405    405
reading           GET    302  403      403    200   200          403    200
reading_file      GET    302  403      403    200   200          403    200
reading_remind    GET    302  403      403    200   200          403    403
reading_remind    POST   302  403      403    302   302          403    403
routine           GET    302  302      302    302   302          302    302
routine_read      GET    302  405      405    405   405          405    405
routine_read      POST   302  403      302    403   403          403    403
routine_sheet     GET    302  200      200    200   200          200    200
routine_versions  GET    302  200      200    200   200          200    200
routine_version   GET    302  200      200    200   200          200    200
"""


def rows() -> Iterator[tuple[str, str, dict[str, int]]]:
    heading, *lines = TABLE.strip("\n").splitlines()
    who = heading.split()
    for line in lines:
        name, method, *answers = line.split()
        yield name, method, dict(zip(who, map(int, answers), strict=True))


def test_every_address_has_a_row() -> None:
    names = {pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)}
    assert names == {name for name, _, _ in rows()}


def test_every_address_by_everyone(stage: RoutineStage, page: RoutinePage) -> None:
    people = {
        "anon": None,
        "outsider": stage.outsider,
        "reader": stage.reader,
        "owner": stage.owner,
        "communicator": stage.communicator,
        "expert": named("sakkunnig", Role.SUBJECT_EXPERT),
        "auditor": named("granskare", Role.AUDITOR),
    }
    wrong = []
    clients = {}
    for who, user in people.items():
        clients[who] = Client()
        if user:
            clients[who].force_login(user)
    for name, method, answers in rows():
        keys = {"routine_version": [page.pk, 1], "to_read": [], "readings": []}
        url = reverse(name, args=keys.get(name, [page.pk]))
        for who, expected in answers.items():
            given = clients[who].generic(
                method, url, "version=1", content_type="application/x-www-form-urlencoded"
            )
            at_door = given.status_code == 302 and "/logga-in/" in given["Location"]
            if given.status_code != expected or at_door is not (who == "anon"):
                wrong.append((name, method, who, given.status_code))
    assert not wrong
    assert RoutineVersion.objects.filter(routine=page).count() == 1
