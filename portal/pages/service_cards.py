"""What components show of a service: what it is for, how to reach it, what traces that leaves."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from portal.navigation.doors import doors
from resources.services.channels import Channel
from resources.services.choices import ChannelKind, Trace
from resources.services.models import Service


@dataclass(frozen=True)
class ChannelItem:
    """A way to reach a service: what it is, its address, and whether it is checked."""

    kind: str
    text: str
    url: str
    is_dialled: bool
    verified_on: datetime.date | None
    is_certain: bool


@dataclass(frozen=True)
class ServiceCard:
    """A service as a card; `facts` and `traces` are sentences, and the unknown is not said."""

    title: str
    url: str
    organization: str
    summary: str
    channels: list[ChannelItem]
    facts: list[str]
    traces: list[str]


def service_cards(request: HttpRequest, services: Iterable[Service]) -> list[ServiceCard]:
    """Return services as cards, from rows read by `with_channels()`."""
    return [service_card(request, service) for service in services]


def service_card(request: HttpRequest, service: Service) -> ServiceCard:
    """Return one service as a card. A line for professionals has no address of its own."""
    channels = service.known_channels
    organization = service.organization.name
    return ServiceCard(
        title=service.name,
        url=doors(request).service(service),
        organization=organization if organization != service.name else "",
        summary=service.summary,
        channels=[_channel(channel) for channel in channels],
        facts=_facts(service),
        traces=_traces(channels),
    )


def _channel(channel: Channel) -> ChannelItem:
    return ChannelItem(
        kind=channel.get_kind_display(),
        text=channel.text,
        url=channel.address,
        is_dialled=channel.kind in (ChannelKind.PHONE, ChannelKind.SMS),
        verified_on=channel.verified_on,
        is_certain=channel.is_always_certain,
    )


def _facts(service: Service) -> list[str]:
    facts = [
        service.get_cost_display(),
        service.get_anonymity_display(),
        service.languages_note,
        _ages(service),
    ]
    return [fact[:1].upper() + fact[1:] for fact in facts if fact]


def _ages(service: Service) -> str:
    if service.age_from is not None and service.age_to is not None:
        return f"{service.age_from}–{service.age_to} år"
    if service.age_from is not None:
        return f"från {service.age_from} år"
    return f"till och med {service.age_to} år" if service.age_to is not None else ""


# What is said of a trace that is left, and of one that somebody has found is not.
TRACES = [
    ("shows_on_bill", "Syns på telefonräkningen.", "Syns inte på telefonräkningen."),
    ("in_call_list", "Kan ligga kvar i samtalslistan.", "Ligger inte kvar i samtalslistan."),
    ("in_chat_history", "Kan ligga kvar bland meddelanden.", "Ligger inte kvar bland meddelanden."),
    ("number_shown", "Den som svarar ser ditt nummer.", "Den som svarar ser inte ditt nummer."),
]


def _traces(channels: Iterable[Channel]) -> list[str]:
    sentences = [
        {Trace.YES: left, Trace.NO: not_left}.get(getattr(channel, name))
        for channel in channels
        for name, left, not_left in TRACES
    ]
    return list(dict.fromkeys(sentence for sentence in sentences if sentence))
