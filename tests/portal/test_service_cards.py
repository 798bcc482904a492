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
from django.utils.translation import override
from pytest_django import Settings

from portal.delivery import clock
from portal.pages.service_cards import danger_lines, service_card
from portal.pages.service_data import DAYS, service_data
from portal.settings.municipality import MUNICIPALITY
from resources.services.choices import Audience, ChannelKind, ForWhom, HolidayRule
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
    html = " ".join(response.content.decode().split())
    return html.partition("<main")[2].partition("</main>")[0]


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


def test_a_number_for_messages_is_not_taken_for_a_telephone(
    client: Client, settings: Settings
) -> None:
    settings.CLOCK = MONDAY_NOON
    channel = line()
    called = text(page(client, channel.service))
    assert f"SMS {channel.text}" not in called
    Channel.objects.filter(pk=channel.pk).update(kind=ChannelKind.SMS)

    shown = page(client, channel.service)
    ways, slip = shown.split('class="slip"')
    assert f'href="sms:{channel.value}"' in ways
    assert f"SMS {channel.text}" in text(ways)
    assert f"SMS {channel.text}" in text(slip)
    assert f"SMS {channel.text}" in text(main(client, "/fa-hjalp/for/utsatt/"))

    settings.CLOCK = "2026-05-05T12:00+02:00"
    closed = line()
    area = ViolenceAreaFactory()
    for each in (closed, channel):
        each.service.areas.add(area)
    ScheduleFactory(channel=channel, weekday=2)
    instead = text(page(client, closed.service))
    assert f"Svarar nu i stället: {channel.service.name} SMS {channel.text}" in instead


# --- in another language --------------------------------------------------------------------------


@pytest.mark.parametrize("moment", [SUNDAY_NIGHT, MONDAY_NOON, "2033-06-06T12:00+02:00"])
def test_a_card_in_english_says_which_of_its_words_are_swedish(
    rf: RequestFactory, settings: Settings, moment: str
) -> None:
    settings.CLOCK = moment
    area = ViolenceAreaFactory()
    best = line(name_sv="Nattjour på åkern")
    channel = line(on=datetime.date.fromisoformat(moment[:10]), name_sv="Dagjour på ön")
    Service.objects.update(languages=["sv", "ar"], offers_interpreter="yes", cost="free")
    Service.objects.filter(pk=channel.service_id).update(for_whom=ForWhom.values, age_from=18)
    for each in (best, channel):
        each.service.areas.add(area)
    ScheduleExceptionFactory(
        channel=channel, first_day=moment[:10], last_day=moment[:10], reason="flytt på gång"
    )
    request = rf.get("/en/")
    with override("en"):
        for gives_way in (False, True):
            if gives_way:
                Service.objects.filter(pk=channel.service_id).update(assured_on="2020-01-01")
            service = Service.objects.with_channels().get(pk=channel.service_id)
            card = service_card(request, service)
            for name in ("service_card", "service_detail", "service_row"):
                html = render_to_string(f"components/{name}.html", {"service": card})
                english = text(re.sub(r'<span lang="sv">[^<]*</span>', "", html))
                found = re.search(r"[åäöÅÄÖ]|\b(och|För|Stängt|flytt|måndag|juni)\b", english)
                assert not found, (found, english)


def test_a_closed_card_in_english(rf: RequestFactory, settings: Settings) -> None:
    settings.CLOCK = SUNDAY_NIGHT
    service = Service.objects.with_channels().get(pk=line().service_id)
    service.areas.add(ViolenceAreaFactory())
    with override("en"):
        card = service_card(rf.get("/en/"), service)
    (channel,) = card.channels
    assert channel.status_text == "Closed, opens Monday 9:00"
    assert [(row.days, row.times) for row in channel.week][:2] == [
        ("Monday", "9:00–16:00"),
        ("Tuesday–Sunday", "closed"),
    ]
    english = MUNICIPALITY.in_language("en").danger_lines
    assert [each.title for each in card.instead] == [e.name for e in english if e.stands_in]
    assert card.instead != danger_lines()


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


