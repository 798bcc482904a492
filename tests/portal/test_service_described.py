"""What a service's page says to machines: only what is certain."""

import datetime
import json
import re
from typing import Any

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from portal.delivery import clock
from portal.pages.service_data import DAYS, service_data
from resources.services.choices import Audience, HolidayRule
from resources.services.models import Channel, Service
from resources.services.standing import service_now
from tests.factories import (
    ScheduleExceptionFactory,
    ScheduleFactory,
    ServiceFactory,
)
from tests.portal.service_pages import (
    MONDAY_NOON,
    NEW_DAY,
    ZONE,
    days_past,
    line,
    page,
)

pytestmark = pytest.mark.django_db


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
