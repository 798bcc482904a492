"""Owners are asked by mail whether what the portal says of their services is still right.

One digest a day and unit: on the day a review is due, and every other week until it is answered.
The danger numbers are never asked about here: see `danger_numbers`.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder

from portal.notifications import links
from portal.notifications.models import AssuranceRequest
from portal.notifications.services import enqueue
from portal.notifications.working_hours import is_working_hour
from resources.municipality.models import Unit
from resources.services.assurance import review_due
from resources.services.choices import Audience
from resources.services.models import Service

REMINDER_DAYS = 14
SUBJECT = "Uppgifter att kontrollera"


@dataclass(frozen=True)
class Asked:
    """A service in the digest: `link` confirms it; a staff line has none, but its `desk`."""

    name: str
    assured_on: date | None
    link: str
    desk: str


def ask_owners(now: datetime) -> str:
    """Put the day's digests in the outbox; return how many in words. Twice a day is once."""
    if not is_working_hour(now):
        return "ingen fråga till ägare utanför arbetstid"
    today = timezone.localdate(now)
    due: dict[Unit, list[Service]] = defaultdict(list)
    for service in _not_asked_lately(_reviewed_services(today), today):
        unit = service.owner_unit
        if unit is not None and mailbox(unit, today):
            due[unit].append(service)
    count = sum(_ask(unit, services, now) for unit, services in due.items())
    return f"{count} frågor till ägare"


def mailbox(unit: Unit, today: date) -> str:
    """Return where a unit is asked: its own mailbox, else its manager's; empty when closed."""
    is_closed = unit.valid_to is not None and unit.valid_to < today
    return "" if is_closed else unit.function_mailbox or unit.manager_mailbox


def review_due_on(service: Service) -> date | None:
    """Return the day from which the owner is asked; None when it has never been assured."""
    if service.assured_on is None:
        return None
    return review_due(service.assured_on, service.review_interval_days)


def services_without_anyone_to_ask(today: date) -> list[Service]:
    """Return the services whose owner is missing, is closed or has no mailbox."""
    return [
        service
        for service in _reviewed_services(today)
        if service.owner_unit is None or not mailbox(service.owner_unit, today)
    ]


def _reviewed_services(today: date) -> list[Service]:
    current = Service.objects.current(today)
    services = current.select_related("owner_unit").prefetch_related("channels")
    return [service for service in services if not _is_always_certain(service)]


def _is_always_certain(service: Service) -> bool:
    channels = service.known_channels
    return bool(channels) and all(channel.is_always_certain for channel in channels)


def _not_asked_lately(services: Iterable[Service], today: date) -> list[Service]:
    last = {
        (service, unit): timezone.localdate(asked_at)
        for service, unit, asked_at in AssuranceRequest.objects.values_list(
            "service", "unit"
        ).annotate(Max("asked_at"))
    }
    found = []
    for service in services:
        due_on, asked_on = review_due_on(service), last.get((service.pk, service.owner_unit_id))
        if due_on is not None and today < due_on:
            continue
        is_new = asked_on is None or (due_on is not None and asked_on < due_on)
        if is_new or (asked_on and today - asked_on >= timedelta(days=REMINDER_DAYS)):
            found.append(service)
    return found


def _ask(unit: Unit, services: list[Service], now: datetime) -> bool:
    """Put one digest in the outbox with a request a service, or nothing if today's is there."""
    today = timezone.localdate(now)
    secrets = {service: links.new_secret() for service in services}
    with transaction.atomic():
        is_new = enqueue(
            "assurance",
            recipient=mailbox(unit, today),
            dedupe_key=f"assurance:{unit.pk}:{today}",
            subject=SUBJECT,
            context={
                "unit": unit,
                "services": [_asked(service, secret) for service, secret in secrets.items()],
                "link_days": links.LINK_DAYS,
                "reminder_days": REMINDER_DAYS,
            },
            now=now,
            holds_key=True,
        )
        if is_new:
            AssuranceRequest.objects.bulk_create(
                AssuranceRequest(
                    service=service, unit=unit, secret_hash=links.hashed(secret), asked_at=now
                )
                for service, secret in secrets.items()
            )
    return is_new


def _asked(service: Service, secret: str) -> Asked:
    if service.audience == Audience.RESIDENT:
        return Asked(service.name, service.assured_on, links.confirmation_link(secret), "")
    # What is for professionals is shown on the staff side alone, also to its owner.
    desk = settings.SITE_ADDRESS + (AdminURLFinder().get_edit_url(service) or "")
    return Asked(service.name, service.assured_on, "", desk)
