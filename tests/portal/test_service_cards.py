"""What a card says of a service: whether it can be trusted, whom it is for, what it never tells."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from portal.delivery import clock
from portal.pages.service_cards import service_card
from portal.pages.service_data import service_data
from resources.services.choices import Audience, ChannelKind, ForWhom
from resources.services.models import Channel, Service
from resources.services.standing import service_now
from tests.factories import (
    ChannelFactory,
    ScheduleExceptionFactory,
    ScheduleFactory,
    ServiceFactory,
)
from tests.portal.service_pages import (
    MONDAY_NOON,
    STREET,
    SUNDAY_NIGHT,
    ZONE,
    days_past,
    line,
    main,
    page,
    text,
)

pytestmark = pytest.mark.django_db


# --- to be trusted or not -------------------------------------------------------------------------


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
    instead = 'class="instead__number" href="tel:112"' in card
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


# --- in words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("for_whom", "says"),
    [
        (["exposed"], "För den som utsätts"),
        (["relative", "exposed"], "För den som utsätts och den som oroar sig för någon"),
        (["exposed", "child"], "För den som utsätts samt barn och unga"),
        (
            ["exposed", "child", "relative"],
            "För den som utsätts, barn och unga samt den som oroar sig för någon",
        ),
        (ForWhom.values, "För alla"),
        ([], ""),
    ],
)
def test_whom_a_service_is_for(rf: RequestFactory, for_whom: list[str], says: str) -> None:
    service = ServiceFactory(for_whom=for_whom)
    found = Service.objects.with_channels().get(pk=service.pk)
    assert service_card(rf.get("/"), found).for_whom == says


def test_a_trace_that_is_not_left_is_no_warning(client: Client) -> None:
    channel = line()
    Channel.objects.filter(pk=channel.pk).update(shows_on_bill="no", in_call_list="yes")
    shown = page(client, channel.service)
    warning = shown.partition('class="service-ways__traces"')[2].partition("</p>")[0]
    assert "Kan ligga kvar i samtalslistan." in warning
    assert "Syns inte på telefonräkningen." not in warning
    assert "Syns inte på telefonräkningen." in text(shown)

    # Of two ways one leaves it, so nothing says that it is not left.
    ChannelFactory(service=channel.service, shows_on_bill="yes")
    shown = text(page(client, channel.service))
    assert "Syns på telefonräkningen." in shown
    assert "Syns inte på telefonräkningen." not in shown


@pytest.mark.parametrize(
    ("organization", "name", "is_told"),
    [
        ("Provjouren", "Provjouren", False),
        ("Provjouren", "Provjouren i stan", False),
        ("Nödnumret 110", "110", False),
        ("Provföreningen", "Provjouren", True),
    ],
)
def test_an_organization_is_told_where_the_name_does_not_tell(
    client: Client, organization: str, name: str, is_told: bool
) -> None:
    service = ServiceFactory(organization__name_sv=organization, name_sv=name)
    shown = page(client, service)
    assert ("page-head__label" in shown) is is_told
    assert "Allt stöd från" not in shown
    ServiceFactory(organization=service.organization)
    assert f"Allt stöd från {organization}" in text(page(client, service))


def test_a_slip_knows_one_number_from_two(client: Client) -> None:
    channel = line()
    assert "Där står inte vad numret går till." in text(page(client, channel.service))
    ChannelFactory(service=channel.service)
    assert "Där står inte vad numren går till." in text(page(client, channel.service))


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
