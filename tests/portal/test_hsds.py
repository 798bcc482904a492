"""Open Referral HSDS: the standard's rules are kept, and what is known is said."""

import datetime

import pytest
from django.test import Client
from pytest_django import Settings

from resources.links.models import Link
from resources.services.models import Organization, Service
from tests.factories import (
    ChannelFactory,
    ScheduleFactory,
    ServiceFactory,
)
from tests.portal.hsds_answers import (
    NOON,
    TODAY,
    Record,
    a_full_service,
    ask,
    pages,
    rows,
    told,
)
from tests.portal.hsds_rules import faults, page_faults, reference_faults

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_day_in_may(settings: Settings) -> None:
    settings.CLOCK = NOON


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
    assert row["interpretation_services"] == "tolk finns. Arabiska, finska och teckenspråk"
    assert [(each["code"], each["name"]) for each in row["languages"]] == [
        ("sv", "svenska"),
        ("se", "nordsamiska"),
    ]
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


def test_the_website_of_an_organization_is_given_when_somebody_has_tried_it(
    client: Client,
) -> None:
    organization = a_full_service().organization

    def said() -> str | None:
        found = rows(client, "organizations")
        website = next(row for row in found if row["name"] == organization.name).get("website")
        return str(website) if website else None

    assert said() is None
    Link.objects.filter(pk=organization.link_id).update(checked_on=TODAY)
    assert said() == "https://example.org/"


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
        (None, TODAY, 1, 0, "Ägaren har ännu inte kontrollerat uppgifterna."),
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


def test_a_service_that_has_ended_is_said_to_be_gone_and_how_to_reach_it_is_not(
    client: Client,
) -> None:
    service = a_full_service()
    tomorrow = TODAY + datetime.timedelta(days=1)
    Service.objects.filter(pk=service.pk).update(ended_on=tomorrow)
    assert told(client, service)["status"] == "active"

    Service.objects.filter(pk=service.pk).update(ended_on=TODAY)
    row = told(client, service)

    assert not list(faults("service", row))
    assert (row["status"], row["alert"]) == ("defunct", "Stödet finns inte längre.")
    assert row.keys() == {
        "id", "organization_id", "name", "status", "assured_date", "alert", "organization"
    }  # fmt: skip
    assert client.get(f"/fa-hjalp/stod/{service.slug}/").status_code == 404
    assert ask(client, f"services/{row['id']}") == row


@pytest.mark.parametrize("assured_on", [None, "2025-11-04", "2020-01-01"])
def test_a_line_that_is_always_certain_carries_no_alert(
    client: Client, assured_on: str | None
) -> None:
    for service in Service.objects.all():
        Service.objects.filter(pk=service.pk).update(assured_on=assured_on)

    told = {row["name"]: row for row in rows(client, "services?full=true")}
    for name in ("112", "Kvinnofridslinjen"):
        assert told[name]["phones"]
        assert "alert" not in told[name]
    assert told["Terrafem"]["alert"]


def test_a_danger_number_keeps_its_hours_whatever_happens(client: Client) -> None:
    for service in Service.objects.all():
        Service.objects.filter(pk=service.pk).update(assured_on="2020-01-01")

    row = next(row for row in rows(client, "services?full=true") if row["name"] == "112")
    assert row["phones"][0]["number"] == "112"
    assert row["schedules"][0]["valid_to"] == "2026-10-24"
