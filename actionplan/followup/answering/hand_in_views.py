"""The summary of a board's answers: what is ready is handed in with one button."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from actionplan.followup.access import Verb
from actionplan.followup.answering.desk import BoardDesk, board_desk
from actionplan.followup.answering.drafts import said_by, words_of
from actionplan.followup.answering.marks import is_handed_in
from actionplan.followup.answering.unchanging import offered_undo
from actionplan.followup.models import FollowUpEntry
from actionplan.followup.services import Conflict, submit, withdraw


class HandInView(View):
    """What is ready, what is missing, what is handed in."""

    def get(self, request: HttpRequest, year: int, slug: str) -> HttpResponse:
        """Show the summary; after handing in it is the receipt."""
        desk = board_desk(request, year, slug, timezone.now())
        ready = {entry.pk for entry in desk.ready}
        parts = [(item, words_of(desk.answers[item.entry.pk])) for item in desk.items]
        context = {
            "desk": desk,
            "ready": [part for part in parts if part[0].entry.pk in ready],
            "confirms": desk.board.pk in desk.who.answers_for
            and any(entry.is_unconfirmed for entry in desk.ready),
            "missing": [item for item in desk.items if item.missing],
            "handed_in": [part for part in parts if is_handed_in(part[0].entry)],
            "may_submit": bool(desk.those_to(Verb.SUBMIT)),
            "undo": offered_undo(request),
        }
        return render(request, "actionplan/followup/hand_in.html", context)

    def post(self, request: HttpRequest, year: int, slug: str) -> HttpResponse:
        """Hand in all answers that the page showed as ready, or take one back."""
        desk = board_desk(request, year, slug, timezone.now())
        if "withdraw" in request.POST:
            return _withdraw(request, desk)
        entries = shown_entries(request, desk)
        if not entries:
            if not desk.those_to(Verb.SUBMIT):
                raise PermissionDenied
            messages.warning(request, "Det finns inget svar som är klart att skicka in.")
            return HttpResponseRedirect(desk.hand_in_url)
        try:
            count = submit(entries, user=request.user, now=desk.now)
        except Conflict as conflict:
            said = said_by(conflict.entry, request)
            messages.warning(
                request, f"{conflict.entry.activity}: {said} Läs det först. Inget är inskickat."
            )
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        else:
            messages.success(
                request, f"{count} svar är {'inskickade' if count > 1 else 'inskickat'}."
            )
        return HttpResponseRedirect(desk.hand_in_url)


def shown_entries(request: HttpRequest, desk: BoardDesk) -> list[FollowUpEntry]:
    """Return the entries that a form names as `number:revision`, at the revision it showed."""
    entries = []
    for said in request.POST.getlist("entry"):
        number, _, revision = said.partition(":")
        if number.isdecimal() and revision.isdecimal():
            entry = desk.entry(int(number))
            entry.revision = int(revision)
            entries.append(entry)
    return entries


def _withdraw(request: HttpRequest, desk: BoardDesk) -> HttpResponse:
    number = request.POST["withdraw"]
    entry = desk.entry(int(number) if number.isdecimal() else 0)
    if entry.state == "approved" and desk.board.pk in desk.who.answers_for:
        messages.warning(request, f"{entry.activity} är redan godkänd och kan inte tas tillbaka.")
        return HttpResponseRedirect(desk.hand_in_url)
    withdraw(entry, user=request.user, now=desk.now)
    messages.success(request, f"{entry.activity} är tillbaka som utkast.")
    return HttpResponseRedirect(desk.hand_in_url)
