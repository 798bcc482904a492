"""The open data: by the standard's rules, nothing that is not public, the same names each time."""

import datetime
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from portal.content.models import PlantedRow
from portal.pages.registers import PartnersPage
from resources.services.choices import Audience, ChannelKind, ForWhom, HolidayRule
from resources.services.models import Channel, Organization, Service
from resources.violence.models import ViolenceArea
from tests.factories import (
    ChannelFactory,
    LinkFactory,
    OrganizationFactory,
    ScheduleExceptionFactory,
    ScheduleFactory,
    ServiceFactory,
)
from tests.portal.hsds_rules import faults, page_faults, reference_faults

pytestmark = pytest.mark.django_db

ROOT = "/oppna-data/hsds/"
TODAY = datetime.date(2026, 5, 4)
Record = dict[str, Any]


@pytest.fixture(autouse=True)
def _a_day_in_may(settings: Settings) -> None:
    settings.CLOCK = "2026-05-04T12:00+02:00"


def ask(client: Client, address: str, status: int = 200) -> Record:
    answer = client.get(ROOT + address)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    return dict(json.loads(answer.content))


def pages(client: Client, address: str) -> Iterator[Record]:
    number, total = 0, 1
    while number < total:
        number += 1
        page = ask(client, f"{address}{'&' if '?' in address else '?'}per_page=7&page={number}")
        total = page["total_pages"]
        yield page


def rows(client: Client, address: str) -> list[Record]:
    return [row for page in pages(client, address) for row in page["contents"]]


def everything(client: Client) -> str:
    """Every answer that the API can give, as text."""
    answers: list[Any] = [ask(client, "")]
    for entity in ("services", "organizations"):
        found = rows(client, entity)
        answers += [found, *(ask(client, f"{entity}/{row['id']}") for row in found)]
    return json.dumps([*answers, rows(client, "services?full=true")], ensure_ascii=False)


def told(client: Client, service: Service) -> Record:
    return next(row for row in rows(client, "services?full=true") if row["name"] == service.name_sv)


def a_full_service() -> Service:
    """A service with everything that a service can have, assured and tried."""
    service: Service = ServiceFactory(
        organization=OrganizationFactory(link=LinkFactory(), description_sv="Ett prov."),
        summary_sv="Prov & <mer>.",
        description_sv="Mer om provet.",
        for_whom=[ForWhom.CHILD, ForWhom.EXPOSED],
        age_from=0,
        age_to=25,
        languages_note_sv="Arabiska, finska och teckenspråk",
        cost=Service.Cost.FREE,
        anonymity=Service.Anonymity.ANONYMOUS,
        assured_on=TODAY,
    )
    service.areas.set(ViolenceArea.objects.all()[:2])
    tried = {"service": service, "verified_on": TODAY}
    phone = ChannelFactory(**tried, value="090123456", on_holidays=HolidayRule.LIKE_SUNDAY)
    for weekday in (1, 2, 4):
        ScheduleFactory(channel=phone, weekday=weekday)
    ScheduleFactory(
        channel=phone, weekday=6, opens_at="20:00", closes_at="02:30", closes_next_day=True
    )
    ScheduleExceptionFactory(channel=phone, first_day="2026-05-11", last_day="2026-05-11")
    sms = ChannelFactory(**tried, kind=ChannelKind.SMS, value="0701234567")
    for weekday in range(1, 8):
        ScheduleFactory(
            channel=sms, weekday=weekday, opens_at=None, closes_at=None, is_round_the_clock=True
        )
    ScheduleFactory(channel=sms, weekday=1)
    ChannelFactory(**tried, kind=ChannelKind.WEB, value="https://example.org/å?a=b")
    ChannelFactory(**tried, kind=ChannelKind.CHAT, value="https://example.org/chatt")
    ChannelFactory(**tried, kind=ChannelKind.MAIL, value="prov@example.org")
    return service


# --- the standard's rules ------------------------------------------------------------------------


def test_the_root_says_what_the_api_is(client: Client) -> None:
    root = ask(client, "")

    assert not list(faults("api", root))
    assert root["profile"].endswith("/oppna-data/")


def test_every_service_keeps_the_standards_rules(client: Client) -> None:
    a_full_service()
    whole = rows(client, "services?full=true")

    assert not [fault for row in whole for fault in faults("service", row)]
    assert not list(reference_faults(whole))
    assert {row["id"] for row in whole} == {row["id"] for row in rows(client, "services")}
    assert len(whole) == Service.objects.visible().count()
    for row in whole[-3:]:
        assert ask(client, f"services/{row['id']}") == row


