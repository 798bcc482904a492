"""Which version of a routine holds on a day, and which comes after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.intranet.routines.models import RoutineVersion


@dataclass(frozen=True)
class Held:
    """The versions of a routine on a day: the one that holds, and the last if it comes later.

    A version without a first day holds from its publication, as the draft that it is. Where none
    holds yet `now` is None.
    """

    now: RoutineVersion | None = None
    coming: RoutineVersion | None = None

    @property
    def shown(self) -> RoutineVersion | None:
        """What is shown to whoever must act: what holds, else what will."""
        return self.now or self.coming


def in_force(versions: Iterable[RoutineVersion], today: date) -> Held:
    """Return what holds of one routine's versions, given newest first, on the day `today`."""
    found = list(versions)
    for version in found:
        if version.first_day is None or version.first_day <= today:
            return Held(version, found[0] if found[0] is not version else None)
    return Held(None, found[0] if found else None)


def in_force_of(routines: Iterable[int], today: date) -> dict[int, Held]:
    """Return the same for several routines by key, in a fixed number of queries."""
    found: dict[int, list[RoutineVersion]] = {}
    rows = RoutineVersion.objects.filter(routine__in=list(routines)).order_by("-number")
    for version in rows.prefetch_related("corrections"):
        found.setdefault(version.routine_id, []).append(version)
    return {key: in_force(versions, today) for key, versions in found.items()}