def test_a_closed_line_leads_to_its_own_before_the_police(
    client: Client, settings: Settings
) -> None:
    settings.CLOCK = SUNDAY_NIGHT
    closed = line(name_sv="Mottagningen")
    closed.service.areas.set(ViolenceArea.objects.all())
    night = line(name_sv="Jouren", organization=closed.service.organization)
    night.service.areas.add(ViolenceArea.objects.all()[0])
    night.schedules.all().delete()
    ScheduleFactory(
        channel=night, weekday=7, opens_at=None, closes_at=None, is_round_the_clock=True
    )
    Service.objects.filter(pk=closed.service_id).update(for_whom=[ForWhom.EXPOSED, "relative"])
    assert f"Svarar nu i stället: Jouren {night.text}" in text(page(client, closed.service))

    # A line that the settings let stand in for none comes last, however well it fits.
    night.delete()
    other = line(name_sv="En annan jour")
    other.service.areas.add(ViolenceArea.objects.all()[0])
    other.schedules.all().delete()
    ScheduleFactory(
        channel=other, weekday=7, opens_at=None, closes_at=None, is_round_the_clock=True
    )
    Channel.objects.filter(service__slug="kvinnofridslinjen").delete()
    assert "Svarar nu i stället: En annan jour" in text(page(client, closed.service))
    other.delete()
    assert "Svarar nu i stället: Polisen" in text(page(client, closed.service))


def test_who_wants_to_stop_is_not_led_to_a_line_that_staff_may_ask_too(
    client: Client, settings: Settings
) -> None:
    settings.CLOCK = SUNDAY_NIGHT
    closed = line()
    closed.service.areas.set(ViolenceArea.objects.all())
    for persons, instead in (
        (["uses_violence", "employee"], "Polisen"),
        (["employee"], "Kvinnofridslinjen"),
    ):
        Service.objects.filter(pk=closed.service_id).update(for_whom=persons)
        shown = text(page(client, closed.service))
        assert f"Svarar nu i stället: {instead}" in shown, persons


def test_who_answers_instead_is_told_at_once_after_closed(
    client: Client, settings: Settings
) -> None:
    settings.CLOCK = SUNDAY_NIGHT
    channel = line()
    ChannelFactory(service=channel.service, kind=ChannelKind.WEB, value="https://example.org/")
    shown = text(page(client, channel.service))
    closed, instead, mark = (
        shown.index(words) for words in ("Stängt, öppnar", "Svarar nu i stället", "kontrollerat 1")
    )
    assert closed < instead < mark
    assert shown.count("Svarar nu i stället") == 1


def test_a_service_without_a_way_to_reach_it_gives_the_lines_that_always_answer(
    client: Client,
) -> None:
    service = ServiceFactory()
    ChannelFactory(service=service, value="")
    for shown in (page(client, service), main(client, "/fa-hjalp/for/utsatt/")):
        card = shown.partition(service.name)[2].partition("</article>")[0]
        assert "Kontaktuppgifter saknas här. Du kan alltid ringa:" in text(card)
        assert 'class="instead__number" href="tel:112"' in card


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
    # Monday is no holiday, but one day it will be.
    assert "hoursAvailable" not in point


def test_the_description_says_hours_only_of_a_line_that_never_closes(
    client: Client, settings: Settings
) -> None:
    settings.CLOCK = MONDAY_NOON

    def hours() -> object:
        described_line = described(client, channel.service)["availableChannel"][0]
        return described_line["servicePhone"].get("hoursAvailable")

    channel = line()
    channel.schedules.all().delete()
    for weekday in range(1, 8):
        ScheduleFactory(
            channel=channel, weekday=weekday, opens_at=None, closes_at=None, is_round_the_clock=True
        )
    assert hours() is None, "closed on holidays"
    Channel.objects.filter(pk=channel.pk).update(on_holidays=HolidayRule.AS_USUAL)
    assert hours() == {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": list(DAYS),
        "opens": "00:00",
        "closes": "23:59",
    }
    ScheduleExceptionFactory(channel=channel, first_day="2026-12-28", last_day="2026-12-28")
    assert hours() is None, "closed on a day ahead"


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
