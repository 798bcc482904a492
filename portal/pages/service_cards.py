"""What components show of a service: what it is for, how to reach it, what traces that leaves."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.navigation.doors import doors
from portal.navigation.language import words
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
    organization = service.organization
    return ServiceCard(
        title=words(service, "name"),
        url=doors(request).service(service),
        organization=words(organization, "name") if organization.name != service.name else "",
        summary=words(service, "summary"),
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
        ", ".join(service.language_names),
        service.get_offers_interpreter_display(),
        _ages(service),
    ]
    note = words(service, "languages_note")
    return [*(fact[:1].upper() + fact[1:] for fact in facts if fact), *([note] if note else [])]


def _ages(service: Service) -> str:
    ages = {"first": service.age_from, "last": service.age_to}
    if service.age_from is not None and service.age_to is not None:
        return _("%(first)s–%(last)s år") % ages
    if service.age_from is not None:
        return _("från %(first)s år") % ages
    return _("till och med %(last)s år") % ages if service.age_to is not None else ""


# What is said of a trace that is left, and of one that somebody has found is not.
TRACES = [
    (
        "shows_on_bill",
        gettext_lazy("Syns på telefonräkningen."),
        gettext_lazy("Syns inte på telefonräkningen."),
    ),
    (
        "in_call_list",
        gettext_lazy("Kan ligga kvar i samtalslistan."),
        gettext_lazy("Ligger inte kvar i samtalslistan."),
    ),
    (
        "in_chat_history",
        gettext_lazy("Kan ligga kvar bland meddelanden."),
        gettext_lazy("Ligger inte kvar bland meddelanden."),
    ),
    (
        "number_shown",
        gettext_lazy("Den som svarar ser ditt nummer."),
        gettext_lazy("Den som svarar ser inte ditt nummer."),
    ),
]


def _traces(channels: Iterable[Channel]) -> list[str]:
    sentences = [
        {Trace.YES: left, Trace.NO: not_left}.get(getattr(channel, name))
        for channel in channels
        for name, left, not_left in TRACES
    ]
    return list(dict.fromkeys(str(sentence) for sentence in sentences if sentence))
