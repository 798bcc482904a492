"""How things stand at any time: a note on a day, beside the yearly answer, never instead of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from actionplan.activities.models import Activity, InterimStatus
from actionplan.followup.access import standing

if TYPE_CHECKING:
    from actionplan.followup.access import Person, Standing
    from resources.municipality.models import Board


@dataclass(frozen=True)
class Said:
    """What a person notes: how it stands, on which day, and perhaps more words."""

    status: str
    noted_on: date
    text: str = ""
    meeting: str = ""


@transaction.atomic
def note_status(
    activity: Activity, board: Board | None, said: Said, *, user: Person, now: datetime
) -> InterimStatus:
    """Note how an activity stands, for a board or in general; return the note.

    Raises `PermissionDenied` for who may not speak for the board, and `ValidationError` for a day
    to come, or a board that does not answer for the activity.
    """
    today = timezone.localdate(now)
    if not standing(user, today).notes_how_it_stands(board.pk if board else None):
        raise PermissionDenied
    if said.noted_on > today:
        raise ValidationError({"noted_on": "Dagen har inte varit än."})
    if board is not None and not answers_for(board, activity, today):
        raise ValidationError(f"{board.name} svarar inte för aktiviteten.")
    assert user.pk is not None  # somebody without an account has no standing
    note = InterimStatus(
        activity=activity,
        board=board,
        noted_on=said.noted_on,
        status=said.status,
        text=said.text.strip(),
        meeting=said.meeting.strip(),
        noted_by_id=user.pk,
    )
    note.full_clean()
    note.save()
    log(note, "actionplan.note_status", user=user, timestamp=now)
    return note


@transaction.atomic
def undo_note(note: InterimStatus, *, user: Person, now: datetime) -> None:
    """Take back one's own note while it is the latest. Raises `PermissionDenied`."""
    held = InterimStatus.objects.select_for_update().get(pk=note.pk)
    if not may_undo(held, standing(user, timezone.localdate(now))):
        raise PermissionDenied
    latest = InterimStatus.objects.filter(activity=held.activity_id, board=held.board_id).newest()
    if latest.get() != held:
        raise PermissionDenied
    log(held, "actionplan.undo_note", user=user, timestamp=now, deleted=True)
    held.delete()


def may_undo(note: InterimStatus, who: Standing) -> bool:
    """Whether a person may take back a note that is the latest: their own, in a part they have."""
    return note.noted_by_id == who.user_id and who.notes_how_it_stands(note.board_id)


def answers_for(board: Board, activity: Activity, today: date) -> bool:
    """Whether `board` answers for `activity` as its plan is read today."""
    year = activity.version.reading_year(today)
    return Activity.objects.filter(pk=activity.pk).answered_by(board, year).exists()