def test_every_organization_keeps_the_standards_rules(client: Client) -> None:
    a_full_service()
    found = rows(client, "organizations")
    whole = [ask(client, f"organizations/{row['id']}") for row in found]

    assert not [fault for row in [*found, *whole] for fault in faults("organization", row)]
    assert len(found) == Organization.objects.that_help().count()
    assert sum(len(row["services"]) for row in whole) == Service.objects.visible().count()


def test_lists_have_the_standards_header_and_no_lists_inside(client: Client) -> None:
    a_full_service()
    for page in (*pages(client, "services"), *pages(client, "organizations")):
        assert not list(page_faults(page))
        assert not [row for row in page["contents"] for v in row.values() if isinstance(v, list)]
        assert not [
            f for row in page["contents"] if "status" in row for f in faults("service", row)
        ]


BROKEN: list[tuple[Record, str]] = [
    ({"name": None}, "service.name: None"),
    ({"status": "open"}, "service.status: 'open'"),
    ({"id": "17"}, "service.id: '17'"),
    ({"url": "example.org"}, "service.url: 'example.org'"),
    ({"email": "prov"}, "service.email: 'prov'"),
    ({"assured_date": "4 maj"}, "service.assured_date: '4 maj'"),
    ({"minimum_age": "18"}, "service.minimum_age: '18'"),
    ({"hours": "9–16"}, "service.hours: not in the standard"),
    ({"phones": [{"number": "112"}]}, "service.phones[0]: lacks id"),
    ({"schedules": [{"byday": "FR,MO"}]}, "service.schedules[0].byday: 'FR,MO'"),
    ({"schedules": [{"opens_at": "9.00"}]}, "service.schedules[0].opens_at: '9.00'"),
    ({"organization": {"name": "Prov"}}, "service.organization: lacks description"),
]


@pytest.mark.parametrize(("change", "fault"), BROKEN, ids=[fault for _, fault in BROKEN])
def test_the_rules_find_what_is_wrong(client: Client, change: Record, fault: str) -> None:
    row = told(client, a_full_service())

    assert fault in list(faults("service", row | change))


# --- what is said --------------------------------------------------------------------------------


def test_a_service_says_all_that_is_known(client: Client) -> None:
    row = told(client, a_full_service())

    assert row["assured_date"] == "2026-05-04"
    assert "alert" not in row
    assert row["description"] == "Prov & <mer>.\n\nMer om provet."
    assert (row["minimum_age"], row["maximum_age"]) == (0, 25)
    assert row["interpretation_services"] == "Arabiska, finska och teckenspråk"
    assert row["eligibility_description"] == "den som utsätts, barn och unga"
    assert row["cost_options"][0]["amount"] == 0
    assert row["url"] == "https://example.org/%C3%A5?a=b"
    assert row["application_process"] == "Chatt: https://example.org/chatt"
    assert row["email"] == "prov@example.org"
    assert [(p["number"], p["type"]) for p in row["phones"]] == [
        ("090-12 34 56", "voice"),
        ("070-123 45 67", "text"),
    ]
    terms = {each["taxonomy_term"]["taxonomy"] for each in row["attributes"]}
    assert terms == {"våldsområde", "för vem", "anonymitet"}


def test_hours_are_weekly_rules_with_an_offset_that_holds(client: Client) -> None:
    schedules = told(client, a_full_service())["schedules"]

    assert [(s["byday"], s["opens_at"], s["closes_at"]) for s in schedules] == [
        ("MO,TU,TH", "09:00+02:00", "16:00+02:00"),
        ("SA", "20:00+02:00", "02:30+02:00"),
        ("MO,TU,WE,TH,FR,SA,SU", "00:00+02:00", "23:59+02:00"),
        ("MO", "09:00+02:00", "16:00+02:00"),
    ]
    day, night, always, _ = schedules
    assert day["attending_type"] == "telefon 090-12 34 56"
    assert "På helgdagar: som en söndag." in day["notes"]
    assert "Måndag 11 maj: stängt." in day["notes"]
    assert "Stänger dagen efter." in night["notes"]
    assert "dygnet runt" in always["description"]
    assert "Stänger" not in always.get("notes", "")


