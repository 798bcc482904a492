"""What a card says of a service: open or closed, to be trusted or not, and who answers instead."""

import datetime
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from portal.delivery import clock
from portal.pages.service_cards import service_card
from portal.pages.service_data import service_data
from resources.services.choices import Audience, ChannelKind, ForWhom
from resources.services.models import Channel, Service
from resources.services.standing import service_now
from resources.violence.models import ViolenceArea
from tests.factories import (
    ChannelFactory,
    ScheduleExceptionFactory,
    ScheduleFactory,
    ServiceFactory,
    ViolenceAreaFactory,
)

pytestmark = pytest.mark.django_db

SUNDAY_NIGHT = "2026-05-03T03:00+02:00"
MONDAY_NOON = "2026-05-04T12:00+02:00"
NEW_DAY = datetime.date(2026, 5, 1)
ZONE = timezone.get_default_timezone()
STREET = "Hemliga gatan 17"


def line(*, on: datetime.date | None = NEW_DAY, verified: bool = True, **service: Any) -> Channel:
    """A number that answers on Mondays from nine to four."""
    channel: Channel = ChannelFactory(
        service=ServiceFactory(assured_on=on, for_whom=[ForWhom.EXPOSED], **service),
        verified_on=NEW_DAY if verified else None,
    )
    ScheduleFactory(channel=channel)
    return channel


def page(client: Client, service: Service) -> str:
    return main(client, f"/fa-hjalp/stod/{service.slug}/")


def main(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return str(response.content.decode().partition("<main")[2].partition("</main>")[0])


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# --- open and closed ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        (SUNDAY_NIGHT, "Stängt, öppnar måndag 9.00"),
        (MONDAY_NOON, "Öppet nu, stänger 16.00"),
        # Monday 6 June is the National Day.
        ("2033-06-06T12:00+02:00", "Stängt i dag (nationaldagen), öppnar 13 juni 9.00"),
    ],
)
def test_a_page_says_whether_somebody_answers_now(
    client: Client, settings: Settings, moment: str, says: str
) -> None:
    settings.CLOCK = moment
    today = datetime.datetime.fromisoformat(moment).date()
    assert says in text(page(client, line(on=today).service))


def test_the_lines_that_always_answer_say_so_at_any_hour(
    client: Client, settings: Settings
) -> None:
    for moment in (SUNDAY_NIGHT, "2027-01-06T03:00+01:00", "2026-06-19T10:00+02:00"):
        settings.CLOCK = moment
        listed = text(main(client, "/fa-hjalp/"))
        assert listed.count("Öppet nu, dygnet runt") == 4
        # Nobody has checked any other hours, so no others are told.
        assert "Stängt" not in listed
        assert listed.count("Öppet nu") == 4


def test_the_table_of_hours_tells_the_week_and_the_days_that_differ(
    client: Client, settings: Settings
) -> None:
    settings.CLOCK = "2026-12-20T12:00+01:00"
    channel = line(on=datetime.date(2026, 12, 1))
    ScheduleExceptionFactory(
        channel=channel, first_day="2026-12-28", last_day="2026-12-28", reason="flytt"
    )
    shown = text(page(client, channel.service))
    assert "Måndag 9.00–16.00" in shown
    assert "Helgdagar Stängt" in shown
    assert "Måndag 28 december Stängt (flytt)" in shown


# --- who answers instead --------------------------------------------------------------------------


def test_a_closed_line_shows_the_next_best_that_is_open(client: Client, settings: Settings) -> None:
    settings.CLOCK = SUNDAY_NIGHT
    area = ViolenceAreaFactory()
    closed, best = line(), line()
    for channel in (closed, best):
        channel.service.areas.add(area)
    best.schedules.all().delete()
    ScheduleFactory(channel=best, weekday=7, opens_at=None, closes_at=None, is_round_the_clock=True)
    shown = page(client, closed.service)
    assert f"Svarar nu i stället: {best.service.name} {best.text}" in text(shown)
    assert f'href="{best.address}"' in shown

    # Hours that may not be shown do not count as open.
    Channel.objects.filter(pk=best.pk).update(verified_on=None)
    assert best.text not in page(client, closed.service)


