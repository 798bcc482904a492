"""An activity's life through the versions of its plan: what it came from and what it became.

Followed by lineage (the same activity in several versions) and by origins (merged, split), from
any of them and both ways. `follow` is pure; `life_of` reads, in a fixed number of queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from actionplan.activities.models import Activity, ActivityClosure, ActivityOrigin
from actionplan.plan.models import PlanVersion

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Source:
    """An activity of the version before, that another came from."""

    number: int
    title: str


@dataclass(frozen=True)
class Stage:
    """The activity as it stands, or stood, in one version.

    `decision` is how it came there ("" in the first version, or where nobody has said), `ended`
    how it is over, in words.
    """

    pk: int
    number: int
    title: str
    url: str
    is_here: bool
    decision: str = ""
    decision_words: str | _StrPromise = ""
    reason: str = ""
    sources: tuple[Source, ...] = ()
    ended: str = ""


@dataclass(frozen=True)
class Chapter:
    """One version in the activity's life: usually one stage, several where it was split."""

    version: PlanVersion
    stages: tuple[Stage, ...]


@dataclass(frozen=True)
class Life:
    """The versions in which the activity lives, the oldest first."""

    chapters: tuple[Chapter, ...]

    @property
    def has_history(self) -> bool:
        """Whether there is more to tell than the one version."""
        return len(self.chapters) > 1


# (key of the later activity, key of the earlier)
Link = tuple[int, int]


def follow(here: int, links: Iterable[Link]) -> set[int]:
    """Return the keys of all that `here` came from and all that it became, and `here` itself."""
    links = list(links)
    earlier: dict[int, set[int]] = {}
    later: dict[int, set[int]] = {}
    for after, before in links:
        earlier.setdefault(after, set()).add(before)
        later.setdefault(before, set()).add(after)
    return _reached(here, earlier) | _reached(here, later)


def _reached(start: int, ways: dict[int, set[int]]) -> set[int]:
    found, ahead = {start}, [start]
    while ahead:
        for pk in ways.get(ahead.pop(), set()) - found:
            found.add(pk)
            ahead.append(pk)
    return found


def life_of(
    activity: Activity,
    address: Callable[[Activity], str] = lambda activity: "",
    *,
    with_drafts: bool = False,
) -> Life:
    """Return the life of an activity, in versions that anyone may read.

    `address` says where an activity is shown, "" for nowhere. `with_drafts` adds versions that
    are not adopted, for staff.
    """
    plan = activity.version.plan_id
    versions = PlanVersion.objects.filter(plan=plan).select_related("plan")
    if not with_drafts:
        versions = versions.public()
    ordered = sorted(versions, key=lambda version: (version.first_year, version.pk))
    rank = {version.pk: n for n, version in enumerate(ordered)}
    rows = Activity.objects.filter(version__in=rank).select_related("version__plan")
    everyone = {row.pk: row for row in rows}
    origins = [
        row
        for row in ActivityOrigin.objects.filter(activity__in=list(everyone))
        if row.origin_id is None or row.origin_id in everyone
    ]
    links = {(row.activity_id, row.origin_id) for row in origins if row.origin_id}
    links |= _by_lineage(everyone.values(), rank)
    lives = [everyone[pk] for pk in follow(activity.pk, links) if pk in everyone]
    closures = {row.activity_id: row for row in ActivityClosure.objects.filter(activity__in=lives)}
    stages: dict[int, list[Stage]] = {}
    for one in sorted(lives, key=lambda one: one.number):
        came = [row for row in origins if row.activity_id == one.pk]
        closure = closures.get(one.pk)
        stages.setdefault(one.version_id, []).append(
            Stage(
                pk=one.pk,
                number=one.number,
                title=one.title,
                url=address(one),
                is_here=one.pk == activity.pk,
                decision=came[0].decision if came else "",
                decision_words=came[0].get_decision_display() if came else "",
                reason=came[0].reason if came else "",
                sources=_sources(came, everyone),
                ended=closure.words if closure else "",
            )
        )
    return Life(
        tuple(
            Chapter(version, tuple(stages[version.pk]))
            for version in ordered
            if version.pk in stages
        )
    )


def _by_lineage(activities: Iterable[Activity], rank: dict[int, int]) -> set[Link]:
    """Tie each activity to the same one in the version before it."""
    kin: dict[object, list[Activity]] = {}
    for activity in sorted(activities, key=lambda one: rank[one.version_id]):
        kin.setdefault(activity.lineage, []).append(activity)
    return {(later.pk, before.pk) for same in kin.values() for before, later in pairwise(same)}


def _sources(came: list[ActivityOrigin], everyone: dict[int, Activity]) -> tuple[Source, ...]:
    olds = [everyone[row.origin_id] for row in came if row.origin_id]
    return tuple(Source(old.number, old.title) for old in sorted(olds, key=lambda o: o.number))
