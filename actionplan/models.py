"""Gathers the models of the rooms, where Django looks for them."""

from actionplan.activities.models import (
    Activity,
    ActivityClosure,
    ActivityOrigin,
    ActivityPoint,
    AssignmentInclusion,
    EditorialCorrection,
    InterimStatus,
    Milestone,
    Responsibility,
)
from actionplan.council.models import CouncilSeat, ReferenceMember
from actionplan.plan.models import Plan, PlanVersion

__all__ = [
    "Activity",
    "ActivityClosure",
    "ActivityOrigin",
    "ActivityPoint",
    "AssignmentInclusion",
    "CouncilSeat",
    "EditorialCorrection",
    "InterimStatus",
    "Milestone",
    "Plan",
    "PlanVersion",
    "ReferenceMember",
    "Responsibility",
]
