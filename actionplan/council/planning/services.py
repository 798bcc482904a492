"""A meeting is planned, changed, called to, cancelled and restored: one verb each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from actionplan.council.access import require_runs
from actionplan.council.holding import hold, keep
from actionplan.council.inviting import (
    Invited,
    Occasion,
    already_called,
    called_still_or_not,
    not_called,
    whom,
)
from actionplan.council.kinds import MeetingKind
from actionplan.council.meetings import CouncilMeeting, Invitation
from actionplan.council.openings import Opens
from actionplan.signals import council_invited

if TYPE_CHECKING:
    from actionplan.activities.models import Activity
    from actionplan.council.access import Person

# What a calendar program shows: a change of it is sent to those who are called.
IN_THE_CALENDAR = ("title", "starts_at", "ends_at", "place")
PLANNED = (
    "kind",
    *IN_THE_CALENDAR,
    "programme",
    "is_announced",
    "sign_up_until",
    "places",
)

SIGNED_UP = "Det finns anmälda till forumet."
WAS_HELD = (
    "Mötet har beslut eller protokoll och kan inte flyttas framåt i tiden. "
    "Planera ett nytt möte i stället."
)


@transaction.atomic
def plan_meeting(
    meeting: CouncilMeeting, called_for: Iterable[Activity] = (), *, user: Person, now: datetime
) -> CouncilMeeting:
    """Save a new meeting and return it.

    Raises `PermissionDenied` for who does not run the council, and `ValidationError`.
    """
    require_runs(user)
    meeting.changed_at = now
    meeting.full_clean()
    meeting.save(force_insert=True)
    meeting.called_for.set(called_for)
    log(meeting, "actionplan.plan_meeting", user=user, timestamp=now)
    return meeting


@transaction.atomic
def change_meeting(
    meeting: CouncilMeeting,
    called_for: Iterable[Activity] = (),
    *,
    revision: int,
    user: Person,
    now: datetime,
) -> CouncilMeeting:
    """Save what has been changed of a meeting; who is called gets a new calendar file.

    Who was called and has nothing more to do with the meeting gets a file that takes it away.
    Raises `PermissionDenied`, and `ValidationError` when somebody else has changed the meeting
    since `revision`, or it is cancelled, or it becomes another kind or hidden while somebody has
    been called or has signed up, or a meeting to come while it has minutes.
    """
    held = hold(meeting, revision, user, now)
    if held.is_invited and held.kind != meeting.kind:
        raise ValidationError(
            {"kind": "Kallelsen har gått ut. Ställ in mötet och planera ett nytt i stället."}
        )
    was_held = held.has_minutes or held.decisions.exists()
    if was_held and not meeting.has_begun(now):
        raise ValidationError({"day": WAS_HELD})
    _keep_promises(held, meeting)
    is_moved = any(getattr(held, name) != getattr(meeting, name) for name in IN_THE_CALENDAR)
    for name in PLANNED:
        setattr(held, name, getattr(meeting, name))
    if is_moved:
        held.sequence += 1
    keep(held, *PLANNED, "sequence", now=now)
    held.called_for.set(called_for)
    log(held, "actionplan.change_meeting", user=user, timestamp=now, content_changed=True)
    if is_moved and _is_known(held):
        _tell_of_move(held, now)
    return held


@transaction.atomic
def cancel_meeting(
    meeting: CouncilMeeting, reason: str, *, revision: int, user: Person, now: datetime
) -> CouncilMeeting:
    """Cancel a meeting with a reason; who is called gets a file that takes it away.

    Raises `PermissionDenied`, and `ValidationError` at `reason`, or when the meeting has been
    changed, or has begun.
    """
    held = hold(meeting, revision, user, now, Opens.BEFORE)
    if not reason.strip():
        raise ValidationError({"reason": "Skriv varför mötet ställs in. Skälet står i brevet."})
    held.is_cancelled, held.cancel_reason = True, reason.strip()
    held.sequence += 1
    keep(held, "is_cancelled", "cancel_reason", "sequence", now=now)
    data = {"reason": held.cancel_reason}
    log(held, "actionplan.cancel_meeting", user=user, timestamp=now, data=data)
    if _is_known(held):
        _tell(held, already_called(held), Occasion.CANCELLED, now)
    return held


@transaction.atomic
def restore_meeting(
    meeting: CouncilMeeting, *, revision: int, user: Person, now: datetime
) -> CouncilMeeting:
    """Take back that a meeting is cancelled; who was called and still is gets it back by mail.

    Raises `PermissionDenied`, and `ValidationError` when the meeting has been changed, is not
    cancelled, should have begun, or another has been planned in its place.
    """
    held = hold(meeting, revision, user, now, Opens.WHILE_CANCELLED)
    held.is_cancelled, held.cancel_reason = False, ""
    held.sequence += 1
    keep(held, "is_cancelled", "cancel_reason", "sequence", now=now)
    log(held, "actionplan.restore_meeting", user=user, timestamp=now, content_changed=True)
    if _is_known(held):
        theirs, _gone = _let_go(held, now)
        # Who has nothing to do with it any more has it taken away already.
        _tell(held, theirs, Occasion.RESTORED, now)
    return held


@transaction.atomic
def invite(
    meeting: CouncilMeeting, *, seen: str, revision: int, user: Person, now: datetime
) -> int:
    """Call those who shall come and have not been called yet; return how many.

    `seen` is the `Called.mark` of what the person was shown. Raises `PermissionDenied`, and
    `ValidationError` when others would be called than were seen, or nobody.
    """
    held = hold(meeting, revision, user, now, Opens.BEFORE)
    called = whom(held)
    if called.mark != seen:
        raise ValidationError(
            "Vilka som ska kallas har ändrats sedan du öppnade sidan. Läs listan igen och skicka."
        )
    new = not_called(held)
    if not new:
        raise ValidationError("Alla som går att nå är redan kallade.")
    Invitation.objects.bulk_create(
        Invitation(meeting=held, person_id=one.user_id, called_as=one.called_as, invited_at=now)
        for one in new
    )
    held.invited_at, held.invited_by_id = held.invited_at or now, held.invited_by_id or user.pk
    keep(held, "invited_at", "invited_by", now=now)
    log(held, "actionplan.call_meeting", user=user, timestamp=now, data={"count": len(new)})
    _tell(held, new, Occasion.INVITED, now)
    return len(new)


def _is_known(meeting: CouncilMeeting) -> bool:
    """Whether somebody outside the desk has been told of the meeting."""
    return meeting.is_invited or (meeting.kind == MeetingKind.FORUM and meeting.is_announced)


def _keep_promises(held: CouncilMeeting, wanted: CouncilMeeting) -> None:
    """Raise `ValidationError` when a forum that people have signed up for would be taken away."""
    if held.kind != MeetingKind.FORUM or not held.sign_ups.standing().exists():
        return
    if wanted.kind != held.kind:
        raise ValidationError({"kind": f"{SIGNED_UP} Ställ in forumet i stället."})
    if held.is_announced and not wanted.is_announced:
        raise ValidationError({"is_announced": f"{SIGNED_UP} Ställ in forumet i stället."})


def _tell_of_move(held: CouncilMeeting, now: datetime) -> None:
    theirs, gone = _let_go(held, now)
    _tell(held, theirs, Occasion.MOVED, now)
    _tell(held, gone, Occasion.LET_GO, now)


def _let_go(held: CouncilMeeting, now: datetime) -> tuple[list[Invited], list[Invited]]:
    """Return who is still called, and who has nothing more to do with it: no longer called."""
    theirs, gone = called_still_or_not(held, timezone.localdate(now))
    held.invitations.filter(person__in=[one.user_id for one in gone]).delete()
    return theirs, gone


def _tell(
    meeting: CouncilMeeting, people: list[Invited], occasion: Occasion, now: datetime
) -> None:
    # Within the transaction: who is noted as called has a mail in the outbox.
    council_invited.send(CouncilMeeting, meeting=meeting, people=people, occasion=occasion, now=now)
