"""The finder holds every card from the start: what that costs a first view, and the database."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Browser

from resources.services.choices import Trace
from resources.services.models import Service
from resources.violence.models import ViolenceArea
from tests import factories
from tests.harness.server import Server
from tests.performance.test_first_view import first_view

FINDER = "/fa-hjalp/vilken-hjalp/"
WORDS = ["stöd", "samtal", "kvinnor", "män", "barn", "unga", "familj", "rådgivning", "jour"]
WORDS += ["trygghet", "våld", "hot", "oro", "hjälp", "kväll", "kostnadsfri", "tolk", "besök"]
WORDS += ["telefon", "mottagning", "kurator", "skydd", "boende", "anhörig", "sekretess"]


def fill_up_to(services: int) -> None:
    """Make services until so many can be seen, each with words, tags and traces of its own."""
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
        )
        service.areas.set(areas[number % 3 : number % 3 + 3])
        factories.ChannelFactory(service=service, in_call_list=Trace.YES)
        factories.ChannelFactory(
            service=service, kind="web", value=f"https://www.{words[2]}{number}.example/"
        )


@pytest.mark.parametrize(("services", "most_bytes"), [(60, 60_000), (200, 90_000)])
def test_a_first_view_is_small_with_many_services(
    services: int, most_bytes: int, own_server: Server, browser: Browser
) -> None:
    fill_up_to(services)
    for width in (360, 1280):
        cost = first_view(browser, own_server.url(FINDER), width)
        print(f"{services} services, {width} px: {cost.bytes} bytes, {cost.requests} requests")
        assert cost.bytes <= most_bytes, cost.sent
        assert cost.requests <= 6, cost.sent


@pytest.mark.django_db
def test_many_services_cost_no_more_queries(client: Client) -> None:
    def queries() -> int:
        client.get(FINDER)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(FINDER).status_code == 200
        return len(asked)

    before = queries()
    fill_up_to(60)
    assert queries() == before
