"""Who may be told what: one rule, asked when somebody chooses and again when a mail is sent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from actionplan.council.access import standing
from portal.subscriptions import subjects
from portal.subscriptions.models import Follower, Happening
from resources.municipality.contacts import CARRIES, ContactPerson, ContactPersonQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

Audience = Happening.Audience


def audiences_of(user: AbstractUser | AnonymousUser, today: date) -> frozenset[str]:
    """Return for which audiences `user` is today; none without an account that is in use.

    Who reads the council's papers is the council's own rule.
    """
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    inside = {Audience.PUBLIC, Audience.STAFF}
    if standing(user, today).reads_council:
        inside.add(Audience.COUNCIL)
    return frozenset(inside)


def audiences(follower: Follower, today: date) -> frozenset[str]:
    """Return for which audiences a follower is on the day `today`.

    A mailbox is of the public, and of the staff while the register of contact persons names it.
    """
    if follower.user is not None:
        return audiences_of(follower.user, today)
    if follower.confirmed_at is None:
        return frozenset()
    is_staff = bool(carries_for(follower, today))
    return frozenset({Audience.PUBLIC, Audience.STAFF} if is_staff else {Audience.PUBLIC})


def audience_of(subject: str) -> str:
    """Return for whom a subject is, at the least."""
    if subjects.is_public(subject):
        return Audience.PUBLIC
    return Audience.COUNCIL if subject == subjects.COUNCIL else Audience.STAFF


def may_follow(subject: str, whose: frozenset[str]) -> bool:
    """Whether somebody of these audiences may follow the subject."""
    return audience_of(subject) in whose


def carries_for(follower: Follower, today: date) -> list[ContactPerson]:
    """Return the tasks by which the follower passes things on, on the day `today`."""
    own = _contacts(today).select_related("unit", "board")
    if follower.user is None:
        return list(own.filter(mailbox__iexact=follower.mailbox)) if follower.is_contact else []
    return list(own.filter(user=follower.user))


def _contacts(today: date) -> ContactPersonQuerySet:
    return ContactPerson.objects.on(today).filter(role__in=CARRIES)
