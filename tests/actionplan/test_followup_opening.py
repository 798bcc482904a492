"""The coordinator plans a year, sees what opening it would do, opens it, moves its days, closes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from actionplan.activities.models import Activity
from actionplan.followup.models import FollowUpEntry, FollowUpPeriod
from actionplan.followup.services import reopen
from actionplan.followup.years import close_period, move_dates, open_period, suggestion
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Board
from tests.factories import BoardFactory
from tests.stage import CLOSES, DUE, NOW, OPENS, YEAR, Stage, set_up

pytestmark = pytest.mark.django_db
BASE = "/intranet/uppfoljning/"
DRY_RUN = f"{BASE}{YEAR}/torrkorning/"


@pytest.fixture
def stage() -> Stage:
    return set_up()


@pytest.fixture
def leader(stage: Stage, client: Client) -> Client:
    client.force_login(stage.coordinator)
    return client


def text(client: Client, path: str, **options: object) -> str:
    answer = client.get(path, **options)  # type: ignore[arg-type]
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().split())


def kept(stage: Stage, *without: int) -> list[int]:
    """The boxes that are ticked when the activities with some numbers are left out."""
    activities = Activity.objects.of(stage.period.version).exclude(number__in=without)
    return list(activities.values_list("pk", flat=True))


def mark(page: str) -> str:
    """What a page of the dry run remembers of what it showed."""
    return page.split('name="sedd" value="')[1].split('"')[0]


PAGES = ["ny/", "2027/andra/", "2027/torrkorning/", "2027/stang/", "2027/vem-saknas/"]
PAGES += ["2027/vem-saknas/fil/", "2027/paminnelser/", "2027/paminnelser/skicka/", "styrgruppen/"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_coordinators_pages_are_closed_to_a_boards_people(
    page: str, method: str, stage: Stage, client: Client
) -> None:
    client.force_login(stage.contacts[0])
    assert getattr(client, method)(BASE + page).status_code in (403, 405)
    stage.period.refresh_from_db()
    assert stage.period.state == "planned"


def test_a_new_year_is_suggested_with_days_and_leads_on_to_the_dry_run(leader: Client) -> None:
    guess = suggestion(timezone.localdate())
    page = text(leader, f"{BASE}ny/")
    assert f'value="{guess.year}"' in page
    assert f'value="{guess.due_on}"' in page
    assert guess.version is not None
    form = {
        "version": guess.version.pk,
        "year": guess.year,
        "opens_on": guess.opens_on,
        "due_on": guess.due_on,
        "closes_on": guess.closes_on,
        "message": "Välkomna",
    }
    answer = leader.post(f"{BASE}ny/", form)
    assert answer["Location"] == f"{BASE}{guess.year}/torrkorning/"
    assert FollowUpPeriod.objects.get(year=guess.year).message == "Välkomna"


@pytest.mark.parametrize(("today", "year"), [(date(2030, 3, 1), 2030), (date(2030, 12, 24), 2030)])
def test_suggested_days_come_in_order_and_never_in_the_past(today: date, year: int) -> None:
    guess = suggestion(today)
    assert guess.year == year
    assert today <= guess.opens_on < guess.due_on < guess.closes_on


def test_what_is_wrong_with_the_days_is_said_at_the_day(stage: Stage, leader: Client) -> None:
    form = {
        "version": stage.period.version_id,
        "year": YEAR,
        "opens_on": "2027-10-01",
        "due_on": "2027-09-01",
        "closes_on": "2027-08-01",
    }
    page = leader.post(f"{BASE}{YEAR}/andra/", form).content.decode()
    assert "Sista svarsdag kan inte ligga före öppningen." in page
    assert "Stängningen kan inte ligga före sista svarsdag." in page
    again = leader.post(f"{BASE}ny/", form | {"due_on": "2027-11-01", "closes_on": "2028-01-01"})
    assert "Det finns redan en uppföljning för det året." in again.content.decode()


def test_the_dry_run_shows_who_is_asked_what_and_the_mail_word_for_word(
    stage: Stage, leader: Client
) -> None:
    stage.period.message = "Varmt välkomna till årets uppföljning."
    stage.period.save()
    page = text(leader, DRY_RUN)
    assert "Frågas inte: är avslutad (genomförd, året framgår inte)." in page
    assert "Alla nämnder: " in page
    assert "Varmt välkomna till årets uppföljning." in page
    assert "kontakt0@example.org" in page
    assert f"/intranet/uppfoljning/{YEAR}/{stage.boards[0].slug}/" in page
    assert not FollowUpEntry.objects.exists()


def test_a_board_that_nobody_can_answer_for_is_named_with_the_way_to_the_register(
    stage: Stage, leader: Client
) -> None:
    ContactPerson.objects.filter(board=stage.boards[0]).delete()
    page = text(leader, DRY_RUN)
    silent = page[page.index("Ingen kan svara än") : page.index("Vad som frågas")]
    assert stage.boards[0].name in silent
    assert stage.boards[1].name not in silent
    assert "/intranet/redaktion/snippets/resources/contactperson/add/" in silent


def test_an_activity_without_its_tick_is_not_asked_about(stage: Stage, leader: Client) -> None:
    asked = text(leader, DRY_RUN).count(" checked>")
    counted = leader.post(DRY_RUN, {"gor": "rakna", "med": kept(stage, 6)}).content.decode()
    assert counted.count(" checked>") == asked - 1
    form = {"sedd": mark(counted), "med": kept(stage, 6)}
    confirm = leader.post(DRY_RUN, form | {"gor": "bekrafta"}).content.decode()
    assert "Ja, öppna uppföljningen" in confirm
    count = confirm.split("<strong>")[1].split("</strong>")[0]
    leader.post(DRY_RUN, form | {"gor": "oppna"})
    entries = FollowUpEntry.objects.of(stage.period)
    assert entries.count() == int(count)
    assert not entries.filter(activity__number=6).exists()


@pytest.mark.parametrize("step", ["bekrafta", "oppna"])
def test_opening_asks_again_when_the_registers_have_changed(
    step: str, stage: Stage, leader: Client
) -> None:
    """One board in another's place: as many answers as before, but not those that were shown."""
    form = {"gor": step, "sedd": mark(text(leader, DRY_RUN)), "med": kept(stage)}
    Board.objects.filter(pk=stage.boards[0].pk).update(
        valid_to=OPENS - timedelta(days=1), successor=BoardFactory()
    )
    page = leader.post(DRY_RUN, form).content.decode()
    assert "Något har ändrats i registren sedan du såg efter." in page
    assert "Ja, öppna uppföljningen" not in page
    stage.period.refresh_from_db()
    assert stage.period.state == "planned"


