"""The start page of the staff side: what waits, in as few lines as can be, and the way on."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from actionplan.followup.services import Answer, save_draft
from portal.intranet.models import User
from portal.intranet.pages import RoutinePage
from portal.intranet.roles import Role
from portal.intranet.waiting import MOST_BOARDS, waiting_for
from resources.municipality.contacts import ContactPerson
from tests.harness.client import Client
from tests.stage import CLOSES, NOW, OPENS, TODAY, Stage, person, set_up, speaks_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return set_up(MOST_BOARDS + 1).open()


def said_to(user: User, days: int = 0) -> list[str]:
    return [one.text for one in waiting_for(user, TODAY + timedelta(days))]


def test_who_leads_is_told_what_a_year_waits_for() -> None:
    stage = set_up()
    assert said_to(stage.coordinator) == ["Uppföljning 2027 är inte öppnad"]
    assert said_to(stage.coordinator, (OPENS - TODAY).days - 1) == []
    stage.open().answered(stage.entries()[0])
    asked = stage.period.entries.count()
    assert said_to(stage.coordinator) == [f"Uppföljning 2027: {asked - 1} av {asked} svar saknas"]
    past = (CLOSES - TODAY).days + 1
    assert said_to(stage.coordinator, past) == ["Uppföljning 2027 kan stängas"]


def test_a_board_whose_answers_are_all_written_is_told_to_hand_them_in(stage: Stage) -> None:
    contact, name = stage.contacts[0], f"{stage.boards[0].name}, uppföljning 2027"
    entries = stage.entries()
    assert said_to(contact) == [f"{name}: {len(entries)} svar kvar att lämna"]
    for entry in entries:
        done = Answer(status="completed", done="Allt.")
        save_draft(entry, done, revision=0, user=contact, now=NOW)
    assert said_to(contact) == [f"{name}: {len(entries)} svar att skicka in"]


def test_somebody_with_many_boards_gets_one_line_of_each_kind(stage: Stage) -> None:
    contact = stage.contacts[0]
    for board in stage.boards[1:]:
        speaks_for(contact, board, ContactPerson.Role.DEPUTY)
    left = stage.period.entries.filter(board__in=stage.boards).count()
    many = f"Uppföljning 2027: {left} svar för {len(stage.boards)} nämnder kvar att lämna"
    assert said_to(contact) == [many]


def test_the_first_that_a_reader_finds_is_the_way_to_a_routine(client: Client) -> None:
    reader = User.objects.create_user("lasare")
    client.force_login(reader)
    page = BeautifulSoup(client.get("/intranet/").content, "html.parser")
    headings = [heading.text.strip() for heading in page.select("main h2")]
    assert headings[:2] == ["Rutiner", "Att göra"]
    form = page.select_one("main form")
    assert form is not None
    words = form.select_one("input")
    assert words is not None
    found = client.get(f"{form['action']}?{words['name']}=barn").content.decode()
    assert "Anmäla oro för ett barn" in found


def test_the_menu_of_a_phone_holds_all_of_the_row_and_says_where_one_is(client: Client) -> None:
    client.force_login(person("ledare", Role.COORDINATOR))
    page = BeautifulSoup(client.get("/intranet/rapporter/").content, "html.parser")
    phone, row = page.select(".staff-menu")
    assert phone.find_parent(hidden=True)
    assert not row.find_parent(hidden=True)
    assert str(phone) == str(row)
    assert [link.text for link in row.select("[aria-current]")] == ["Uppföljning"]


def test_what_stands_under_the_routines_says_so_and_leads_up(client: Client) -> None:
    client.force_login(person("ledare", Role.COORDINATOR))
    routine = RoutinePage.objects.live()[0]
    for end in ("versioner/", "versioner/1/"):
        answer = client.get(f"/intranet/rutin/{routine.pk}/{end}")
        page = BeautifulSoup(answer.content, "html.parser")
        assert {link.text for link in page.select(".staff-menu [aria-current]")} == {"Rutiner"}
        assert [link.text for link in page.select(".breadcrumb a")][-2:] == [
            "Rutiner",
            routine.title,
        ]


def test_a_phone_folds_the_later_choices_of_a_list_until_one_is_made(client: Client) -> None:
    client.force_login(User.objects.create_user("lasare"))
    for asked, is_open in (("", False), ("?ord=barn", False), ("?omrade=x", True)):
        page = BeautifulSoup(client.get(f"/intranet/rutiner/{asked}").content, "html.parser")
        later = page.select_one("details.filter-form__more")
        assert later is not None
        assert later.has_attr("open") == is_open
        assert len(later.select("select")) == 3
