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
from actionplan.followup.models import (
    BoardDecision,
    EntryAttachment,
    EntryEvent,
    FollowUpEntry,
    FollowUpPeriod,
    Reminder,
)
from actionplan.plan.models import Plan, PlanVersion
from actionplan.reports.models import (
    AnnualReport,
    ReportFile,
    ReportRegistration,
    ReportText,
    WaitingFile,
)
from actionplan.revision.models import DraftCopy, Revision, RevisionChoice, RevisionReview

__all__ = [
    "Activity",
    "ActivityClosure",
    "ActivityOrigin",
    "ActivityPoint",
    "AnnualReport",
    "AssignmentInclusion",
    "BoardDecision",
    "CouncilSeat",
    "DraftCopy",
    "EditorialCorrection",
    "EntryAttachment",
    "EntryEvent",
    "FollowUpEntry",
    "FollowUpPeriod",
    "InterimStatus",
    "Milestone",
    "Plan",
    "PlanVersion",
    "ReferenceMember",
    "Reminder",
    "ReportFile",
    "ReportRegistration",
    "ReportText",
    "Responsibility",
    "Revision",
    "RevisionChoice",
    "RevisionReview",
    "WaitingFile",
]
