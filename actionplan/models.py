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
from actionplan.council.forum.models import ForumSignUp
from actionplan.council.models import (
    AgendaItem,
    Attendance,
    CouncilMeeting,
    CouncilQuestion,
    CouncilSeat,
    Decision,
    Invitation,
    ReferenceMember,
)
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
    "AgendaItem",
    "AnnualReport",
    "AssignmentInclusion",
    "Attendance",
    "BoardDecision",
    "CouncilMeeting",
    "CouncilQuestion",
    "CouncilSeat",
    "Decision",
    "DraftCopy",
    "EditorialCorrection",
    "EntryAttachment",
    "EntryEvent",
    "FollowUpEntry",
    "FollowUpPeriod",
    "ForumSignUp",
    "InterimStatus",
    "Invitation",
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
