"""What is done to an answer: saved, handed in, approved, returned. Each verb is one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from actionplan.activities.models import AssignmentInclusion
from actionplan.followup.access import Verb, may, standing
from actionplan.followup.models import EntryEvent, FollowUpEntry
from actionplan.signals import answer_approved

if TYPE_CHECKING:
    from actionplan.followup.access import Person

State = FollowUpEntry.State


@dataclass(frozen=True)
class Answer:
    """What a person writes of an activity; `goal` is a value of `AssignmentInclusion.Goal`."""

    status: str = ""
    done: str = ""
    obstacles: str = ""
    next_step: str = ""
    is_unchanged: bool = False
    is_included: str = AssignmentInclusion.Included.UNKNOWN
    reference: str = ""
    goal: str = ""


class Conflict(Exception):
    """Somebody else saved the answer since it was opened; `entry` is what the database holds."""

    def __init__(self, entry: FollowUpEntry) -> None:
        super().__init__(f"entry {entry.pk} is at revision {entry.revision}")
        self.entry = entry


@transaction.atomic
def save_draft(
    entry: FollowUpEntry,
    answer: Answer,
    *,
    revision: int,
    on_behalf: bool = False,
    user: Person,
    now: datetime,
) -> FollowUpEntry:
    """Save what is written so far; return the entry as it is now.

    `revision` is the one the writer's page showed. Raises `Conflict` when another has come in
    between, and `PermissionDenied` when the writer may not write. `on_behalf` says that a leader
    writes for the board; where the person answers for the board it is not heeded.
    """
    held = _held(entry, Verb.WRITE, user, now)
    if held.revision != revision:
        raise Conflict(held)
    if held.saved_by_id not in (None, user.pk):
        note(held, EntryEvent.Verb.REPLACED, user, now)
    held.status, held.done, held.obstacles = answer.status, answer.done, answer.obstacles
    held.next_step, held.is_unchanged = answer.next_step, answer.is_unchanged
    answers_itself = held.board_id in standing(user, _day(now)).answers_for
    held.is_on_behalf = on_behalf and not answers_itself
    # What the board has said is right are the words that stood there then.
    held.confirmed_at = held.confirmed_by = None
    held.saved_at, held.saved_by_id = now, user.pk
    held.revision += 1
    held.save()
    AssignmentInclusion.objects.update_or_create(
        activity_id=held.activity_id,
        board_id=held.board_id,
        year=held.period.year,
        defaults={
            "is_included": answer.is_included,
            "reference": answer.reference,
            "goal": answer.goal,
        },
    )
    return held


def unchanged(entry: FollowUpEntry, answer: Answer) -> Answer | None:
    """Return the latest earlier answer to be saved again, or None when there is none.

    It is *oförändrat sedan förra året* where it is last year's; an older one is only taken over.
    What stands of the *uppdragsplan* is kept from `answer`: it is decided anew each year.
    """
    last = FollowUpEntry.objects.before(entry.activity, entry.board, entry.period).first()
    if last is None:
        return None
    kept = asdict(answer) | {
        "status": last.status,
        "done": last.done,
        "obstacles": last.obstacles,
        "next_step": last.next_step,
        "is_unchanged": last.period.year == entry.period.year - 1,
    }
    return Answer(**kept)


@transaction.atomic
def submit(entries: Iterable[FollowUpEntry], *, user: Person, now: datetime) -> int:
    """Hand in drafts for approval, all or none; return how many.

    Who answers for the board confirms by handing in what was entered for it. Raises
    `PermissionDenied`, `Conflict` when one was saved since it was shown, and `ValidationError` when
    one does not say what it must, or was handed back and has not been saved since.
    """
    answers_for = standing(user, _day(now)).answers_for
    count = 0
    for entry in entries:
        held = _shown(entry, Verb.SUBMIT, user, now)
        if not held.is_ready:
            raise ValidationError(f"{held.activity}: svaret är inte klart att skicka in.")
        if not held.is_read_again:
            raise ValidationError(
                f"{held.activity}: läs kommentaren, ändra det som behövs och spara först."
            )
        held.state = State.SUBMITTED
        held.submitted_at, held.submitted_by_id = now, user.pk
        held.comment = ""
        is_confirmed = held.is_unconfirmed and held.board_id in answers_for
        if is_confirmed:
            held.confirmed_at, held.confirmed_by_id = now, user.pk
        _save(held)
        note(held, EntryEvent.Verb.SUBMITTED, user, now)
        if is_confirmed:
            note(held, EntryEvent.Verb.CONFIRMED, user, now)
        count += 1
    return count


@transaction.atomic
def withdraw(entry: FollowUpEntry, *, user: Person, now: datetime) -> FollowUpEntry:
    """Take back what was handed in and is not approved yet. Raises `PermissionDenied`."""
    held = _held(entry, Verb.WITHDRAW, user, now)
    held.state, held.submitted_at, held.submitted_by = State.DRAFT, None, None
    held.confirmed_at = held.confirmed_by = None
    _save(held)
    note(held, EntryEvent.Verb.WITHDRAWN, user, now)
    return held


@transaction.atomic
def approve(entry: FollowUpEntry, *, user: Person, now: datetime) -> FollowUpEntry:
    """Approve an answer; nobody approves what they have written or handed in themselves.

    Raises `PermissionDenied`, and `Conflict` when it is not the answer that was shown.
    """
    held = _shown(entry, Verb.APPROVE, user, now)
    held.state, held.approved_at, held.approved_by_id = State.APPROVED, now, user.pk
    _save(held)
    note(held, EntryEvent.Verb.APPROVED, user, now)
    transaction.on_commit(lambda: answer_approved.send(FollowUpEntry, entry=held, now=now))
    return held


@transaction.atomic
def approve_all(entries: Iterable[FollowUpEntry], *, user: Person, now: datetime) -> int:
    """Approve all answers that were shown, or none; return how many. Raises as `approve`."""
    return len([approve(entry, user=user, now=now) for entry in entries])


@transaction.atomic
def hand_back(entry: FollowUpEntry, *, comment: str, user: Person, now: datetime) -> FollowUpEntry:
    """Return an answer to the board with a comment on what to change.

    Raises `PermissionDenied`, `Conflict` when it is not the answer that was shown, and
    `ValidationError` without a comment.
    """
    held = _shown(entry, Verb.RETURN, user, now)
    return _returned(held, EntryEvent.Verb.RETURNED, comment, user, now)


@transaction.atomic
def reopen(entry: FollowUpEntry, *, comment: str, user: Person, now: datetime) -> FollowUpEntry:
    """Open an approved answer again, with the reason; what it said stays in its log.

    Raises `PermissionDenied`, `Conflict` when it is not the answer that was shown, and
    `ValidationError` without a reason.
    """
    held = _shown(entry, Verb.REOPEN, user, now)
    return _returned(held, EntryEvent.Verb.REOPENED, comment, user, now)


@transaction.atomic
def confirm(entry: FollowUpEntry, *, user: Person, now: datetime) -> FollowUpEntry:
    """Say for the board that what was entered for it is right.

    Raises `PermissionDenied`, and `Conflict` when it is not the answer that was shown.
    """
    held = _shown(entry, Verb.CONFIRM, user, now)
    held.confirmed_at, held.confirmed_by_id = now, user.pk
    _save(held)
    note(held, EntryEvent.Verb.CONFIRMED, user, now)
    return held


def _returned(
    held: FollowUpEntry, verb: EntryEvent.Verb, comment: str, user: Person, now: datetime
) -> FollowUpEntry:
    if not comment.strip():
        raise ValidationError({"comment": "Skriv vad nämnden behöver ändra."})
    note(held, verb, user, now, comment)
    held.state, held.comment = State.RETURNED, comment.strip()
    held.returned_at, held.returned_by_id = now, user.pk
    held.approved_at = held.approved_by = None
    held.confirmed_at = held.confirmed_by = None
    _save(held)
    return held


def _shown(entry: FollowUpEntry, verb: Verb, user: Person, now: datetime) -> FollowUpEntry:
    """Hold the entry's row; raise `Conflict` when it is not the answer that `user` was shown."""
    held = _held(entry, verb, user, now)
    if held.revision != entry.revision:
        raise Conflict(held)
    return held


def _held(entry: FollowUpEntry, verb: Verb, user: Person, now: datetime) -> FollowUpEntry:
    """Hold the entry's row and return it, if `user` may `verb` it now."""
    held = (
        FollowUpEntry.objects.select_for_update(of=("self",))
        .select_related("period", "activity", "board")
        .get(pk=entry.pk)
    )
    _require(may(verb, user, held, _day(now)))
    return held


def _save(held: FollowUpEntry) -> None:
    held.revision += 1
    held.full_clean(exclude=["period", "activity", "board"])
    held.save()


def note(
    held: FollowUpEntry, verb: EntryEvent.Verb, user: Person, now: datetime, comment: str = ""
) -> None:
    """Write to the answer's log what is done to it, and what it says as that happens."""
    content: dict[str, Any] = {
        name: getattr(held, name)
        for name in ("status", "done", "obstacles", "next_step", "is_unchanged", "is_on_behalf")
    }
    assert user.pk is not None  # who has a right here has signed in
    EntryEvent.objects.create(
        entry=held,
        verb=verb,
        at=now,
        by_id=user.pk,
        comment=comment,
        content=content,
    )


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _day(now: datetime) -> date:
    return timezone.localdate(now)
