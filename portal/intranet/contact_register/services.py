"""What a contact person does with their own task: confirms it, is away, ends it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from portal.intranet.contact_register.access import own
from portal.intranet.contact_register.mail import tell_of_leaving
from resources.municipality.contacts import ContactPerson

if TYPE_CHECKING:
    from portal.intranet.contact_register.access import Person


@transaction.atomic
def confirm(pk: int, *, user: Person, now: datetime) -> ContactPerson:
    """Note that the person says that the task is still theirs. Raises `PermissionDenied`."""
    held = _held(pk, user, now)
    held.confirmed_on = timezone.localdate(now)
    return _save(held, "confirmed_on", user=user, now=now)


@transaction.atomic
def be_away(pk: int, until: date | None, *, user: Person, now: datetime) -> ContactPerson:
    """Note until which day the person is away; None is back again.

    Raises `PermissionDenied`, and `ValidationError` for a day that has passed.
    """
    held = _held(pk, user, now)
    if until is not None and until < timezone.localdate(now):
        raise ValidationError("Dagen har passerat. Välj i dag eller en dag framåt.")
    held.away_until = until
    return _save(held, "away_until", user=user, now=now)


@transaction.atomic
def end(
    pk: int, last_day: date, *, successor: str = "", user: Person, now: datetime
) -> ContactPerson:
    """End the task on `last_day`, and tell who appoints and the unit; `successor` is a proposal.

    Raises `PermissionDenied`, and `ValidationError` for a day that has passed or that lies after
    the day on which the task ends anyway.
    """
    held = _held(pk, user, now)
    if last_day < timezone.localdate(now):
        raise ValidationError("Dagen har passerat. Välj i dag eller en dag framåt.")
    if held.valid_to is not None and last_day > held.valid_to:
        raise ValidationError("Uppdraget slutar före den dagen. Be den som utser att förlänga det.")
    held.valid_to = last_day
    _save(held, "valid_to", user=user, now=now)
    tell_of_leaving(held, successor.strip(), now)
    return held


def _held(pk: int, user: Person, now: datetime) -> ContactPerson:
    """Hold the row and return it, if `user` may act on it now."""
    rows = own(user, timezone.localdate(now)).select_for_update(of=("self",))
    held = rows.select_related("user", "unit", "board").filter(pk=pk).first()
    if held is None:
        raise PermissionDenied
    return held


def _save(held: ContactPerson, field: str, *, user: Person, now: datetime) -> ContactPerson:
    held.full_clean(exclude=["unit", "board", "user"])
    held.save(update_fields=[field])
    log(held, "wagtail.edit", user=user, timestamp=now, content_changed=True)
    return held
