"""A service as it stands at a moment: what of it may be shown, and whether it is open.

Cards, the detail page, the finder and exports read this, so that they all say the same.
"""

import datetime
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from resources.services.assurance import Assurance, Mark, trust
from resources.services.channels import DIALLED, Channel
from resources.services.choices import ChannelKind, ForWhom
from resources.services.hours import hours_of
from resources.services.models import Service
from resources.services.next_best import Need, next_best
from resources.services.opening_hours import UNKNOWN, OpeningHours, OpenState, state_at

# What somebody answers at once; nobody waits at a web page or a mailbox.
ANSWERED = (*DIALLED, ChannelKind.CHAT)


@dataclass(frozen=True)
class ChannelNow:
    """A channel that may be shown; `hours` is None where they may not."""

    channel: Channel
    mark: Mark
    hours: OpeningHours | None
    state: OpenState


@dataclass(frozen=True)
class ServiceNow:
    """A service with the channels that may be shown of it."""

    service: Service
    assurance: Assurance
    channels: tuple[ChannelNow, ...]

    @property
    def gives_way(self) -> bool:
        """Whether nothing of it can be trusted any more: the danger lines stand in its place."""
        return self.assurance is Assurance.LONG_PAST and not self.channels

    @property
    def open_line(self) -> ChannelNow | None:
        """The first way to somebody who answers now."""
        return next((each for each in self._answered if each.state.is_open), None)

    @property
    def is_closed(self) -> bool:
        """Whether nobody answers now, by hours that are known."""
        return bool(self._answered) and self.open_line is None

    @property
    def _answered(self) -> list[ChannelNow]:
        return [c for c in self.channels if c.state.is_known and c.channel.kind in ANSWERED]


def service_now(service: Service, now: datetime.datetime, zone: ZoneInfo) -> ServiceNow:
    """Return `service` as it stands at `now` (aware), its days and hours read in `zone`.

    The service is one that `with_channels()` has read; a channel without a value is a question
    and not shown.
    """
    assurance = service.assurance_on(now.astimezone(zone).date())
    shown = []
    for channel in service.known_channels:
        trusted = trust(
            assurance,
            is_certain=channel.is_always_certain,
            is_verified=channel.is_verified,
        )
        # The database refuses a visit to a protected place; nothing here trusts that it did.
        if not trusted.is_shown or (
            service.is_protected_place and channel.kind == ChannelKind.VISIT
        ):
            continue
        hours = hours_of(channel, zone) if trusted.shows_hours else None
        state = state_at(hours, now) if hours else UNKNOWN
        known = hours if hours and hours.is_known else None
        shown.append(ChannelNow(channel, trusted.mark, known, state))
    return ServiceNow(service, assurance, tuple(shown))


def open_services(
    services: Iterable[Service], now: datetime.datetime, zone: ZoneInfo
) -> list[ServiceNow]:
    """Return those of `services` where somebody answers now, by hours that are known."""
    standing = (service_now(service, now, zone) for service in services)
    return [each for each in standing if each.open_line]


def next_best_service(
    closed: ServiceNow, open_now: Iterable[ServiceNow], *, last: Container[str] = ()
) -> ServiceNow | None:
    """Return which of `open_now` fits the need of `closed` best, None when none does.

    Those whose open line has one of the addresses in `last` come after all others. That staff may
    ask them too is no reason to send a resident there.
    """
    need = need_of(closed.service)
    residents = need.for_whom - {ForWhom.EMPLOYEE}
    others = (
        (each, need_of(each.service, comes_last=line.channel.address in last))
        for each in open_now
        if (line := each.open_line)
    )
    return next_best(replace(need, for_whom=residents or need.for_whom), others)


def need_of(service: Service, *, comes_last: bool = False) -> Need:
    """Return what a service is for, as the choice of the next best line reads it."""
    return Need(
        areas=frozenset(area.slug for area in service.areas.all()),
        for_whom=frozenset(service.for_whom),
        age_from=service.age_from,
        age_to=service.age_to,
        is_anonymous=service.anonymity == Service.Anonymity.ANONYMOUS,
        organization=service.organization.slug,
        comes_last=comes_last,
    )