def test_a_year_that_another_opened_meanwhile_keeps_what_was_typed(
    stage: Stage, leader: Client
) -> None:
    def opened_first(execute: Any, sql: str, *rest: Any) -> Any:
        if "FOR UPDATE" in sql and not FollowUpPeriod.objects.running().exists():
            opened = {"opened_at": NOW, "opened_by": stage.coordinator, "state": "open"}
            FollowUpPeriod.objects.update(**opened)
        return execute(sql, *rest)

    form = {
        "version": stage.period.version_id,
        "year": YEAR,
        "opens_on": OPENS,
        "due_on": DUE,
        "closes_on": CLOSES,
        "message": "Det jag skrev",
    }
    with connection.execute_wrapper(opened_first):
        answer = leader.post(f"{BASE}{YEAR}/andra/", form)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Uppföljningen är redan öppnad." in page
    assert "Det jag skrev" in page


def test_nothing_opens_when_nobody_is_asked(leader: Client) -> None:
    form = {"gor": "bekrafta", "sedd": mark(text(leader, DRY_RUN))}
    page = leader.post(DRY_RUN, form).content.decode()
    assert "Välj minst en aktivitet." in page
    assert "Ja, öppna uppföljningen" not in page


def test_an_open_year_gives_more_time_and_never_less(stage: Stage) -> None:
    stage.open()
    later = {"due_on": DUE + timedelta(days=14), "closes_on": stage.period.closes_on}
    move_dates(stage.period, user=stage.coordinator, now=NOW, **later)
    stage.period.refresh_from_db()
    assert stage.period.due_on == later["due_on"]
    logged = ModelLogEntry.objects.get(action="actionplan.move_followup")
    assert logged.message == "Sista svarsdag 2027-12-14, stänger 2028-01-31"
    with pytest.raises(ValidationError):
        move_dates(stage.period, user=stage.coordinator, now=NOW, **later | {"due_on": DUE})
    with pytest.raises(PermissionDenied):
        move_dates(stage.period, user=stage.contacts[0], now=NOW, **later)


