"""The finder holds every card from the start: what that costs a first view, and the database."""

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Browser
from pytest_django import Settings

from resources.services.choices import Trace
from resources.services.models import Service
from resources.violence.models import ViolenceArea
from tests import factories
from tests.harness.server import Server
from tests.performance.test_first_view import first_view

FINDER = "/fa-hjalp/vilken-hjalp/"
# A Sunday night: every line with hours is closed, and its card says until when and who answers.
CLOSED = "2026-05-03T03:00+02:00"
CHECKED_ON = datetime.date(2026, 4, 1)
WORDS = ["stöd", "samtal", "kvinnor", "män", "barn", "unga", "familj", "rådgivning", "jour"]
WORDS += ["trygghet", "våld", "hot", "oro", "hjälp", "kväll", "kostnadsfri", "tolk", "besök"]
WORDS += ["telefon", "mottagning", "kurator", "skydd", "boende", "anhörig", "sekretess"]


def fill_up_to(services: int) -> None:
    """Make services until so many can be seen, each with words, tags and traces of its own.

    All are assured, checked and closed at night: no card says more than theirs.
    """
    areas = list(ViolenceArea.objects.all())
    for number in range(services - Service.objects.visible().count()):
        words = [WORDS[(number * step + step) % len(WORDS)] for step in range(1, 15)]
        service = factories.ServiceFactory(
            name_sv=f"{words[0].capitalize()} {words[1]} {number}",
            summary_sv=" ".join(words).capitalize() + ".",
            languages_note_sv=f"Tolk på {number % 40 + 2} språk.",
            age_from=number % 20,
            age_to=number % 60 + 20,
            cost=Service.Cost.FREE,
            anonymity=Service.Anonymity.ANONYMOUS if number % 2 else "",
            for_whom=["exposed", "relative", "child"][: number % 3 + 1],
            languages=["sv", "en", "ar"][: number % 3 + 1],
            offers_interpreter="yes",
            assured_on=CHECKED_ON,
        )
        service.areas.set(areas[number % 3 : number % 3 + 3])
        checked = {"service": service, "verified_on": CHECKED_ON + datetime.timedelta(number % 28)}
        line = factories.ChannelFactory(in_call_list=Trace.YES, **checked)
        for weekday in range(1, 6):
            factories.ScheduleFactory(
                channel=line, weekday=weekday, opens_at=f"{number % 4 + 7:02}:30"
            )
        factories.ChannelFactory(
            kind="web", value=f"https://www.{words[2]}{number}.example/", **checked
        )


@pytest.mark.parametrize(("services", "most_bytes"), [(60, 60_000), (200, 90_000)])
def test_a_first_view_is_small_with_many_services(
    services: int,
    most_bytes: int,
    server_at: Callable[[str], AbstractContextManager[Server]],
    browser: Browser,
) -> None:
    fill_up_to(services)
    with server_at(CLOSED) as server:
        for width in (360, 1280):
            cost = first_view(browser, server.url(FINDER), width)
            print(f"{services} services, {width} px: {cost.bytes} bytes, {cost.requests} requests")
            assert cost.bytes <= most_bytes, cost.sent
            assert cost.requests <= 6, cost.sent


@pytest.mark.django_db
def test_many_services_cost_no_more_queries(client: Client, settings: Settings) -> None:
    settings.CLOCK = CLOSED

    filled = Service.objects.filter(assured_on=CHECKED_ON)

    def asked_with(services: int) -> int:
        fill_up_to(services)
        client.get(FINDER)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(FINDER).content.decode()
        assert page.count("Stängt, öppnar måndag") == filled.count()
        return len(asked)

    assert asked_with(40) == asked_with(90)
