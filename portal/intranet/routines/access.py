"""Who may do what with reading: one rule, asked by lists and by single pages alike.

Whoever must read a routine confirms it. Who has not is seen by the routine's owner (the contact
persons of its owner unit) and by those who may publish it, who may also remind; auditors look. What
was read of a routine that has been taken down is still theirs to see.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Q
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.intranet.routines.members import groups_of
from resources.municipality.contacts import ContactPerson

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.intranet.models import User
    from portal.intranet.pages import RoutinePage, RoutinePageQuerySet

    Person = User | AnonymousUser

NOTHING = Q(pk__in=())
AUDITS = "portal.read_audit_trail"


class Verb(StrEnum):
    """What can be done with the reading of a routine."""

    CONFIRM = "confirm"
    OVERSEE = "oversee"
    REMIND = "remind"


def rule(verb: Verb, user: Person, today: date) -> Q:
    """Return with which routines `user` may `verb` on the day `today`, as a condition on pages."""
    if not user.is_authenticated or not user.is_active:
        return NOTHING
    # An alias shows another page's words: nobody is asked about it.
    live = Q(live=True, alias_of__isnull=True)
    if verb is Verb.CONFIRM:
        groups = groups_of(user)
        return live & Q(reading_groups__in=groups) if groups else NOTHING
    # What was read stays to be seen when the routine is not published any more.
    within = live | Q(versions__isnull=False) if verb is Verb.OVERSEE else live
    # Those who lead the pages too: an auditor has that right and nothing to publish.
    if verb is Verb.OVERSEE and user.has_perm(AUDITS):
        return within
    publishable = PagePermissionPolicy().instances_user_has_permission_for(user, "publish")
    roles = (ContactPerson.Role.PRIMARY, ContactPerson.Role.DEPUTY)
    units = ContactPerson.objects.of_user(user, today).filter(unit__isnull=False, role__in=roles)
    mine = Q(pk__in=publishable.values("pk")) | Q(owner_unit__in=units.values("unit"))
    return within & mine


def allowed(verb: Verb, user: Person, today: date) -> RoutinePageQuerySet:
    """Return the routines with which `user` may `verb`, each once."""
    from portal.intranet.pages import RoutinePage  # pages stand above this room

    keys = RoutinePage.objects.filter(rule(verb, user, today)).values("pk")
    found: RoutinePageQuerySet = RoutinePage.objects.filter(pk__in=keys)
    return found


def may(verb: Verb, user: Person, page: RoutinePage, today: date) -> bool:
    """Tell whether `user` may `verb` the routine as the database holds it now."""
    return allowed(verb, user, today).filter(pk=page.pk).exists()
