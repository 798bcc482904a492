"""What becomes of the rows that name a person who leaves: every kind of row, in one table.

What somebody did stays done, under a name that says only that a former member of staff did it.
What is about the person alone is deleted, and the parts they had in registers come to an end.
That every reference to a user has a row here is a test.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from wagtail.models import ModelLogEntry

if TYPE_CHECKING:
    from portal.intranet.models import User


class Fate(Enum):
    """What happens to a row when the person it names leaves."""

    KEPT = "kept"
    """Shows the pseudonym: who did something, or held something then."""
    DELETED = "deleted"
    """About the person alone."""
    ENDED = "ended"
    """A part in a register with first and last day: the day before is the last."""
    VACATED = "vacated"
    """A seat that is there without them: stands empty where it still holds."""
    CLEARED = "cleared"
    """What is left to do is nobody's until somebody takes it over; what is done stays theirs."""


DELETED = (
    "account.EmailAddress.user",
    "mfa.Authenticator.user",
    "portal.Follower.user",
    "portal.ReadingGroup_people.user",
    "portal.ReadingRequest.user",
    "portal.User_groups.user",
    "portal.User_user_permissions.user",
    "socialaccount.SocialAccount.user",
    "portal.StaffSession.user",
    "wagtailadmin.EditingSession.user",
    "wagtailadmin.FormState.user",
    "wagtailcore.PageSubscription.user",
    "wagtailusers.UserProfile.user",
)
ENDED = ("resources.ContactPerson.user",)
VACATED = (
    "actionplan.CouncilSeat.holder",
    "actionplan.CouncilSeat.deputy",
    "actionplan.ReferenceMember.person",
)
CLEARED = ("actionplan.Decision.responsible_person",)
KEPT = (
    "actionplan.AnnualReport.frozen_by",
    "actionplan.AnnualReport.saved_by",
    "actionplan.Attendance.person",
    "actionplan.BoardDecision.noted_by",
    "actionplan.CouncilMeeting.invited_by",
    "actionplan.CouncilMeeting.minutes_published_by",
    "actionplan.CouncilQuestion.answered_by",
    "actionplan.CouncilQuestion.asked_by",
    "actionplan.EditorialCorrection.corrected_by",
    "actionplan.EntryEvent.by",
    "actionplan.FollowUpEntry.approved_by",
    "actionplan.FollowUpEntry.confirmed_by",
    "actionplan.FollowUpEntry.returned_by",
    "actionplan.FollowUpEntry.saved_by",
    "actionplan.FollowUpEntry.submitted_by",
    "actionplan.FollowUpPeriod.closed_by",
    "actionplan.FollowUpPeriod.opened_by",
    "actionplan.InterimStatus.noted_by",
    "actionplan.Invitation.person",
    "actionplan.ReportRegistration.noted_by",
    "actionplan.Revision.started_by",
    "actionplan.RevisionChoice.decided_by",
    "actionplan.RevisionReview.answered_by",
    "portal.Acknowledgement.user",
    "portal.RoutineCorrection.made_by",
    "portal.RoutineVersion.published_by",
    "resources.LibraryDocument.uploaded_by_user",
    "resources.LibraryImage.uploaded_by_user",
    "resources.Service.assured_by",
    "wagtail_localize.SegmentOverride.last_translated_by",
    "wagtail_localize.StringTranslation.last_translated_by",
    "wagtailcore.Comment.resolved_by",
    "wagtailcore.Comment.user",
    "wagtailcore.CommentReply.user",
    "wagtailcore.ModelLogEntry.user",
    "wagtailcore.Page.locked_by",
    "wagtailcore.Page.owner",
    "wagtailcore.PageLogEntry.user",
    "wagtailcore.Revision.user",
    "wagtailcore.TaskState.finished_by",
    "wagtailcore.UploadedFile.uploaded_by_user",
    "wagtailcore.WorkflowState.requested_by",
    "wagtaildocs.Document.uploaded_by_user",
    "wagtailimages.Image.uploaded_by_user",
)
FATES: dict[str, Fate] = {
    **dict.fromkeys(DELETED, Fate.DELETED),
    **dict.fromkeys(ENDED, Fate.ENDED),
    **dict.fromkeys(VACATED, Fate.VACATED),
    **dict.fromkeys(CLEARED, Fate.CLEARED),
    **dict.fromkeys(KEPT, Fate.KEPT),
}


def let_go(user: User, today: date) -> dict[str, int]:
    """Delete, end and empty the rows that name `user`; return how many of each kind."""
    done: Counter[str] = Counter()
    for name, fate in FATES.items():
        if fate is Fate.KEPT:
            continue
        label, field = name.rsplit(".", 1)
        model = apps.get_model(label)
        rows = model._default_manager.filter(**{field: user})
        if fate is Fate.DELETED:
            count = rows.count()
            rows.delete()
        elif fate is Fate.ENDED:
            count = _end(rows, today)
        elif fate is Fate.VACATED:
            holding = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
            count = holding.update(**{field: None})
        else:
            count = rows.left_behind()
        if count:
            done[str(model._meta.verbose_name_plural)] += count
    return dict(done)


def rows_named_after(user: User) -> list[tuple[Model, str]]:
    """Return the registers' rows that are called by the person in them, and in which field.

    To be asked before `let_go`, which removes those that have not begun.
    """
    found = []
    for name in ENDED:
        label, field = name.rsplit(".", 1)
        rows = apps.get_model(label)._default_manager.filter(**{field: user})
        found += [(row, field) for row in rows]
    return found


def rename_in_log(user: User, named: list[tuple[Model, str]]) -> None:
    """Take the name of `user` out of the log, which says what a row was called when written.

    The account itself, and `named`: the rows that were called by the person, removed or not.
    """
    ModelLogEntry.objects.for_instance(user).update(label=str(user))
    for row, field in named:
        setattr(row, field, user)
        ModelLogEntry.objects.for_instance(row).update(label=str(row))


def _end(rows: QuerySet, today: date) -> int:
    """End what holds on the day before `today`; what has not begun never does."""
    to_come = rows.filter(valid_from__gt=today)
    count = to_come.count()
    to_come.delete()
    holding = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
    count += holding.filter(valid_from=today).update(valid_to=today)
    count += holding.exclude(valid_from=today).update(valid_to=today - timedelta(days=1))
    return count
