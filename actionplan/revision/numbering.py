"""The numbers of the new version: from 1 without gaps, in the order that somebody chooses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Case, Value, When
from wagtail.log_actions import log

from actionplan.activities.models import Activity
from actionplan.revision.copying import is_edited, stamp
from actionplan.revision.errors import Conflict
from actionplan.revision.models import Revision
from actionplan.revision.rulings import held

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

NUMBERS_MOVED = (
    "Numren har ändrats sedan du öppnade sidan. Så här är de nu. Gör om din ändring om den "
    "fortfarande behövs."
)


@transaction.atomic
def renumber(
    revision: Revision,
    places: Mapping[int, int],
    *,
    seen: Mapping[int, int],
    user: AbstractBaseUser,
    now: datetime,
) -> None:
    """Number the draft's activities from 1 without gaps, in the order of `places` (key: place).

    `seen` is the numbers that the person had before them; raises `Conflict` when they are others
    now. Of two with the same place the one that was moved gets it.
    """
    revision = held(revision)
    numbers = dict(Activity.objects.of(revision.draft).values_list("pk", "number"))
    if numbers != dict(seen):
        raise Conflict(NUMBERS_MOVED)
    order = sorted(numbers, key=lambda pk: _rank(numbers[pk], places.get(pk, numbers[pk])))
    moved = {pk: n for n, pk in enumerate(order, start=1) if numbers[pk] != n}
    if not moved:
        return
    draft = Activity.objects.filter(version=revision.draft)
    untouched = [activity for activity in draft.filter(pk__in=moved) if not is_edited(activity)]
    # One statement: the numbers are only compared when all have moved.
    cases = [When(pk=pk, then=Value(number)) for pk, number in moved.items()]
    draft.filter(pk__in=moved).update(number=Case(*cases))
    for activity in untouched:
        stamp(activity)
    log(revision.draft, "actionplan.revision_renumber", user=user, timestamp=now)


def _rank(number: int, place: int) -> tuple[int, int, int]:
    """Sort by place; what was moved up before what stood there, what was moved down after."""
    direction = (place > number) - (place < number)
    return place, direction, number


def former_order(revision: Revision) -> dict[int, int]:
    """Return places for `renumber` by which the draft follows the old version's order.

    First the plan's first part, then the second; what is new stands last in its part.
    """
    activities = Activity.objects.of(revision.draft).prefetch_related("origins__origin")

    def place(activity: Activity) -> tuple[int, float, int]:
        olds = [row.origin.number for row in activity.origins.all() if row.origin]
        return activity.part, min(olds, default=float("inf")), activity.number

    ordered = sorted(activities, key=place)
    return {activity.pk: n for n, activity in enumerate(ordered, start=1)}