def test_when_nobody_else_fits_the_lines_that_are_always_open_stand_there(
    client: Client, settings: Settings
) -> None:
    settings.CLOCK = SUNDAY_NIGHT
    closed = line()
    closed.service.areas.add(ViolenceAreaFactory())
    shown = page(client, closed.service).partition('class="slip"')[0]
    for number in ("tel:112", "tel:020505050"):
        assert f'href="{number}"' in shown


def test_the_emergency_number_is_no_next_best(client: Client, settings: Settings) -> None:
    settings.CLOCK = SUNDAY_NIGHT
    closed = line()
    closed.service.areas.set(ViolenceArea.objects.all())
    emergency = Service.objects.get(slug="112")
    assert set(emergency.areas.all()) == set(closed.service.areas.all())
    shown = text(page(client, closed.service))
    assert "Svarar nu i stället:" in shown
    assert "Svarar nu i stället: 112" not in shown


# --- to be trusted or not -------------------------------------------------------------------------


def days_past(days: int) -> datetime.date:
    """The day of an assurance whose review is that many days late at the set clock."""
    today = datetime.datetime.fromisoformat(MONDAY_NOON).date()
    return today - datetime.timedelta(days=180 + days)


@pytest.mark.parametrize(
    ("on", "verified", "says", "hours", "number"),
    [
        (None, False, "ej kontrollerat", False, True),
        (days_past(0), True, "kontrollerat 1 maj 2026", True, True),
        (days_past(1), True, "behöver kontrolleras", False, True),
        (days_past(1), False, "behöver kontrolleras", False, True),
        (days_past(120), True, "Ingen har kontrollerat uppgifterna på länge", False, False),
    ],
    ids=["never", "the last day", "a day late", "a day late, number not tried", "120 days late"],
)
def test_what_a_resident_sees_of_a_service_as_it_grows_old(
    client: Client,
    settings: Settings,
    on: datetime.date | None,
    verified: bool,
    says: str,
    hours: bool,
    number: bool,
) -> None:
    settings.CLOCK = MONDAY_NOON
    channel = line(on=on, verified=verified, summary="Vad det är till för.")
    for shown in (page(client, channel.service), main(client, "/fa-hjalp/for/utsatt/")):
        card = shown.partition(channel.service.name)[2].partition("</article>")[0]
        assert says in text(card)
        assert ("9.00" in card or "16.00" in card) is hours
        assert (channel.address in card) is number
    # What cannot be trusted gives way to those that always can.
    instead = 'class="service-ways__number" href="tel:112"' in card
    assert instead is not number


@pytest.mark.parametrize("on", [None, days_past(1), days_past(120), days_past(3000)])
def test_the_danger_numbers_stay_whatever_happens(
    client: Client, settings: Settings, on: datetime.date | None
) -> None:
    settings.CLOCK = MONDAY_NOON
    for slug, number in (("112", "tel:112"), ("kvinnofridslinjen", "tel:020505050")):
        Service.objects.filter(slug=slug).update(assured_on=on)
        shown = page(client, Service.objects.get(slug=slug))
        assert f'class="channel__number" href="{number}"' in shown
        assert "Öppet nu, dygnet runt" in shown
        assert "Ingen har kontrollerat" not in shown


# --- for machines ---------------------------------------------------------------------------------


def described(client: Client, service: Service) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page(client, service))
    assert found
    described: dict[str, Any] = json.loads(found[1])
    return described


def test_the_description_for_search_engines_says_what_is_certain(
    client: Client, settings: Settings
) -> None:
    settings.CLOCK = MONDAY_NOON
    channel = line(summary="Vad det är till för.")
    data = described(client, channel.service)
    assert data["@type"] == "Service"
    assert data["description"] == "Vad det är till för."
    point = data["availableChannel"][0]["servicePhone"]
    assert point["telephone"] == channel.text
    assert point["hoursAvailable"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": "Monday",
            "opens": "09:00",
            "closes": "16:00",
        }
    ]