def test_the_days_of_an_open_year_are_all_that_its_form_changes(
    stage: Stage, leader: Client
) -> None:
    stage.open()
    form = {"due_on": "2027-11-01", "closes_on": "2028-01-31", "year": "2040"}
    page = leader.post(f"{BASE}{YEAR}/andra/", form).content.decode()
    assert "Nämnderna har fått ett senare datum." in page
    leader.post(f"{BASE}{YEAR}/andra/", form | {"due_on": "2027-12-10"})
    stage.period.refresh_from_db()
    assert (stage.period.due_on, stage.period.year) == (date(2027, 12, 10), YEAR)


def test_closing_counts_what_is_missing_and_asks_first(stage: Stage, leader: Client) -> None:
    stage.open()
    stage.answered(stage.entries()[0])
    left = FollowUpEntry.objects.of(stage.period).unanswered().count()
    page = text(leader, f"{BASE}{YEAR}/stang/")
    assert f"<strong>{left}</strong> av {left + 1} svar saknas" in page
    assert "<strong>1</strong> svar är inskickat men inte godkänt" in page
    leader.post(f"{BASE}{YEAR}/stang/")
    stage.period.refresh_from_db()
    assert stage.period.state == "closed"
    assert "Stängd" in text(leader, f"{BASE}{YEAR}/")


def test_a_closed_year_is_opened_again_with_a_reason_and_answers_can_be_corrected(
    stage: Stage, leader: Client
) -> None:
    entry = stage.open().approved(stage.entries()[0])
    close_period(stage.period, user=stage.coordinator, now=NOW)
    address = f"{BASE}{YEAR}/oppna-igen/"
    far = timezone.localdate() + timedelta(days=5000)
    page = leader.post(address, {"reason": " ", "closes_on": far}).content.decode()
    assert "Skriv varför uppföljningen öppnas igen." in page
    leader.post(address, {"reason": "Fel siffra i ett svar.", "closes_on": far})
    stage.period.refresh_from_db()
    assert (stage.period.state, stage.period.closes_on) == ("open", far)
    logged = registry.get_logs_for_instance(stage.period).get(action="actionplan.reopen_followup")
    assert logged.data == {"reason": "Fel siffra i ett svar."}
    reopen(entry, comment="Fel siffra.", user=stage.coordinator, now=NOW)


def test_invented_answers_neither_excuse_nor_fill_in_for_a_real_year(stage: Stage) -> None:
    invented = set_up_year(stage, YEAR - 1, is_example=True)
    same = stage.boards[0]
    entry = invented.entries.by(same)[0]
    FollowUpEntry.objects.filter(pk=entry.pk).update(
        state="approved",
        status="completed",
        done="Påhittat.",
        submitted_by=stage.contacts[0],
        submitted_at=NOW,
        approved_by=stage.approvers[0],
        approved_at=NOW,
    )
    stage.open()
    real = FollowUpEntry.objects.get(period=stage.period, activity=entry.activity, board=same)
    assert not FollowUpEntry.objects.before(real.activity, same, stage.period).exists()


def set_up_year(stage: Stage, year: int, *, is_example: bool) -> FollowUpPeriod:
    """Another year of the same plan, opened."""
    period = FollowUpPeriod.objects.create(
        version=stage.period.version,
        year=year,
        opens_on=date(year, 10, 1),
        due_on=date(year, 11, 30),
        closes_on=date(year + 1, 1, 31),
        is_example=is_example,
    )
    open_period(period, user=stage.coordinator, now=NOW)
    return period
