"""How a routine is read: per group how many have, who has not, and since when they are asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Count
from django.utils import timezone

from portal.intranet.routines.members import people_in
from portal.intranet.routines.models import (
    Acknowledgement,
    ReadingGroup,
    ReadingRequest,
    RoutineVersion,
)
from portal.intranet.routines.reminding import is_late

if TYPE_CHECKING:
    from portal.intranet.pages import RoutinePage

# In a smaller unit a number points at somebody: docs/decisions/0031-routines.md.
FEWEST_TO_COUNT = 5
HEADINGS = ("Rutin", "Version", "Läsgrupp", "Namn", "Enhet", "Tillfrågad", "Läst", "Påmind")


@dataclass(frozen=True)
class Reader:
    """One person of a group: since when they are asked, and when they read or were reminded."""

    name: str
    unit: str
    has_address: bool
    asked_on: date | None
    read_on: date | None
    reminded_on: date | None
    is_late: bool


@dataclass(frozen=True)
class GroupReading:
    """A group and its people, those who have not read first."""

    group: ReadingGroup
    readers: list[Reader]

    @property
    def unread(self) -> list[Reader]:
        """Those who have not read."""
        return [reader for reader in self.readers if reader.read_on is None]

    @property
    def read(self) -> list[Reader]:
        """Those who have read."""
        return [reader for reader in self.readers if reader.read_on is not None]

    @property
    def sentence(self) -> str:
        """How many have read, in words."""
        if not self.readers:
            return "Ingen ingår i gruppen just nu."
        return f"{len(self.read)} av {len(self.readers)} har läst."


def reading_of(version: RoutineVersion, today: date) -> list[GroupReading]:
    """Return each group that must read the version, with its people."""
    groups = list(ReadingGroup.objects.with_rules().filter(routines=version.routine_id))
    people = people_in(groups)
    keys = {key for members in people.values() for key in members}
    users = {
        user.pk: user
        for user in get_user_model().objects.filter(pk__in=keys).select_related("unit")
    }
    read = dict(Acknowledgement.objects.filter(version=version).values_list("user_id", "at"))
    asked = {each.user_id: each for each in ReadingRequest.objects.filter(version=version)}

    def reader(key: int) -> Reader:
        user, request, at = users[key], asked.get(key), read.get(key)
        asked_on = timezone.localdate(request.asked_at) if request else None
        reminded = request.reminded_at if request else None
        return Reader(
            name=user.get_full_name() or user.get_username(),
            unit=str(user.unit or ""),
            has_address=bool(user.email),
            asked_on=asked_on,
            read_on=timezone.localdate(at) if at else None,
            reminded_on=timezone.localdate(reminded) if reminded else None,
            is_late=at is None and asked_on is not None and is_late(asked_on, today),
        )

    found = []
    for group in groups:
        readers = [reader(key) for key in people[group.pk]]
        readers.sort(key=lambda each: (each.read_on is not None, each.name.casefold()))
        found.append(GroupReading(group, readers))
    return found


@dataclass(frozen=True)
class Summary:
    """One routine on the owner's list: how many must read it and how many have."""

    page: RoutinePage
    version: RoutineVersion
    asked: int
    read: int
    unit_asked: int = 0
    unit_read: int = 0

    @property
    def may_count_unit(self) -> bool:
        """Whether the unit is so many that numbers point at nobody."""
        return self.unit_asked >= FEWEST_TO_COUNT

    @property
    def missing(self) -> int:
        """How many have not read."""
        return self.asked - self.read


def summaries(pages: Iterable[RoutinePage], *, unit: int | None = None) -> list[Summary]:
    """Return the routines that somebody must read, with counts, in a fixed number of queries.

    With `unit` also how many of that unit's own people must read and have.
    """
    by_key = {page.pk: page for page in pages}
    versions = list(RoutineVersion.objects.current().filter(routine__in=by_key))
    through: Any = ReadingGroup._meta.get_field("routines").through
    pairs = list(
        through.objects.filter(routinepage__in=by_key).values_list(
            "routinepage_id", "readinggroup_id"
        )
    )
    groups = ReadingGroup.objects.with_rules().filter(pk__in={group for _, group in pairs})
    people = people_in(groups) if pairs else {}
    read: dict[int, set[int]] = {}
    rows = Acknowledgement.objects.filter(version__in=versions)
    for of, user in rows.values_list("version_id", "user_id"):
        read.setdefault(of, set()).add(user)
    ours = set(
        get_user_model().objects.filter(unit=unit, is_active=True).values_list("pk", flat=True)
        if unit
        else ()
    )
    found = []
    for version in versions:
        asked: set[int] = set()
        for routine, group in pairs:
            if routine == version.routine_id:
                asked |= people[group]
        have = asked & read.get(version.pk, set())
        if any(routine == version.routine_id for routine, _ in pairs):
            page = by_key[version.routine_id]
            counts = (len(asked), len(have), len(asked & ours), len(have & ours))
            found.append(Summary(page, version, *counts))
    return sorted(found, key=lambda each: (-each.missing, each.page.title))


def earlier_versions(page: RoutinePage, current: RoutineVersion) -> list[RoutineVersion]:
    """Return the versions before, each with `readers`: how many confirmed it."""
    return list(
        RoutineVersion.objects.filter(routine=page.pk, number__lt=current.number).annotate(
            readers=Count("acknowledgements")
        )
    )


def table(version: RoutineVersion, groups: Iterable[GroupReading]) -> list[tuple[str, ...]]:
    """Return the rows of the file, one a person and group; the headings are `HEADINGS`."""

    def day(value: date | None) -> str:
        return value.isoformat() if value else ""

    return [
        (
            version.routine.title, str(version.number), each.group.name, reader.name, reader.unit,
            day(reader.asked_on), day(reader.read_on), day(reader.reminded_on),
        )
        for each in groups
        for reader in each.readers
    ]  # fmt: skip