@pytest.mark.parametrize(
    ("on", "verified", "known"),
    [
        (None, False, {}),
        (NEW_DAY, False, {"description"}),
        (None, True, {"availableChannel"}),
        (days_past(1), True, {}),
        (days_past(120), True, {}),
    ],
)
def test_the_description_leaves_out_what_nobody_has_checked(
    client: Client,
    settings: Settings,
    on: datetime.date | None,
    verified: bool,
    known: set[str],
) -> None:
    settings.CLOCK = MONDAY_NOON
    data = described(client, line(on=on, verified=verified, summary="Till för något.").service)
    assert set(data) - {"@context", "@type", "name", "url", "provider"} == set(known)
    assert "hoursAvailable" not in json.dumps(data)


def test_text_in_the_register_cannot_end_the_description(client: Client) -> None:
    name = 'Stöd </script><script>alert("x")</script> & <b>mer</b>'
    service = ServiceFactory(name_sv=name)
    shown = page(client, service)
    assert "<script>alert" not in shown
    assert described(client, service)["name"] == name


def test_a_line_for_professionals_is_described_nowhere(rf: RequestFactory) -> None:
    service = Service.objects.filter(audience=Audience.PROFESSIONAL).with_channels()[0]
    standing = service_now(service, clock.now(), ZONE)
    assert service_data(rf.get("/"), standing) == ""


# --- protected places -----------------------------------------------------------------------------


def test_no_template_can_show_where_a_protected_place_is(rf: RequestFactory) -> None:
    # The database refuses such a row: it is made in memory, as if that rule were gone.
    service = Service.objects.filter(pk=line().service.pk).with_channels().get()
    service.is_protected_place = True
    service.street_address, service.town = STREET, "Hemlig ort"
    service.latitude = service.longitude = Decimal("63.123456")
    service.channels.add(Channel(kind=ChannelKind.VISIT, value=STREET, is_always_certain=True))
    assert STREET in [channel.value for channel in service.known_channels]
    request = rf.get("/")
    card = service_card(request, service)
    outputs = [service_data(request, service_now(service, clock.now(), ZONE))]
    outputs += [
        render_to_string(f"components/{name}.html", {"service": card})
        for name in ("service_card", "service_row", "service_detail", "slip")
    ]
    for output in outputs:
        assert output
        for secret in (STREET, "Hemlig ort", "63.123456", "63,123456"):
            assert secret not in output


# --- by organization ------------------------------------------------------------------------------


def test_an_organization_has_a_page_with_all_that_it_offers(client: Client) -> None:
    service = line().service
    other = ServiceFactory(organization=service.organization)
    hidden = ServiceFactory(organization=service.organization, audience=Audience.PROFESSIONAL)
    shown = main(client, f"/fa-hjalp/aktor/{service.organization.slug}/")
    assert service.name in shown
    assert other.name in shown
    assert hidden.name not in shown
    assert f"/fa-hjalp/aktor/{service.organization.slug}/" in page(client, service)
    assert service.organization.slug in client.get("/sitemap.xml").content.decode()


def test_an_organization_that_offers_residents_nothing_has_no_page(client: Client) -> None:
    hidden = ServiceFactory(audience=Audience.PROFESSIONAL)
    for slug in (hidden.organization.slug, "finns-inte"):
        assert client.get(f"/fa-hjalp/aktor/{slug}/").status_code == 404
    assert hidden.organization.slug not in client.get("/sitemap.xml").content.decode()


# --- what it costs --------------------------------------------------------------------------------


def test_sixty_services_with_hours_cost_no_more_queries_than_one(
    client: Client, settings: Settings
) -> None:
    settings.CLOCK = SUNDAY_NIGHT
    line()
    client.get("/fa-hjalp/")
    with CaptureQueriesContext(connection) as few:
        client.get("/fa-hjalp/")
    for _ in range(60):
        channel = line()
        for weekday in range(2, 6):
            ScheduleFactory(channel=channel, weekday=weekday)
        ScheduleExceptionFactory(channel=channel)
    with CaptureQueriesContext(connection) as many:
        shown = text(main(client, "/fa-hjalp/"))
    assert shown.count("Stängt, öppnar måndag 9.00") == 61
    assert len(many) == len(few)
