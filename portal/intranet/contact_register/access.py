"""Who may do what in the register of contact persons: one rule, for lists and single rows alike.

Everyone at work finds whom to ask. Only the person themselves and who appoints see what is to be
seen to: expiry, absence and confirmation; the person alone acts on it here.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from resources.municipality.contacts import CARRIES, ContactPerson, ContactPersonQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

    Person = AbstractUser | AnonymousUser

APPOINTS = "resources.change_contactperson"
OVERSEES = "resources.view_contactperson"


def appoints(user: Person) -> bool:
    """Whether `user` names contact persons, which is done at the register's desk."""
    return bool(user.is_active and user.has_perm(APPOINTS))


def oversees(user: Person) -> bool:
    """Whether `user` sees what runs out and what nobody has confirmed."""
    return bool(user.is_active and user.has_perm(OVERSEES))


def own(user: Person, today: date) -> ContactPersonQuerySet:
    """Return the rows that `user` may act on: their own that have not ended.

    Who approves a board's answers, or reads for it, is named and let go by who appoints.
    """
    if not user.is_authenticated or not user.is_active:
        return ContactPerson.objects.none()
    return ContactPerson.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today), user_id=user.pk, role__in=CARRIES
    )
