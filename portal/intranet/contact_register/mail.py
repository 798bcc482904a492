"""The mails about a contact person's task: it runs out, is to be confirmed, has been ended."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from portal.intranet.contact_register.access import APPOINTS
from portal.intranet.contact_register.reading import WARNING_DAYS, is_unconfirmed, task_of
from portal.intranet.models import User
from portal.notifications.models import OutboxMessage
from portal.notifications.services import enqueue
from portal.notifications.working_hours import is_working_hour
from resources.municipality.contacts import CARRIES, ContactPerson, reached

EXPIRY, CONFIRM, LEAVING = "contact_expiry", "contact_confirm", "contact_leaving"


def remind_contacts(now: datetime) -> str:
    """Put what is due in the outbox: what runs out within a month, and the yearly question.

    Each is told once. Return how many mails in words.
    """
    if not is_working_hour(now):
        return "inget brev till kontaktpersoner utanför arbetstid"
    today = timezone.localdate(now)
    rows = ContactPerson.objects.on(today).filter(role__in=CARRIES)
    current = list(rows.exclude(user__is_active=False).select_related("user", "unit", "board"))
    soon = today + timedelta(days=WARNING_DAYS)
    count = 0
    for row in current:
        if row.valid_to is not None and row.valid_to <= soon:
            count += 0 if _is_leaving(row) else _tell_of_expiry(row, now)
        # Who has no account cannot answer on the page: who appoints sees it in the register.
        # Who is away is asked when they are back: nobody answers for another.
        elif row.user is not None and is_unconfirmed(row, today) and not row.is_away(today):
            count += _ask(row, now)
    return f"{count} brev till kontaktpersoner"


def tell_of_leaving(row: ContactPerson, successor: str, now: datetime) -> None:
    """Tell who appoints, and the unit's mailbox, that a person ends their task."""
    to = {*_appointers(), *([row.unit.function_mailbox] if row.unit else [])}
    for address in sorted(to - {""}):
        _put(LEAVING, row, address, "En kontaktperson slutar", now, successor=successor)


def _tell_of_expiry(row: ContactPerson, now: datetime) -> int:
    whom = {
        one if isinstance(one, str) else one.address: one == row
        for one in reached(row, timezone.localdate(now))
    }
    subject = "Ett uppdrag som kontaktperson tar snart slut"
    appointers = set(_appointers()) - whom.keys()
    told = [*((to, is_own, False) for to, is_own in whom.items() if to)]
    told += [(to, False, True) for to in sorted(appointers)]
    return sum(
        _put(EXPIRY, row, to, subject, now, is_own=is_own, appoints=appoints)
        for to, is_own, appoints in told
    )


def _is_leaving(row: ContactPerson) -> bool:
    """Whether the task ends because its person said so: all have been told, and it is no news."""
    about = _about(LEAVING, row)
    return OutboxMessage.objects.filter(dedupe_key__startswith=f"{about}:").exists()


def _about(kind: str, row: ContactPerson) -> str:
    # The day that it is about is a part of the key: another last day is another mail.
    return f"{kind}:{row.pk}:{row.confirmed_on if kind == CONFIRM else row.valid_to}"


def _ask(row: ContactPerson, now: datetime) -> int:
    address = row.user.email if row.user else ""
    return int(bool(address) and _put(CONFIRM, row, address, "Stämmer ditt uppdrag?", now))


def _put(
    kind: str, row: ContactPerson, address: str, subject: str, now: datetime, **more: Any
) -> bool:
    site = settings.SITE_ADDRESS
    whom = hashlib.sha256(address.encode()).hexdigest()[:32]
    return enqueue(
        kind,
        recipient=address,
        dedupe_key=f"{_about(kind, row)}:{whom}",
        subject=subject,
        context={
            "task": task_of(row, timezone.localdate(now)),
            "place": row.unit or row.board,
            "last_day": row.valid_to,
            "mine": site + reverse("my_contact_tasks"),
            "register": site + reverse("contacts"),
            **more,
        },
        now=now,
    )


def _appointers() -> Iterable[str]:
    """Return the addresses of those who appoint contact persons."""
    users = User.objects.with_perm(APPOINTS, include_superusers=False)
    return list(users.filter(is_active=True).exclude(email="").values_list("email", flat=True))
