"""The register as a person reads it: the units, who carries messages for each, what runs out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from resources.municipality.contacts import CARRIES, ContactPerson
from resources.municipality.models import Unit

# So long before a task ends the person and who appoints are told.
WARNING_DAYS = 30
# A task is asked about once a year: the plan wants the register to be kept, and people move.
CONFIRMATION_DAYS = 365


@dataclass(frozen=True)
class Task:
    """One contact person of a unit, and what is to be seen to."""

    person: ContactPerson
    name: str
    address: str
    role: str
    ends_on: date | None
    away_until: date | None
    is_unconfirmed: bool


@dataclass(frozen=True)
class UnitLine:
    """A unit and its contact persons, the first before the deputies."""

    unit: Unit
    tasks: tuple[Task, ...]

    @property
    def is_missing(self) -> bool:
        """Whether nobody is the unit's contact person: a deputy alone stands in for nobody."""
        return not any(task.person.role == ContactPerson.Role.PRIMARY for task in self.tasks)

    @property
    def runs_out(self) -> bool:
        """Whether a task ends soon."""
        return any(task.ends_on for task in self.tasks)


def units_in_use(today: date) -> list[Unit]:
    """Return the units that exist on the day `today`, by name."""
    open_end = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=today)
    return list(Unit.objects.filter(open_end, begun).select_related("board", "parent"))


def register(today: date) -> list[UnitLine]:
    """Return every unit in use with its contact persons of today. Two queries."""
    rows = ContactPerson.objects.on(today).filter(unit__isnull=False, role__in=CARRIES)
    tasks: dict[int, list[Task]] = defaultdict(list)
    for row in rows.select_related("user"):
        if row.user is not None and not row.user.is_active:
            continue
        assert row.unit_id is not None
        tasks[row.unit_id].append(task_of(row, today))
    return [
        UnitLine(unit, tuple(sorted(tasks[unit.pk], key=_first_then_deputies)))
        for unit in units_in_use(today)
    ]


def task_of(row: ContactPerson, today: date) -> Task:
    """Return a row as it is shown on the day `today`."""
    soon = today + timedelta(days=WARNING_DAYS)
    away = row.away_until if row.is_away(today) else None
    name = str(row) or (row.user.get_username() if row.user else "")
    return Task(
        person=row,
        name=name,
        address=row.user.email if row.user else row.mailbox,
        role=str(row.get_role_display()),
        ends_on=row.valid_to if row.valid_to and row.valid_to <= soon else None,
        away_until=away,
        is_unconfirmed=is_unconfirmed(row, today),
    )


def is_unconfirmed(row: ContactPerson, today: date) -> bool:
    """Whether a year has passed since the person, or who appointed them, said that it is right.

    Where neither day is known nobody has said so yet.
    """
    days = [day for day in (row.confirmed_on, row.valid_from) if day]
    return not days or max(days) <= today - timedelta(days=CONFIRMATION_DAYS)


def _first_then_deputies(task: Task) -> tuple[bool, str]:
    return task.person.role != ContactPerson.Role.PRIMARY, task.name