@pytest.mark.parametrize(
    ("now", "offset", "assured_on", "valid_to"),
    [
        # Before summer time the rule ends the day before the clocks are moved.
        ("2026-03-01T12:00+01:00", "+01:00", "2026-02-01", "2026-03-28"),
        # On the day itself the new time holds.
        ("2026-03-29T12:00+02:00", "+02:00", "2026-03-01", "2026-08-28"),
        # The owner's word ends before summer time does.
        ("2026-05-04T12:00+02:00", "+02:00", "2026-01-01", "2026-06-30"),
        ("2026-05-04T12:00+02:00", "+02:00", "2026-05-04", "2026-10-24"),
    ],
)
def test_hours_hold_until_the_clocks_or_the_review(
    client: Client, settings: Settings, now: str, offset: str, assured_on: str, valid_to: str
) -> None:
    settings.CLOCK = now
    service = ServiceFactory(assured_on=assured_on, review_interval_days=180)
    ScheduleFactory(channel=ChannelFactory(service=service, verified_on=assured_on))

    (schedule,) = told(client, service)["schedules"]
    assert schedule["opens_at"] == f"09:00{offset}"
    assert schedule["valid_to"] == valid_to


@pytest.mark.parametrize(
    ("assured_on", "verified_on", "numbers", "hours", "alert"),
    [
        (TODAY, TODAY, 1, 1, ""),
        (TODAY, None, 0, 0, ""),
        (None, TODAY, 1, 0, "Ägaren har ännu inte intygat uppgifterna."),
        (datetime.date(2025, 11, 4), TODAY, 0, 0, "Uppgifterna behöver kontrolleras."),
        (datetime.date(2025, 1, 1), TODAY, 0, 0, "Uppgifterna har inte kontrollerats på länge"),
    ],
)
def test_no_number_that_nobody_tried_and_no_hours_without_the_owners_word(
    client: Client,
    assured_on: datetime.date | None,
    verified_on: datetime.date | None,
    numbers: int,
    hours: int,
    alert: str,
) -> None:
    service = ServiceFactory(assured_on=assured_on, summary_sv="Det vi gör.")
    ScheduleFactory(channel=ChannelFactory(service=service, verified_on=verified_on))
    row = told(client, service)

    assert len(row.get("phones", [])) == numbers
    assert len(row.get("schedules", [])) == hours
    assert row.get("alert", "").startswith(alert)
    assert bool(row.get("alert")) is bool(alert)
    assert ("description" in row) is ("länge" not in alert)
    assert row.get("assured_date") == (assured_on.isoformat() if assured_on else None)


def test_a_danger_number_keeps_its_hours_whatever_happens(client: Client) -> None:
    for service in Service.objects.all():
        Service.objects.filter(pk=service.pk).update(assured_on="2020-01-01")

    row = next(row for row in rows(client, "services?full=true") if row["name"] == "112")
    assert row["phones"][0]["number"] == "112"
    assert row["schedules"][0]["valid_to"] == "2026-10-24"


# --- what is not said ----------------------------------------------------------------------------

INTERNAL = {Service: ("evidence", "note"), Organization: ("evidence", "note")}
INTERNAL_OF_CHANNEL = ("hours_note", "evidence", "caution")


def test_nothing_internal_is_anywhere(client: Client) -> None:
    """Every internal text of every row is made its own word, and each word is looked for."""
    a_full_service()
    Channel.objects.update(verified_on=TODAY)
    for model, fields in {**INTERNAL, Channel: INTERNAL_OF_CHANNEL}.items():
        for row in model.objects.all():
            words = {field: f"hemlig-{model.__name__}-{field}-{row.pk}" for field in fields}
            model.objects.filter(pk=row.pk).update(**words)

    assert not re.findall(r"hemlig-[\w-]+", everything(client))


def test_no_address_and_no_visit_is_anywhere(client: Client) -> None:
    Service.objects.filter(is_protected_place=False).update(
        street_address="Hemliga gatan 17",
        postal_code="90999",
        town="Hemlig ort",
        latitude=Decimal("63.123456"),
        longitude=Decimal("20.654321"),
    )
    # The database itself refuses a visit to a protected place.
    for service in Service.objects.filter(is_protected_place=False):
        visit = ChannelFactory(
            service=service, kind=ChannelKind.VISIT, value="Dolda torget 3", verified_on=TODAY
        )
        ScheduleFactory(channel=visit, opens_at="03:17", closes_at="03:19")
    Service.objects.update(assured_on=TODAY)
    found = everything(client)

    for secret in ("Hemlig", "90999", "63.123456", "20.654321", "Dolda", "03:17", "besök "):
        assert secret not in found


