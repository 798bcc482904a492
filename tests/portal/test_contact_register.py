"""The register of contact persons: who is found by whom, what runs out, and what a person does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from portal.intranet.contact_register.mail import remind_contacts
from portal.intranet.contact_register.reading import is_unconfirmed
from portal.intranet.contact_register.services import end
from portal.intranet.models import User
from portal.intranet.roles import Role
from portal.notifications.models import OutboxMessage
from portal.subscriptions import subjects
from portal.subscriptions.models import Happening
from portal.subscriptions.services import tell
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Unit
from tests.factories import ContactPersonFactory, UnitFactory
from tests.harness.client import Client
from tests.stage import person

pytestmark = pytest.mark.django_db
REGISTER, MINE = "/intranet/kontaktpersoner/", "/intranet/kontaktpersoner/mitt/"
# A Wednesday at ten.
NOW = datetime(2027, 3, 3, 9, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def unit() -> Unit:
    return UnitFactory(name_sv="Provskolan", function_mailbox="provskolan@example.org")


def contact(unit: Unit, user: User | None = None, **values: Any) -> ContactPerson:
    whose = {"user": user, "name": "", "mailbox": ""} if user else {}
    return ContactPersonFactory(unit=unit, **whose, **{"valid_from": TODAY} | values)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, path: str = REGISTER) -> str:
    return signed_in(user).get(path).content.decode()


# --- the register --------------------------------------------------------------------------------


def test_everyone_at_work_finds_whom_to_ask_and_which_units_have_nobody(unit: Unit) -> None:
    ContactPersonFactory(unit=unit, name="Prov Provsson", mailbox="prov@example.org")
    lonely = UnitFactory(name_sv="Ensamenheten")
    ContactPersonFactory(unit=lonely, name="Ersta Ersson", role=ContactPerson.Role.DEPUTY)
    closed = UnitFactory(name_sv="Stängdenheten", valid_to=date(2020, 1, 1))

    text = page(person("anna", Role.READER))

    assert "Prov Provsson, kontaktperson" in text
    assert "mailto:prov@example.org" in text
    assert closed.name not in text
    missing = page(person("bo", Role.READER), f"{REGISTER}?visa=saknas")
    assert "Ensamenheten" in missing
    assert "Ersta Ersson, ersättare" in missing
    assert "Provskolan" not in missing


@pytest.mark.parametrize(
    ("role", "sees_what_runs_out", "appoints"),
    [
        (Role.READER, False, False),
        (Role.BOARD_CONTACT, False, False),
        (Role.COMMUNICATOR, False, False),
        (Role.AUDITOR, True, False),
        (Role.COORDINATOR, True, True),
    ],
)
def test_what_is_to_be_seen_to_is_for_who_oversees_and_done_by_who_appoints(
    role: Role, sees_what_runs_out: bool, appoints: bool, unit: Unit
) -> None:
    soon = timezone.localdate() + timedelta(days=20)
    row = ContactPersonFactory(unit=unit, valid_to=soon)
    text = page(person("anna", role))
    assert ("tar slut inom 30 dagar</dt>" in text) is sees_what_runs_out
    assert (f"/kontaktperson/edit/{row.pk}/" in text or f"/edit/{row.pk}/" in text) is appoints
    assert ("Utse en kontaktperson" in text) is appoints
    assert "Prov Provsson" in text


def test_the_list_narrows_to_what_runs_out(unit: Unit) -> None:
    today = timezone.localdate()
    ContactPersonFactory(unit=unit, valid_to=today + timedelta(days=30))
    later = UnitFactory(name_sv="Senareenheten")
    ContactPersonFactory(unit=later, valid_to=today + timedelta(days=31))
    text = page(person("sam", Role.COORDINATOR), f"{REGISTER}?visa=snart")
    assert "Provskolan" in text
    assert "Senareenheten" not in text


def test_a_retired_account_is_nobodys_contact_person(unit: Unit) -> None:
    user = person("anna", Role.READER)
    contact(unit, user, valid_from=None)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert "Provskolan" in page(person("bo", Role.READER), f"{REGISTER}?visa=saknas")


@pytest.mark.parametrize(
    ("confirmed", "appointed", "is_asked"),
    [
        (None, None, True),
        (None, TODAY - timedelta(days=364), False),
        (None, TODAY - timedelta(days=365), True),
        (TODAY - timedelta(days=364), TODAY - timedelta(days=800), False),
        (TODAY - timedelta(days=365), TODAY - timedelta(days=800), True),
    ],
)
def test_a_task_is_asked_about_once_a_year(
    confirmed: date | None, appointed: date | None, is_asked: bool
) -> None:
    row = ContactPerson(confirmed_on=confirmed, valid_from=appointed)
    assert is_unconfirmed(row, TODAY) is is_asked


# --- what a person does --------------------------------------------------------------------------


def test_a_person_confirms_is_away_and_comes_back(unit: Unit) -> None:
    user = person("anna", Role.READER)
    row = contact(unit, user, valid_from=date(2020, 1, 1))
    client = signed_in(user)
    assert "Är du fortfarande kontaktperson?" in client.get(MINE).content.decode()
    who = {"uppdrag": row.pk}

    client.post(MINE, {**who, "bekrafta": "ja"})
    until = timezone.localdate() + timedelta(days=9)
    said = client.post(MINE, {**who, "borta_till": until.isoformat()}, follow=True)
    row.refresh_from_db()
    assert (row.confirmed_on, row.away_until) == (timezone.localdate(), until)
    assert "Du är borta till och med" in said.content.decode()

    past = timezone.localdate() - timedelta(days=1)
    refused = client.post(MINE, {**who, "borta_till": past.isoformat()}).content.decode()
    assert "Dagen har passerat" in refused
    assert past.isoformat() in refused
    client.post(MINE, {**who, "borta_till": ""})
    row.refresh_from_db()
    assert row.away_until is None


def test_who_ends_a_task_is_thanked_and_the_rest_are_told(unit: Unit) -> None:
    user = person("anna", Role.READER)
    person("sam", Role.COORDINATOR)
    row = contact(unit, user, valid_from=None)
    client = signed_in(user)
    day = timezone.localdate() + timedelta(days=14)
    path = f"{MINE}{row.pk}/sluta/"
    assert "Välj din sista dag" in client.post(path, {}).content.decode()

    said = client.post(path, {"sista_dag": day.isoformat(), "efter": "Berit"}, follow=True)

    assert "Tack för det du har gjort" in said.content.decode()
    row.refresh_from_db()
    assert row.valid_to == day
    mails = OutboxMessage.objects.filter(kind="contact_leaving")
    assert {mail.recipient for mail in mails} == {"sam@example.org", "provskolan@example.org"}
    assert all("Förslag på vem som kan ta över: Berit" in mail.text for mail in mails)
    later = (day + timedelta(days=1)).isoformat()
    refused = client.post(path, {"sista_dag": later}).content.decode()
    assert "Uppdraget slutar före den dagen" in refused


@pytest.mark.parametrize("role", [Role.READER, Role.COORDINATOR, Role.AUDITOR])
def test_nobody_acts_on_anothers_task(role: Role, unit: Unit) -> None:
    row = contact(unit, person("anna", Role.READER), valid_from=None)
    client = signed_in(person("annan", role))
    for data in ({"bekrafta": "ja"}, {"borta_till": "2099-01-01"}):
        assert client.post(MINE, {"uppdrag": row.pk, **data}).status_code == 404
    path = f"{MINE}{row.pk}/sluta/"
    assert (
        client.get(path).status_code == client.post(path, {"sista_dag": "2099-01-01"}).status_code
    )
    assert client.get(path).status_code == 404
    row.refresh_from_db()
    assert (row.confirmed_on, row.away_until, row.valid_to) == (None, None, None)


def test_who_is_no_contact_person_is_told_whom_to_ask() -> None:
    assert "Du är inte kontaktperson." in page(person("anna", Role.READER), MINE)


# --- mails ---------------------------------------------------------------------------------------


def test_what_runs_out_is_told_to_the_person_and_who_appoints_once(unit: Unit) -> None:
    person("sam", Role.COORDINATOR)
    contact(unit, person("anna", Role.READER), valid_to=TODAY + timedelta(days=30))
    for hours in (0, 1, 24):
        remind_contacts(NOW + timedelta(hours=hours))
    mails = {mail.recipient: mail for mail in OutboxMessage.objects.filter(kind="contact_expiry")}
    assert set(mails) == {"anna@example.org", "sam@example.org"}
    assert (
        "Ditt uppdrag som kontaktperson för Provskolan tar slut" in mails["anna@example.org"].text
    )
    assert "Förläng uppdraget eller utse någon annan" in mails["sam@example.org"].text


def test_who_ended_the_task_themselves_is_not_asked_to_go_on(unit: Unit) -> None:
    user = person("anna", Role.READER)
    person("sam", Role.COORDINATOR)
    row = contact(unit, user, valid_from=None)
    end(row.pk, TODAY + timedelta(days=14), user=user, now=NOW)
    remind_contacts(NOW)
    assert set(OutboxMessage.objects.values_list("kind", flat=True)) == {"contact_leaving"}
    # Another last day is another matter.
    ContactPerson.objects.filter(pk=row.pk).update(valid_to=TODAY + timedelta(days=20))
    remind_contacts(NOW)
    assert OutboxMessage.objects.filter(kind="contact_expiry").count() == 2


@pytest.mark.parametrize("has_deputy", [True, False])
def test_while_a_person_is_away_another_is_told_and_nobody_answers_for_them(
    has_deputy: bool, unit: Unit
) -> None:
    away = {"away_until": TODAY, "valid_to": TODAY + timedelta(days=20)}
    contact(unit, person("anna", Role.READER), valid_from=None, **away)
    contact(UnitFactory(), person("bo", Role.READER), valid_from=None, away_until=TODAY)
    if has_deputy:
        contact(unit, person("cia", Role.READER), role=ContactPerson.Role.DEPUTY)
    remind_contacts(NOW)
    (mail,) = OutboxMessage.objects.all()
    assert mail.recipient == ("cia" if has_deputy else "provskolan") + "@example.org"
    for said in (mail.text, mail.html):
        assert "är borta, så brevet går till er" in said
        assert "Ditt uppdrag" not in said


@pytest.mark.parametrize("role", [ContactPerson.Role.APPROVER, ContactPerson.Role.SECRETARY])
def test_who_approves_or_reads_for_a_board_ends_nothing_here(role: str, unit: Unit) -> None:
    user = person("anna", Role.READER)
    row = contact(unit, user, valid_from=None, role=role)
    path = f"{MINE}{row.pk}/sluta/"
    assert signed_in(user).post(path, {"sista_dag": "2099-01-01"}).status_code == 404
    row.refresh_from_db()
    assert row.valid_to is None


@pytest.mark.parametrize(
    ("values", "kinds"),
    [
        ({"valid_to": TODAY + timedelta(days=31)}, []),
        ({"valid_from": TODAY - timedelta(days=400)}, ["contact_confirm"]),
        ({"valid_from": TODAY - timedelta(days=400), "confirmed_on": TODAY}, []),
        ({"valid_from": TODAY + timedelta(days=1)}, []),
        (
            {"valid_from": TODAY - timedelta(days=400), "role": ContactPerson.Role.SECRETARY},
            [],
        ),
    ],
)
def test_who_is_asked_what(values: dict[str, Any], kinds: list[str], unit: Unit) -> None:
    contact(unit, person("anna", Role.READER), **values)
    remind_contacts(NOW)
    assert list(OutboxMessage.objects.values_list("kind", flat=True)) == kinds


def test_nobody_is_written_to_in_the_evening(unit: Unit) -> None:
    contact(unit, person("anna", Role.READER), valid_to=TODAY + timedelta(days=3))
    remind_contacts(NOW.replace(hour=20))
    assert not OutboxMessage.objects.exists()


# --- the week's sheet ----------------------------------------------------------------------------


def test_the_weeks_sheet_holds_what_everyone_at_work_may_hear(unit: Unit) -> None:
    user = person("anna", Role.COUNCIL_MEMBER)
    contact(unit, user, valid_from=None)
    other = UnitFactory()

    def happens(title: str, audience: str, about: str, days: int = 0) -> None:
        at = NOW + timedelta(days=days)
        tell(title, title=title, audience=audience, about=[about], path="/prov/", now=at)

    happens("En ny sida", Happening.Audience.PUBLIC, subjects.SITE)
    happens("Vår rutin", Happening.Audience.STAFF, subjects.routines(unit.pk))
    happens("Allas rutin", Happening.Audience.STAFF, subjects.ALL_ROUTINES)
    happens("Andras rutin", Happening.Audience.STAFF, subjects.routines(other.pk))
    happens("Rådets papper", Happening.Audience.COUNCIL, subjects.COUNCIL)
    happens("Nästa vecka", Happening.Audience.PUBLIC, subjects.SITE, days=7)

    text = page(user, f"{REGISTER}utskick/2027-09/")

    for title in ("En ny sida", "Vår rutin", "Allas rutin"):
        assert title in text
    for title in ("Andras rutin", "Rådets papper", "Nästa vecka"):
        assert title not in text
    assert "Nästa vecka" in page(user, f"{REGISTER}utskick/2027-10/")
    for wrong in ("2027-54", "2027-00", "nu", "9999-99", "9999-52", "0001-01"):
        assert signed_in(user).get(f"{REGISTER}utskick/{wrong}/").status_code == 404
