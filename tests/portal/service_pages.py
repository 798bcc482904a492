"""What the tests of a service's card share: two moments, a line with hours, a page's words."""

import datetime
import re
from typing import Any

from django.test import Client
from django.utils import timezone

from resources.services.choices import ForWhom
from resources.services.models import Channel, Service
from tests.factories import (
    ChannelFactory,
    ScheduleFactory,
    ServiceFactory,
)

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


def days_past(days: int) -> datetime.date:
    """The day of an assurance whose review is that many days late at the set clock."""
    today = datetime.datetime.fromisoformat(MONDAY_NOON).date()
    return today - datetime.timedelta(days=180 + days)
