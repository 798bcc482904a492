"""Four eyes: a board's answers are approved, handed back, confirmed, or opened again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from actionplan.followup.access import Verb
from actionplan.followup.answering.desk import BoardDesk, Item, board_desk
from actionplan.followup.answering.drafts import said_by, words_of
from actionplan.followup.answering.forms import CommentForm
from actionplan.followup.answering.hand_in_views import shown_entries
from actionplan.followup.models import FollowUpEntry
from actionplan.followup.services import Conflict, approve_all, confirm, hand_back, reopen


@dataclass
class Part:
    """An answer to look at, its words, and the form for what is said of it."""

    item: Item
    words: dict[str, str]
    comment: CommentForm


class ReviewView(View):
    """What a board has handed in, for those who say yes to it or send it back."""

    def get(self, request: HttpRequest, year: int, slug: str) -> HttpResponse:
        """Show what waits and what is approved."""
        desk = board_desk(request, year, slug, timezone.now())
        return _page(request, desk)

    def post(self, request: HttpRequest, year: int, slug: str) -> HttpResponse:
        """Do what the pressed button says, on the answers that the form names."""
        desk = board_desk(request, year, slug, timezone.now())
        entries = shown_entries(request, desk)
        action = request.POST.get("action", "")
        if not entries or action not in ("approve", "return", "confirm", "reopen"):
            if not any(desk.those_to(verb) for verb in ACTS):
                raise PermissionDenied
            messages.warning(request, "Välj ett svar först.")
            return HttpResponseRedirect(desk.review_url)
        if late := _decided_already(action, entries, desk):
            messages.warning(request, f"{late.activity} har redan fått besked. Inget är ändrat.")
            return HttpResponseRedirect(desk.review_url)
        try:
            said = _act(action, entries, request, desk)
        except Conflict as conflict:
            told = said_by(conflict.entry, request)
            if action in WHY:
                again = board_desk(request, year, slug, desk.now)
                form = _comment(entries[0], request)
                form.add_error("comment", f"{told} Läs svaret först. Det du skrev står kvar.")
                return _page(request, again, entries[0], form, status=409)
            said = f"{conflict.entry.activity}: {told} Läs det först. Inget är {DONE[action]}."
            messages.warning(request, said)
        except ValidationError:
            form = _comment(entries[0], request)
            form.add_error("comment", WHY[action])
            return _page(request, desk, entries[0], form)
        else:
            messages.success(request, said)
        return HttpResponseRedirect(desk.review_url)


ACTS = (Verb.APPROVE, Verb.RETURN, Verb.CONFIRM, Verb.REOPEN)
DONE = {"approve": "godkänt", "confirm": "bekräftat"}
WHY = {
    "return": "Skriv vad nämnden behöver ändra.",
    "reopen": "Skriv varför svaret öppnas igen.",
}


def _act(action: str, entries: list[FollowUpEntry], request: HttpRequest, desk: BoardDesk) -> str:
    """Do it and return what was done, in a sentence."""
    first = entries[0]
    if action == "approve":
        count = approve_all(entries, user=request.user, now=desk.now)
        return f"{first.activity} är godkänd." if count == 1 else f"{count} svar är godkända."
    if action == "confirm":
        confirm(first, user=request.user, now=desk.now)
        return f"{first.activity} är bekräftad för nämnden."
    form = _comment(first, request)
    comment = form.cleaned_data.get("comment", "") if form.is_valid() else ""
    verbs: dict[str, Callable[..., FollowUpEntry]] = {"return": hand_back, "reopen": reopen}
    verbs[action](first, comment=comment, user=request.user, now=desk.now)
    return f"{first.activity} är tillbaka hos nämnden, med din kommentar."


def _comment(entry: FollowUpEntry, request: HttpRequest | None = None) -> CommentForm:
    return CommentForm(
        request.POST if request else None,
        prefix=f"svar{entry.activity.number}",
        why="Varför öppnas svaret igen?" if entry.state == "approved" else "",
    )


def _decided_already(
    action: str, entries: list[FollowUpEntry], desk: BoardDesk
) -> FollowUpEntry | None:
    """Return the first answer that another has approved or sent back since it was shown."""
    decides = desk.who.leads or (action != "reopen" and desk.board.pk in desk.who.approves_for)
    expected = {"approve": "submitted", "return": "submitted", "reopen": "approved"}.get(action)
    if expected is None or not decides:
        return None
    return next((entry for entry in entries if entry.state != expected), None)


def _page(
    request: HttpRequest,
    desk: BoardDesk,
    refused: FollowUpEntry | None = None,
    form: CommentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    def part(item: Item) -> Part:
        is_refused = refused is not None and form is not None and item.entry.pk == refused.pk
        words = words_of(desk.answers[item.entry.pk])
        return Part(item, words, form if is_refused and form else _comment(item.entry))

    prefetch_related_objects(desk.entries, "attachments__document")
    submitted = [item for item in desk.items if item.entry.state == "submitted"]
    context = {
        "desk": desk,
        "waiting": [part(item) for item in submitted],
        "approved": [part(item) for item in desk.items if item.entry.state == "approved"],
        "to_approve": desk.those_to(Verb.APPROVE),
        "refused": form,
        "is_past": desk.period.state == "open" and desk.today > desk.period.closes_on,
    }
    return render(request, "actionplan/followup/review.html", context, status=status)
