"""Taking over an earlier answer in one click, *oförändrat* where it is last year's, and back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from actionplan.followup.answering.desk import BoardDesk
from actionplan.followup.answering.drafts import said_by
from actionplan.followup.models import FollowUpEntry
from actionplan.followup.services import Answer, Conflict, save_draft, unchanged

# The session keeps the words that one click has written over.
UNDO = "followup_undo"


def save_unchanged(request: HttpRequest, desk: BoardDesk, entry: FollowUpEntry) -> HttpResponse:
    """Save the latest earlier answer again and go on to the next activity.

    Raises `Http404` when there is no earlier answer.
    """
    before = desk.answers[entry.pk]
    answer = unchanged(entry, before)
    if answer is None:
        raise Http404
    try:
        saved = save_draft(
            entry,
            answer,
            revision=shown_revision(request),
            on_behalf=desk.who.leads,
            user=request.user,
            now=desk.now,
        )
    except Conflict as conflict:
        said = said_by(conflict.entry, request)
        messages.warning(request, f"{said} Läs det först. Inget är ändrat.")
        return HttpResponseRedirect(desk.entry_url(entry))
    request.session[UNDO] = {
        "url": desk.entry_url(entry),
        "title": str(entry.activity),
        "is_unchanged": saved.is_unchanged,
        "revision": saved.revision,
        "answer": asdict(before),
    }
    return HttpResponseRedirect(desk.after(entry))


def undo(request: HttpRequest, desk: BoardDesk, entry: FollowUpEntry) -> HttpResponse:
    """Put back what stood before the click, unless somebody has saved since."""
    url = desk.entry_url(entry)
    kept = request.session.pop(UNDO, None) or {}
    if kept.get("url") != url:
        messages.warning(request, "Det finns inget att ångra längre.")
        return HttpResponseRedirect(url)
    try:
        save_draft(
            entry,
            Answer(**kept["answer"]),
            revision=kept["revision"],
            on_behalf=desk.who.leads,
            user=request.user,
            now=desk.now,
        )
    except Conflict:
        messages.warning(request, "Svaret har ändrats sedan dess. Inget är ångrat.")
    else:
        messages.success(request, "Ångrat. Svaret är som det var innan.")
    return HttpResponseRedirect(url)


def offered_undo(request: HttpRequest) -> dict[str, Any] | None:
    """What one click has written over, offered on the page that follows and on no other."""
    kept: dict[str, Any] | None = request.session.get(UNDO)
    if not kept or kept.get("is_offered"):
        return None
    request.session[UNDO] = kept | {"is_offered": True}
    return kept


def shown_revision(request: HttpRequest) -> int:
    """The revision that the page showed; one that never was when the form does not say."""
    said = request.POST.get("revision", "")
    return int(said) if said.isdecimal() else -1
