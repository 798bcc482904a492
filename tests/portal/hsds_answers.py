"""What the open data answers, and a service that has everything a service can have."""

import datetime
import json
from collections.abc import Iterator
from typing import Any

from django.test import Client

from resources.services.choices import ChannelKind, ForWhom, HolidayRule
from resources.services.models import Service
from resources.violence.models import ViolenceArea
from tests.factories import (
    ChannelFactory,
    LinkFactory,
    OrganizationFactory,
    ScheduleExceptionFactory,
    ScheduleFactory,
    ServiceFactory,
)

ROOT = "/oppna-data/hsds/"
NOON = "2026-05-04T12:00+02:00"
TODAY = datetime.date(2026, 5, 4)
Record = dict[str, Any]


def ask(client: Client, address: str, status: int = 200) -> Record:
    """Return an answer of the API, which is always JSON, open to all origins, without a cookie."""
    answer = client.get(ROOT + address)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    return dict(json.loads(answer.content))


def pages(client: Client, address: str) -> Iterator[Record]:
    """Every page of a list, in order."""
    number, total = 0, 1
    while number < total:
        number += 1
        page = ask(client, f"{address}{'&' if '?' in address else '?'}per_page=7&page={number}")
        total = page["total_pages"]
        yield page


def rows(client: Client, address: str) -> list[Record]:
    """Everything that a list holds."""
    return [row for page in pages(client, address) for row in page["contents"]]


def everything(client: Client) -> str:
    """Every answer that the API can give, as text."""
    answers: list[Any] = [ask(client, "")]
    for entity in ("services", "organizations"):
        found = rows(client, entity)
        answers += [found, *(ask(client, f"{entity}/{row['id']}") for row in found)]
    return json.dumps([*answers, rows(client, "services?full=true")], ensure_ascii=False)


def told(client: Client, service: Service) -> Record:
    """What the API says of a service."""
    return next(row for row in rows(client, "services?full=true") if row["name"] == service.name_sv)


def a_full_service() -> Service:
    """A service with everything that a service can have, assured and tried."""
    service: Service = ServiceFactory(
        organization=OrganizationFactory(link=LinkFactory(), description_sv="Ett prov."),
        summary_sv="Prov & <mer>.",
        description_sv="Mer om provet.",
        for_whom=[ForWhom.CHILD, ForWhom.EXPOSED],
        age_from=0,
        age_to=25,
        languages=["se", "sv"],
        offers_interpreter="yes",
        languages_note_sv="Arabiska, finska och teckenspråk",
        cost=Service.Cost.FREE,
        anonymity=Service.Anonymity.ANONYMOUS,
        assured_on=TODAY,
    )
    service.areas.set(ViolenceArea.objects.all()[:2])
    tried = {"service": service, "verified_on": TODAY}
    phone = ChannelFactory(**tried, value="090123456", on_holidays=HolidayRule.LIKE_SUNDAY)
    for weekday in (1, 2, 4):
        ScheduleFactory(channel=phone, weekday=weekday)
    ScheduleFactory(
        channel=phone, weekday=6, opens_at="20:00", closes_at="02:30", closes_next_day=True
    )
    ScheduleExceptionFactory(channel=phone, first_day="2026-05-11", last_day="2026-05-11")
    sms = ChannelFactory(**tried, kind=ChannelKind.SMS, value="0701234567")
    for weekday in range(1, 8):
        ScheduleFactory(
            channel=sms, weekday=weekday, opens_at=None, closes_at=None, is_round_the_clock=True
        )
    ScheduleFactory(channel=sms, weekday=1)
    ChannelFactory(**tried, kind=ChannelKind.WEB, value="https://example.org/å?a=b")
    ChannelFactory(**tried, kind=ChannelKind.CHAT, value="https://example.org/chatt")
    ChannelFactory(**tried, kind=ChannelKind.MAIL, value="prov@example.org")
    return service
