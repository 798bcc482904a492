"""Who is in a reading group today: one rule, for one person's list and for a whole group alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import Q

from portal.intranet.routines.models import ReadingGroup
from resources.municipality.models import Unit

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.intranet.models import User

Parents = Mapping[int, int | None]


def parents_of_units() -> dict[int, int | None]:
    """Return the unit that each unit stands under, by key. One query."""
    return dict(Unit.objects.values_list("pk", "parent_id"))


def way_up(unit: int | None, parents: Parents) -> set[int]:
    """Return the keys of a unit and of all units that it is a part of."""
    passed: set[int] = set()
    while unit is not None and unit not in passed:
        passed.add(unit)
        unit = parents.get(unit)
    return passed


def groups_of(user: User | AnonymousUser, parents: Parents | None = None) -> set[int]:
    """Return the keys of the groups that a person is in; none for a retired account."""
    if not user.is_authenticated or not user.is_active or user.left_on is not None:
        return set()
    units = way_up(user.unit_id, parents or parents_of_units()) if user.unit_id else set()
    roles = user.groups.values_list("pk", flat=True)
    found = ReadingGroup.objects.filter(
        Q(people=user) | Q(roles__in=roles) | Q(units__in=units)
    ).values_list("pk", flat=True)
    return set(found)


def people_in(groups: Iterable[ReadingGroup]) -> dict[int, set[int]]:
    """Return the keys of the people in each group, by the group's key.

    A fixed number of queries, for groups fetched by `with_rules`.
    """
    parents = parents_of_units()
    active = get_user_model().objects.filter(is_active=True, left_on__isnull=True)
    units_of = dict(active.values_list("pk", "unit_id"))
    ways = {unit: way_up(unit, parents) for unit in set(units_of.values())}
    through = get_user_model().groups.through.objects
    roles_of: dict[int, set[int]] = {}
    for user, role in through.filter(user__in=active).values_list("user_id", "group_id"):
        roles_of.setdefault(user, set()).add(role)
    found: dict[int, set[int]] = {}
    for group in groups:
        units = {unit.pk for unit in group.units.all()}
        roles = {role.pk for role in group.roles.all()}
        named = {person.pk for person in group.people.all()}
        found[group.pk] = {
            user
            for user, unit in units_of.items()
            if user in named or units & ways[unit] or roles & roles_of.get(user, set())
        }
    return found
