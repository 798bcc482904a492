"""Reads what two versions say and what was decided between them, for `difference` to compare."""

from __future__ import annotations

from actionplan.activities.models import (
    Activity,
    ActivityClosure,
    ActivityOrigin,
    Responsibility,
)
from actionplan.plan.models import PlanVersion
from actionplan.revision.difference import (
    ALL_COMMITTEES,
    Content,
    Difference,
    Kind,
    Step,
    difference,
)
from actionplan.revision.models import RevisionChoice

_CAME = {
    ActivityOrigin.Decision.CARRIED: Kind.CARRIED,
    ActivityOrigin.Decision.CHANGED: Kind.CHANGED,
    ActivityOrigin.Decision.MERGED: Kind.MERGED,
    ActivityOrigin.Decision.SPLIT: Kind.SPLIT,
    ActivityOrigin.Decision.NEW: Kind.NEW,
}
_ENDED = {
    RevisionChoice.Decision.FINISHED: Kind.FINISHED,
    RevisionChoice.Decision.DROPPED: Kind.DROPPED,
}
_CLOSED = {
    ActivityClosure.Outcome.COMPLETED: Kind.FINISHED,
    ActivityClosure.Outcome.DROPPED: Kind.DROPPED,
}


def between(former: PlanVersion, newer: PlanVersion) -> Difference:
    """Return what differs between two versions of a plan. Six queries at most."""
    return difference(contents(former), contents(newer), _steps(former, newer))


def contents(version: PlanVersion) -> list[Content]:
    """Return what every activity of a version says, in the plan's order."""
    activities = Activity.objects.of(version).prefetch_related("points", "responsibilities__board")
    return [content_of(activity) for activity in activities]


def content_of(activity: Activity) -> Content:
    """Return what an activity says, in Swedish."""
    boards = [_board(row) for row in activity.responsibilities.all()]
    if activity.applies_to_all_committees:
        boards.append(ALL_COMMITTEES)
    return Content(
        pk=activity.pk,
        lineage=activity.lineage,
        number=activity.number,
        title=activity.title_sv,
        lead=activity.lead_sv or "",
        points=tuple(point.text_sv for point in activity.points.all()),
        closing=activity.closing_sv or "",
        official_text=activity.official_text_sv or "",
        schedule=activity.schedule_text,
        carried_out_by=activity.carried_out_by_sv or "",
        boards=tuple(boards),
    )


def _board(row: Responsibility) -> str:
    role = "" if row.role == Responsibility.Role.SHARED else f" ({row.get_role_display().lower()})"
    note = f": {row.note}" if row.note else ""
    return f"{row.board.name}{role}{note}"


def _steps(former: PlanVersion, newer: PlanVersion) -> list[Step]:
    origins = ActivityOrigin.objects.filter(activity__version=newer).order_by("origin__number")
    steps = [
        Step(
            _CAME[ActivityOrigin.Decision(row.decision)], row.activity_id, row.origin_id, row.reason
        )
        for row in origins
    ]
    choices = list(RevisionChoice.objects.filter(revision__former=former, revision__draft=newer))
    if choices:
        return steps + [
            Step(_ENDED[RevisionChoice.Decision(row.decision)], None, row.activity_id, row.reason)
            if row.decision
            else Step(Kind.UNDECIDED, None, row.activity_id)
            for row in choices
            if row.decision in RevisionChoice.ENDS or not row.decision
        ]
    closures = ActivityClosure.objects.filter(activity__version=former)
    return steps + [
        Step(_CLOSED[ActivityClosure.Outcome(row.outcome)], None, row.activity_id, row.reason)
        for row in closures
    ]
