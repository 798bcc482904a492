"""When a service answers, as its card says it: open, closed, and who answers instead."""

import datetime
import re

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override
from pytest_django import Settings

from portal.pages.service_cards import danger_lines, service_card
from portal.settings.municipality import MUNICIPALITY
from resources.services.choices import ChannelKind, ForWhom
from resources.services.models import Channel, Service
from resources.violence.models import ViolenceArea
from tests.factories import (
    ChannelFactory,
    ScheduleExceptionFactory,
    ScheduleFactory,
    ServiceFactory,
    ViolenceAreaFactory,
)
from tests.portal.service_pages import (
    MONDAY_NOON,
    SUNDAY_NIGHT,
    line,
    main,
    page,
    text,
)

pytestmark = pytest.mark.django_db


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
