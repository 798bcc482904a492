"""Saving a draft from a page or from its script: what was saved, or who stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from actionplan.followup.answering.desk import BoardDesk, answer_now
from actionplan.followup.answering.forms import AnswerForm, digest
from actionplan.followup.models import FollowUpEntry
from actionplan.followup.services import Answer, Conflict, save_draft

if TYPE_CHECKING:
    from datetime import datetime

# What the script of the page sends along, to be answered in JSON.
DRAFT_HEADER = "X-Draft"


@dataclass(frozen=True)
class Theirs:
    """What somebody else has saved meanwhile: who, when, and in which fields that were typed in."""

    sentence: str
    fields: dict[str, str]


def is_draft(request: HttpRequest) -> bool:
    """Whether the page's script is saving what is written so far."""
    return DRAFT_HEADER in request.headers


def save(
    form: AnswerForm, desk: BoardDesk, request: HttpRequest, *, is_read: bool = False
) -> FollowUpEntry:
    """Save what a valid form says, if anybody has written anything; return the entry.

    `is_read` says that the person saves this very answer: one that was handed back is then saved
    as it is too, and counts as read again. Raises `Conflict` and `PermissionDenied` as
    `services.save_draft`.
    """
    is_answered_again = is_read and not form.entry.is_read_again
    if not form.touched and not is_answered_again:
        return form.entry
    return save_draft(
        form.entry,
        form.answer,
        revision=form.cleaned_data["revision"],
        on_behalf=desk.who.leads,
        user=request.user,
        now=desk.now,
    )


def fields_after(form: AnswerForm, entry: FollowUpEntry) -> dict[str, str]:
    """Return the hidden fields as they are after a save, by their names in the form."""
    return {
        form.add_prefix("revision"): str(entry.revision),
        form.add_prefix("shown"): digest(form.answer),
    }


def theirs(conflict: Conflict, form: AnswerForm, request: HttpRequest) -> Theirs:
    """Return what stands in the database beside what the form says, in words."""
    held = conflict.entry
    answer = answer_now(held)
    own = form.answer
    return Theirs(
        said_by(held, request),
        {
            name: text or "(inget)"
            for name, text in words_of(answer).items()
            if name in form.touched and getattr(answer, name) != getattr(own, name)
        },
    )


def typed_in(form: AnswerForm) -> list[tuple[str, str]]:
    """Return what was changed in a form that was validated, refused or not, with the labels."""
    if not form.cleaned_data.get("shown"):
        # A button beside the form sends nothing of what stands in it.
        return []
    return [
        (str(form[name].label), text or form[name].value() or "(inget)")
        for name, text in words_of(form.answer).items()
        if name in form.touched
    ]


def words_of(answer: Answer) -> dict[str, str]:
    """Return what an answer says, field by field, as people read it."""
    labels = {
        name: dict(AnswerForm.base_fields[name].choices)  # type: ignore[attr-defined]
        for name in ("status", "is_included", "goal")
    }
    return {
        "status": str(labels["status"].get(answer.status, "")),
        "done": answer.done,
        "obstacles": answer.obstacles,
        "next_step": answer.next_step,
        "is_included": str(labels["is_included"].get(answer.is_included, "")),
        "reference": answer.reference,
        "goal": str(labels["goal"].get(answer.goal, "")) if answer.goal else "",
    }


def said_by(entry: FollowUpEntry, request: HttpRequest) -> str:
    """Say who has saved an entry last, and when."""
    when = clock_words(entry.saved_at or timezone.now())
    if entry.saved_by_id == request.user.pk:
        return f"Du sparade det här svaret i ett annat fönster {when}."
    saver = get_user_model().objects.filter(pk=entry.saved_by_id or 0).first()
    if saver is None:
        return f"Svaret ändrades {when}."
    return f"{saver.get_full_name() or saver.get_username()} sparade det här svaret {when}."


def clock_words(moment: datetime) -> str:
    """Return the time of day, with the day where it is another than today."""
    local = timezone.localtime(moment)
    time = f"{local:%H.%M}"
    if local.date() == timezone.localdate():
        return time
    return f"{date_format(local, 'j F')} {time}"