def test_nothing_for_professionals_is_anywhere(client: Client) -> None:
    line = ServiceFactory(
        audience=Audience.PROFESSIONAL, name_sv="Hemliga linjen", assured_on=TODAY
    )
    ChannelFactory(service=line, value="0911222333", verified_on=TODAY)
    found = everything(client)

    hidden = Service.objects.for_professionals()
    assert len(hidden) > 1
    for service in hidden:
        assert json.dumps(service.name_sv, ensure_ascii=False) not in found
    assert "0911-22 23 33" not in found
    assert line.organization.name_sv not in found


# --- names that stay, pages, cost ----------------------------------------------------------------


def test_identifiers_are_the_same_after_the_content_was_loaded_again(client: Client) -> None:
    before = rows(client, "services?full=true")
    old = Service.objects.get(slug="kvinnofridslinjen")
    old.delete()
    PlantedRow.objects.filter(key="service:kvinnofridslinjen").delete()
    assert len(rows(client, "services")) == len(before) - 1
    call_command("load_content", verbosity=0)

    assert Service.objects.get(slug="kvinnofridslinjen").pk != old.pk
    assert rows(client, "services?full=true") == before


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200),
        ("?page=1", 200),
        ("?per_page=100", 200),
        ("?page=2&per_page=3", 200),
        ("?per_page=101", 400),
        ("?per_page=0", 400),
        ("?page=0", 400),
        ("?page=-1", 400),
        ("?page=två", 400),
        ("?page=²", 400),
        ("?page=", 400),
        ("?page=99999999999999999999", 400),
        ("?page=999", 404),
        ("?search=ord", 400),
    ],
)
@pytest.mark.parametrize("entity", ["services", "organizations"])
def test_a_page_that_can_be_asked_for(client: Client, entity: str, query: str, status: int) -> None:
    answer = ask(client, entity + query, status)

    assert ("error" in answer) is (status != 200)


def test_pages_hold_all_once(client: Client) -> None:
    ServiceFactory.create_batch(20)
    found = list(pages(client, "services"))
    total = Service.objects.visible().count()

    assert {page["total_items"] for page in found} == {total}
    assert len({row["id"] for page in found for row in page["contents"]}) == total
    assert [page["first_page"] for page in found] == [True] + [False] * (len(found) - 1)
    assert [page["last_page"] for page in found] == [False] * (len(found) - 1) + [True]
    assert not any(page["empty"] for page in found)


def test_a_list_of_nothing_is_a_page(client: Client) -> None:
    Service.objects.update(audience=Audience.PROFESSIONAL)
    page = ask(client, "services")

    assert (page["empty"], page["total_items"], page["contents"]) == (True, 0, [])


@pytest.mark.parametrize("address", ["services/17", "nagot-annat", "services/", "organizations/x"])
def test_an_address_that_is_not_there_answers_in_json(client: Client, address: str) -> None:
    assert ask(client, address, 404)["error"] == "Det finns inget på den här adressen."


def test_a_service_for_professionals_has_no_address(client: Client) -> None:
    row = told(client, service := ServiceFactory())
    Service.objects.filter(pk=service.pk).update(audience=Audience.PROFESSIONAL)

    ask(client, f"services/{row['id']}", 404)
    ask(client, f"organizations/{row['organization_id']}", 404)


@pytest.mark.parametrize(
    ("address", "most"),
    [("services?full=true&per_page=100", 6), ("services?per_page=100", 6), ("organizations", 2)],
)
def test_a_list_costs_the_same_however_long(client: Client, address: str, most: int) -> None:
    a_full_service()
    for _ in range(30):
        ScheduleFactory(channel=ChannelFactory(verified_on=TODAY))
    with CaptureQueriesContext(connection) as asked:
        ask(client, address)

    assert len(asked) <= most


def test_other_origins_are_let_in_here_only(client: Client) -> None:
    for address in ("/oppna-data/", "/", "/fa-hjalp/", "/sok/"):
        assert "Access-Control-Allow-Origin" not in client.get(address)
    answer = client.get(ROOT)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert client.post(ROOT).status_code == 405


def test_people_are_told_what_there_is(client: Client) -> None:
    page = client.get("/oppna-data/").content.decode()

    assert "<code>http://testserver/oppna-data/hsds/services</code>" in page
    assert "Licensen är inte bestämd än." in page
    partners = PartnersPage.objects.get(locale__language_code="sv")
    assert 'href="/oppna-data/"' in client.get(partners.url).content.decode()
