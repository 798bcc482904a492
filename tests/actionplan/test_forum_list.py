"""The coordinator's list of those who come: who may see it, what stands where, and taking off."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actionplan.council.forum.models import ForumSignUp, State
from actionplan.council.meetings import CouncilMeeting
from portal.intranet.models import User
from portal.intranet.roles import Role, give_role
from tests.forums import asks, comes, forum, names
from tests.harness.client import Client
from tests.stage import person


@pytest.fixture
def meeting(db: None) -> CouncilMeeting:
    """A forum with two places, one of three who wait, and somebody who has not confirmed."""
    made = forum(places=1)
    comes(made, "Anna", organization="Provföreningen", needs=["sign_language", "other"])
    comes(made, "Bodil")
    asks(made, "Cia")
    return made


def doors(meeting: CouncilMeeting) -> list[str]:
    key = ForumSignUp.objects.get(name="Anna").key
    pages = ("forum_signed_up", "forum_sheet", "forum_signed_up_file")
    return [
        *(reverse(name, args=[meeting.pk]) for name in pages),
        reverse("forum_take_off", args=[meeting.pk, key]),
    ]


def coordinator() -> Client:
    client = Client()
    client.force_login(person("ledare", Role.COORDINATOR))
    return client


def test_only_who_runs_the_council_sees_and_takes_off(meeting: CouncilMeeting) -> None:
    for role in Role:
        client = Client()
        user = User.objects.create_user(role.name.lower())
        give_role(user, role)
        client.force_login(user)
        allowed = role is Role.COORDINATOR
        for address in doors(meeting):
            assert client.get(address).status_code == (200 if allowed else 403), (role, address)
        if not allowed:
            assert client.post(doors(meeting)[-1]).status_code == 403
    assert Client().get(doors(meeting)[0]).status_code == 302
    assert names(meeting, State.PLACED) == ["Anna"]


def test_the_page_shows_people_needs_and_how_many(meeting: CouncilMeeting) -> None:
    page = coordinator().get(doors(meeting)[0]).content.decode()
    for said in (
        "Anna",
        "Provföreningen",
        "Tolk för svenskt teckenspråk",
        "anna@example.org",
        "Bodil",
    ):
        assert said in page
    # Who has not confirmed may be somebody whom another has signed up.
    assert "Cia" not in page
    assert "har inte bekräftat än" in page
    assert "Fullt. Du kan ställa dig på väntelistan." in page


def test_the_sheet_at_the_door_has_no_addresses_and_no_needs(meeting: CouncilMeeting) -> None:
    page = coordinator().get(doors(meeting)[1]).content.decode()
    assert "Anna" in page
    assert "Provföreningen" in page
    for hidden in ("anna@example.org", "teckenspråk", "Bodil"):
        assert hidden not in page


def test_the_file_has_a_row_a_person(meeting: CouncilMeeting) -> None:
    answer = coordinator().get(doors(meeting)[2])
    assert answer["Content-Disposition"] == 'attachment; filename="anmalda-2027-05-12.csv"'
    table = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    needs = "Tolk för svenskt teckenspråk, Något annat: mejla mig"
    assert list(table) == [
        ["namn", "organisation", "behov", "läge"],
        ["Anna", "Provföreningen", needs, "har plats"],
        ["Bodil", "", "", "på väntelistan"],
    ]


def test_a_name_cannot_be_a_formula_in_the_file(meeting: CouncilMeeting) -> None:
    comes(meeting, "=1+1")
    file = coordinator().get(doors(meeting)[2]).content.decode("utf-8-sig")
    assert "1+1" in file
    assert not [line for line in file.splitlines() if line.startswith("=")]


def test_taking_off_asks_first_and_the_second_is_told(meeting: CouncilMeeting) -> None:
    client, address = coordinator(), doors(meeting)[-1]
    assert "Det går inte att ångra" in client.get(address).content.decode()
    assert names(meeting, State.PLACED) == ["Anna"]
    page = client.post(address, follow=True).content.decode()
    assert "Anna är borttagen" in page
    assert names(meeting, State.PLACED) == ["Bodil"]
    assert "står inte på listan längre" in client.post(address, follow=True).content.decode()


def test_another_meeting_has_no_list(meeting: CouncilMeeting) -> None:
    other = CouncilMeeting.objects.create(kind="regular", starts_at=meeting.starts_at)
    assert coordinator().get(reverse("forum_signed_up", args=[other.pk])).status_code == 404


def test_the_list_stays_when_the_forum_is_cancelled_and_only_the_confirmed_are_counted(
    meeting: CouncilMeeting,
) -> None:
    CouncilMeeting.objects.update(starts_at=timezone.now() + timedelta(days=9), ends_at=None)
    client = coordinator()
    where, cancel = (
        reverse(name, args=[meeting.pk]) for name in ("council_meeting", "council_cancel")
    )
    page = client.get(cancel).content.decode()
    assert "2 personer är anmälda och får veta" in page
    client.post(cancel, {"reason": "Sjukdom", "revision": 0})
    assert f'href="{doors(meeting)[0]}"' in client.get(where).content.decode()
