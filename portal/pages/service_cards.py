"""What components show of a service: whom it helps, how to reach it now, what traces it leaves."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.delivery import clock
from portal.navigation.doors import doors
from portal.navigation.language import words
from portal.settings.municipality import Municipality
from resources.services.assurance import Assurance, Mark
from resources.services.channels import DIALLED
from resources.services.choices import Audience, ChannelKind, ForWhom, Trace
from resources.services.models import Service
from resources.services.opening_hours import OpeningHours
from resources.services.opening_words import HoursRow, coming_rows, open_words, week_rows
from resources.services.standing import (
    ChannelNow,
    ServiceNow,
    next_best_service,
    open_services,
    service_now,
)


@dataclass(frozen=True)
class ChannelItem:
    """A way to reach a service: its address, whether it is checked, whether somebody answers now.

    `is_sms` says that the number takes messages and nobody answers a call; `mark` is a value of
    `Mark`; `status` and `status_text` are a tag's, empty for unknown hours;
    `week` and `coming` are the rows of the table of hours.
    """

    kind: str
    text: str
    url: str
    is_dialled: bool
    mark: str
    verified_on: datetime.date | None
    status: str = ""
    status_text: str = ""
    week: list[HoursRow] = field(default_factory=list)
    coming: list[HoursRow] = field(default_factory=list)
    is_sms: bool = False


@dataclass(frozen=True)
class OtherLine:
    """A line to ring instead: its name, its page where it has one, and its number."""

    title: str
    url: str
    text: str
    tel: str


@dataclass(frozen=True)
class ServiceCard:
    """A service as a card; `facts` and `traces` are sentences, and the unknown is not said.

    `traces` are left by who gets in touch, and `no_traces` are known not to be; `needs_check` says
    that its review has been missed; `gives_way`, that it was so long ago that only the lines in
    `instead` are shown; `instead` also holds who answers when nobody does here, or none can be
    reached.
    """

    title: str
    url: str
    organization: str
    summary: str
    channels: list[ChannelItem]
    for_whom: str
    facts: list[str]
    traces: list[str]
    needs_check: bool = False
    gives_way: bool = False
    instead: list[OtherLine] = field(default_factory=list)
    no_traces: list[str] = field(default_factory=list)

    @property
    def first_closed(self) -> ChannelItem | None:
        """The first way that nobody answers now: who does instead stands beside it."""
        return next((channel for channel in self.channels if channel.status == "closed"), None)

    @property
    def hours(self) -> list[ChannelItem]:
        """The channels whose hours are known."""
        return [channel for channel in self.channels if channel.week]

    @property
    def numbers(self) -> list[ChannelItem]:
        """The numbers to dial, as a slip of paper has them."""
        return [channel for channel in self.channels if channel.is_dialled]

    @property
    def slip_numbers(self) -> list[str]:
        """What a slip of paper has: the numbers, or without any those to ring instead."""
        return [line.text for line in self.numbers or self.instead]


def service_cards(
    request: HttpRequest, services: Iterable[Service], now: datetime.datetime | None = None
) -> list[ServiceCard]:
    """Return services as cards, from rows read by `with_channels()`, as they stand at `now`."""
    moment = now or clock.now()
    return [service_card(request, service, moment) for service in services]


def service_card(
    request: HttpRequest, service: Service, now: datetime.datetime | None = None
) -> ServiceCard:
    """Return one service as a card. A line for professionals has no address of its own."""
    moment = now or clock.now()
    standing = service_now(service, moment, timezone.get_default_timezone())
    organization = service.organization
    # Who gives it need not be told where the one name says the other.
    names = organization.name.casefold(), service.name.casefold()
    is_own = names[0] in names[1] or names[1] in names[0]
    trusted = standing.assurance is not Assurance.LONG_PAST
    past = standing.assurance is Assurance.PAST_REVIEW
    return ServiceCard(
        title=words(service, "name"),
        url=doors(request).service(service),
        organization="" if is_own else words(organization, "name"),
        summary="" if standing.gives_way else words(service, "summary"),
        channels=[_channel(each, moment) for each in standing.channels],
        for_whom=_for_whom(service) if trusted else "",
        facts=_facts(service) if trusted else [],
        traces=_traces(standing, Trace.YES),
        no_traces=_traces(standing, Trace.NO),
        needs_check=past and not any(c.mark is Mark.NEEDS_CHECK for c in standing.channels),
        gives_way=standing.gives_way,
        instead=_instead(request, standing, moment),
    )


def _channel(shown: ChannelNow, now: datetime.datetime) -> ChannelItem:
    channel, state, hours = shown.channel, shown.state, shown.hours
    return ChannelItem(
        kind=channel.get_kind_display(),
        text=channel.text,
        url=channel.address,
        is_dialled=channel.kind in DIALLED,
        is_sms=channel.kind == ChannelKind.SMS,
        mark=shown.mark.value,
        verified_on=channel.verified_on,
        status=("open" if state.is_open else "closed") if state.is_known else "",
        status_text=open_words(state, now),
        week=week_rows(hours) if hours else [],
        coming=_coming(hours, now) if hours else [],
    )


def _coming(hours: OpeningHours, now: datetime.datetime) -> list[HoursRow]:
    return coming_rows(hours, now.astimezone(hours.zone).date())


def _instead(request: HttpRequest, standing: ServiceNow, now: datetime.datetime) -> list[OtherLine]:
    """Return who answers now in place of a service that is closed, not to be trusted, or has no
    way to be reached.
    """
    if standing.gives_way or not (standing.channels or _is_for_staff(standing)):
        return danger_lines()
    if not standing.is_closed:
        return []
    # A line that does not stand in for others comes after all that do.
    last = {line.tel for line in settings.MUNICIPALITY.danger_lines if not line.stands_in}
    best = next_best_service(standing, _open_now(request, now), last=last)
    return [_other_line(request, best)] if best else danger_lines()


def _is_for_staff(standing: ServiceNow) -> bool:
    return standing.service.audience == Audience.PROFESSIONAL


def danger_lines() -> list[OtherLine]:
    """Return the lines that stand in for any other, which are settings and never closed."""
    municipality: Municipality = settings.MUNICIPALITY.in_language(get_language() or "")
    return [
        OtherLine(line.name, "", line.number, line.tel)
        for line in municipality.danger_lines
        if line.stands_in
    ]


def _other_line(request: HttpRequest, standing: ServiceNow) -> OtherLine:
    service, line = standing.service, standing.open_line
    assert line is not None, "a service that is not open is no line to ring instead"
    channel = line.channel
    is_sms = channel.kind == ChannelKind.SMS
    return OtherLine(
        title=words(service, "name"),
        url=doors(request).service(service),
        text=f"{channel.get_kind_display()} {channel.text}" if is_sms else channel.text,
        tel=channel.address,
    )


def _open_now(request: HttpRequest, now: datetime.datetime) -> list[ServiceNow]:
    """Return all public services that are open, read at the request's first closed card.

    The emergency number is not among them: it is for danger now, and at the top of every page.
    """
    if not hasattr(request, "_open_services"):
        services = Service.objects.visible().with_channels()
        emergency = settings.MUNICIPALITY.danger_lines[0].tel
        request._open_services = [  # type: ignore[attr-defined]
            each
            for each in open_services(services, now, timezone.get_default_timezone())
            if each.open_line and each.open_line.channel.address != emergency
        ]
    return request._open_services  # type: ignore[attr-defined]


def _for_whom(service: Service) -> str:
    """Return whom it helps as a sentence, in the order in which the choices stand."""
    persons = [str(who.label) for who in ForWhom if who in service.for_whom]
    if len(persons) == len(ForWhom):
        return _("För alla")
    return _("För %(whom)s") % {"whom": _and(persons)} if persons else ""


def _and(words: list[str]) -> str:
    if len(words) < 2:
        return words[0]
    # Beside "barn och unga" another "och" would be read as one more of them.
    last = _(" samt ") if any(_(" och ") in word for word in words) else _(" och ")
    return last.join([", ".join(words[:-1]), words[-1]])


def _facts(service: Service) -> list[str]:
    facts = [
        _ages(service),
        service.get_cost_display(),
        service.get_anonymity_display(),
        ", ".join(service.language_names),
        service.get_offers_interpreter_display(),
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


def _traces(standing: ServiceNow, said: Trace) -> list[str]:
    """Return the sentences on traces: those that some way leaves, or those that none does."""
    channels = [each.channel for each in standing.channels]
    found = []
    for name, left, not_left in TRACES:
        values = {getattr(channel, name) for channel in channels}
        if said in values and (said == Trace.YES or Trace.YES not in values):
            found.append(str(left if said == Trace.YES else not_left))
    return found
