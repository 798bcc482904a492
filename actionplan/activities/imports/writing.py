"""Writes one checked row to the database, touching only what differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from actionplan.activities.imports import columns as c
from actionplan.activities.imports.sheet import Sheet
from actionplan.activities.models import (
    Activity,
    ActivityClosure,
    ActivityPoint,
    Milestone,
    Responsibility,
)
from actionplan.plan.models import PlanVersion
from resources.desks.faults import Fault

_HEADINGS = {
    **{name: heading for heading, name in c.TEXTS.items()},
    "number": c.NUMBER,
    "part": c.PART,
    "schedule_text": c.SCHEDULE,
    "start_year": c.START_YEAR,
    "end_year": c.END_YEAR,
}


def write(
    activity: Activity | None,
    version: PlanVersion,
    sheet: Sheet,
    row: int,
    changes: Mapping[str, object],
) -> list[Fault]:
    """Make or change an activity so that it says what `sheet` says; return what would not do.

    `changes` holds the headings that differ; their parts alone are written.
    """
    activity = activity or Activity(version=version)
    activity.number, activity.part = sheet.number, sheet.part
    activity.lineage = sheet.lineage or activity.lineage
    for name, text in sheet.texts.items():
        setattr(activity, name, text)
    activity.schedule_text = sheet.schedule_text
    activity.start_year, activity.end_year = sheet.start_year, sheet.end_year
    activity.is_ongoing = sheet.is_ongoing
    activity.applies_to_all_committees = sheet.all_committees
    activity.all_areas = sheet.all_areas
    parts = _parts(sheet)
    faults = _faults(activity, row, "")
    for heading, rows in parts.items():
        for part in rows:
            faults += _faults(part, row, heading, without=["activity"])
    if faults:
        return faults
    activity.violence_areas = sheet.areas
    activity.target_groups = sheet.target_groups
    activity.save()
    if _touched(changes, c.POINTS):
        _set_in_order(activity.points, parts[c.POINTS], activity)
    if _touched(changes, c.MILESTONES):
        _set_in_order(activity.milestones, parts[c.MILESTONES], activity)
    if c.RESPONSIBLE in changes:
        _set_responsibilities(activity, sheet)
    if any(heading in changes for heading in (c.CLOSURE, *_CLOSURE, c.SCHEDULE)):
        _set_closure(activity, sheet)
    return []


_CLOSURE = (c.CLOSURE_YEAR, c.CLOSURE_SOURCE, c.CLOSURE_REASON)


def _touched(changes: Mapping[str, object], heading: str) -> bool:
    return any(c.in_language(heading, code) in changes for code in c.languages())


def _parts(sheet: Sheet) -> dict[str, list[models.Model]]:
    return {
        c.POINTS: [
            ActivityPoint(order=order, **{f"text_{code}": text for code, text in point.items()})
            for order, point in enumerate(sheet.points)
        ],
        c.MILESTONES: [
            Milestone(
                order=order,
                due_on=step.due_on,
                done_on=step.done_on,
                **{f"title_{code}": title for code, title in step.titles.items()},
            )
            for order, step in enumerate(sheet.milestones)
        ],
        c.RESPONSIBLE: [
            Responsibility(order=order, board=named.board, role=named.role, note=named.note)
            for order, named in enumerate(sheet.named)
        ],
        c.CLOSURE_SOURCE: [ActivityClosure(**vars(sheet.closure))] if sheet.closure else [],
    }


def _faults(
    instance: models.Model, row: int, heading: str, without: list[str] | None = None
) -> list[Fault]:
    """What the model itself says of its fields, as faults of the row."""
    try:
        instance.clean_fields(exclude=without)
    except ValidationError as error:
        return sorted(
            {
                Fault(row, heading or _heading(name), message)
                for name, messages in error.message_dict.items()
                for message in messages
            }
        )
    return []


def _heading(name: str) -> str:
    for code in c.languages():
        bare = name.removesuffix(f"_{code}")
        if bare != name and bare in _HEADINGS:
            return c.in_language(_HEADINGS[bare], code)
    return _HEADINGS.get(name, "")


def _set_in_order(
    manager: models.Manager[Any], wanted: list[models.Model], activity: Activity
) -> None:
    """Change the rows in place, first with first: a locked row that stays the same is let be."""
    existing = list(manager.model.objects.filter(activity=activity))
    for old, new in zip(existing, wanted, strict=False):
        new.pk = old.pk
    for row in existing[len(wanted) :]:
        row.delete()
    for row in wanted:
        row.activity = activity
        row.save()


def _set_responsibilities(activity: Activity, sheet: Sheet) -> None:
    kept = [named.board.pk for named in sheet.named]
    existing = Responsibility.objects.filter(activity=activity)
    existing.exclude(board__in=kept).delete()
    for order, named in enumerate(sheet.named):
        existing.update_or_create(
            board=named.board,
            activity=activity,
            defaults={"order": order, "role": named.role, "note": named.note},
        )


def _set_closure(activity: Activity, sheet: Sheet) -> None:
    if sheet.closure is None:
        ActivityClosure.objects.filter(activity=activity).delete()
    else:
        ActivityClosure.objects.update_or_create(activity=activity, defaults=vars(sheet.closure))
