"""Makes the draft's activities out of the old ones, and knows which have been edited since."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Max, QuerySet
from modelcluster.fields import ParentalManyToManyField

from actionplan.activities.models import (
    Activity,
    ActivityOrigin,
    ActivityPoint,
    Milestone,
    Responsibility,
)
from actionplan.plan.models import PlanVersion
from actionplan.revision.models import DraftCopy, Revision
from resources.desks.concurrency import content_mark

# Columns of a row that are its own and never copied.
_OWN = {"id", "version_id", "lineage", "number", "activity_id"}
_TEXTS = ("lead", "closing", "official_text")
CARRIED_OUT_BY = 300


def _columns(row: Any) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in _OWN
    }


def copy_of(old: Activity, draft: PlanVersion, number: int, *, keeps_lineage: bool) -> Activity:
    """Copy an activity with all its rows into `draft`; return the copy.

    With the same lineage it is the same activity in a new version, else one of its own.
    """
    lineage = old.lineage if keeps_lineage else uuid.uuid4()
    made = Activity(version=draft, number=number, lineage=lineage, **_columns(old))
    return _with_rows(made, [old])


def merged_from(olds: Sequence[Activity], draft: PlanVersion, number: int, title: str) -> Activity:
    """Make one new activity of several old ones: their texts after one another.

    A schedule that they do not share is left empty, to be written by a person. Where they name
    the same board in different roles it shares the responsibility: no lead is invented.
    """
    first = olds[0]
    values = _columns(first)
    for field in _TEXTS:
        for language in ("sv", "en"):
            values[f"{field}_{language}"] = _joined(olds, f"{field}_{language}", "\n\n")
    for language in ("sv", "en"):
        done_by = _joined(olds, f"carried_out_by_{language}", "; ")
        values[f"carried_out_by_{language}"] = done_by[:CARRIED_OUT_BY]
    values |= {"title_sv": title, "title_en": None}
    if len({old.schedule_text for old in olds}) > 1:
        values |= {"schedule_text": "", "start_year": None, "end_year": None, "is_ongoing": False}
    for field in ("applies_to_all_committees", "all_areas"):
        values[field] = any(getattr(old, field) for old in olds)
    made = Activity(version=draft, number=number, lineage=uuid.uuid4(), **values)
    return _with_rows(made, olds)


def _joined(olds: Iterable[Activity], field: str, between: str) -> str:
    said = [getattr(old, field) for old in olds]
    return between.join(dict.fromkeys(text for text in said if text))


def _with_rows(made: Activity, olds: Sequence[Activity]) -> Activity:
    """Save a new activity with the rows that belong to the old ones."""
    made.save()
    points = [point for old in olds for point in old.points.all()]
    for order, point in enumerate(points):
        ActivityPoint(**_columns(point) | {"order": order}, activity=made).save()
    for order, row in enumerate(_responsibilities(olds)):
        Responsibility(**row | {"order": order}, activity=made).save()
    milestones = [milestone for old in olds for milestone in old.milestones.all()]
    for order, milestone in enumerate(milestones):
        Milestone(**_columns(milestone) | {"order": order}, activity=made).save()
    for field in Activity._meta.many_to_many:
        if isinstance(field, ParentalManyToManyField):
            chosen = {row for old in olds for row in getattr(old, field.name).all()}
            getattr(made, field.name).set(sorted(chosen, key=lambda row: row.pk))
    made.save()
    return made


def _responsibilities(olds: Sequence[Activity]) -> list[dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for old in olds:
        for row in old.responsibilities.all():
            before = found.setdefault(row.board_id, _columns(row))
            if before["role"] != row.role:
                before["role"] = Responsibility.Role.SHARED
    leads = [row for row in found.values() if row["role"] == Responsibility.Role.LEAD]
    if len(leads) > 1:
        for row in leads:
            row["role"] = Responsibility.Role.SHARED
    return list(found.values())


def stamp(activity: Activity) -> None:
    """Remember what the database holds of a new activity now, as made and not edited."""
    DraftCopy.objects.update_or_create(
        activity=activity, defaults={"mark": content_mark(Activity, activity.pk)}
    )


def is_edited(activity: Activity) -> bool:
    """Whether anybody has edited a new activity since the revision made it."""
    copy = DraftCopy.objects.filter(activity=activity).first()
    return copy is None or copy.mark != content_mark(Activity, activity.pk)


def made_from(olds: Iterable[Activity], revision: Revision) -> QuerySet[Activity]:
    """Return the activities of the draft that stem from any of `olds`."""
    origins = ActivityOrigin.objects.filter(origin__in=list(olds))
    return Activity.objects.filter(version=revision.draft_id, origins__in=origins).distinct()


def free_number(revision: Revision, wanted: int | None = None) -> int:
    """Return `wanted` when no activity of the draft has it, else one after all numbers.

    After those of the old version too, so that what is carried over later keeps its own.
    """
    draft = Activity.objects.filter(version=revision.draft_id)
    if wanted is not None and not draft.filter(number=wanted).exists():
        return wanted
    both = Activity.objects.filter(version__in=[revision.draft_id, revision.former_id])
    return int(both.aggregate(last=Max("number"))["last"] or 0) + 1
