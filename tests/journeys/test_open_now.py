"""Whether somebody answers, on the page as a resident sees it at the hours that are hard."""

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager

from playwright.sync_api import FloatRect, Page

from resources.services.choices import ForWhom, HolidayRule
from resources.services.models import Service
from resources.violence.models import ViolenceArea
from tests.conftest import OpenPage
from tests.factories import ChannelFactory, ScheduleFactory, ServiceFactory
from tests.harness.server import Server

DAY_LINE, NIGHT_LINE, UNKNOWN_LINE = "Dagjouren", "Nattjouren", "Okänd jour"

# At each moment what the card of the day line and of the night line must say.
HARD_HOURS = {
    "03:00 on a Sunday": (
        "2026-05-03T03:00+02:00",
        "Stängt, öppnar måndag 9.00",
        "Stängt, öppnar måndag 1.00",
    ),
    "Epiphany": (
        "2026-01-06T10:00+01:00",
        "Stängt i dag (trettondedag jul), öppnar onsdag 9.00",
        "Stängt, öppnar onsdag 1.00",
    ),
    "Midsummer Eve": (
        "2026-06-19T10:00+02:00",
        "Stängt i dag (midsommarafton), öppnar måndag 9.00",
        "Stängt, öppnar lördag 1.00",
    ),
    "a minute before the clocks go forward": (
        "2026-03-29T01:59+01:00",
        "Stängt, öppnar måndag 9.00",
        "Öppet nu, stänger 3.00",
    ),
    "a minute later": (
        "2026-03-29T03:00+02:00",
        "Stängt, öppnar måndag 9.00",
        "Stängt, öppnar måndag 1.00",
    ),
    "the second time it is half past two": (
        "2026-10-25T02:30+01:00",
        "Stängt, öppnar måndag 9.00",
        "Öppet nu, stänger 3.00",
    ),
}


def make_line(name: str, first_day: int, last_day: int, opens: str, closes: str) -> None:
    service = ServiceFactory(
        name_sv=name, assured_on="2025-12-20", review_interval_days=400, for_whom=[ForWhom.EXPOSED]
    )
    channel = ChannelFactory(service=service, verified_on="2025-12-20")
    if name == NIGHT_LINE:
        channel.on_holidays = HolidayRule.AS_USUAL
        channel.save()
    for weekday in range(first_day, last_day + 1):
        ScheduleFactory(channel=channel, weekday=weekday, opens_at=opens, closes_at=closes)


def test_every_card_says_the_right_thing_at_the_hours_that_are_hard(
    server_at: Callable[[str], AbstractContextManager[Server]], open_page: OpenPage
) -> None:
    make_line(DAY_LINE, 1, 5, "09:00", "16:00")
    make_line(NIGHT_LINE, 1, 7, "01:00", "03:00")
    ChannelFactory(service=ServiceFactory(name_sv=UNKNOWN_LINE, for_whom=[ForWhom.EXPOSED]))
    always = Service.objects.visible().filter(channels__is_always_certain=True)

    for when, (moment, day_line, night_line) in HARD_HOURS.items():
        with server_at(moment) as server:
            page = open_page(server.url("/fa-hjalp/"), width=360).page
            cards = {
                card.locator(".service-card__title").inner_text(): card.inner_text()
                for card in page.locator(".service-card").all()
            }
            assert datetime.datetime.fromisoformat(moment).tzinfo, "a moment without its zone"
            assert day_line in cards[DAY_LINE], when
            assert night_line in cards[NIGHT_LINE], when
            assert "Öppet" not in cards[UNKNOWN_LINE], when
            assert "Stängt" not in cards[UNKNOWN_LINE], when
            assert always
            for service in always:
                assert "Öppet nu, dygnet runt" in cards[service.name], when


def place_of(page: Page, selector: str) -> FloatRect:
    place = page.locator(selector).first.bounding_box()
    assert place, selector
    return place


def test_who_to_ring_instead_is_seen_at_once_on_a_small_phone(
    server_at: Callable[[str], AbstractContextManager[Server]], open_page: OpenPage
) -> None:
    make_line("Socialtjänstens dagjour", 1, 5, "09:00", "16:00")
    service = Service.objects.get(name_sv="Socialtjänstens dagjour")
    service.summary_sv = "Hit ringer du när du vill ha kontakt med socialtjänsten."
    service.save()
    make_line(NIGHT_LINE, 7, 7, "01:00", "23:00")
    Service.objects.get(name_sv=NIGHT_LINE).areas.set(area := ViolenceArea.objects.all()[:1])
    service.areas.set(area)
    with server_at("2026-05-03T03:00+02:00") as server:
        url = server.url(f"/fa-hjalp/stod/{service.slug}/")
        page = open_page(url, width=360, height=640).page
        number, bar, box, around = (
            place_of(page, selector)
            for selector in (".instead__number", ".exit", ".instead", ".service-ways")
        )
    assert number["y"] + number["height"] <= bar["y"]
    assert box["x"] >= around["x"]
    assert box["x"] + box["width"] <= around["x"] + around["width"] + 1
