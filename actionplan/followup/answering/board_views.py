"""A board's year: what it is asked, how each answer stands, what it decided; and as a file."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from actionplan.followup.access import Verb
from actionplan.followup.answering.decisions import note_decision, said
from actionplan.followup.answering.desk import board_desk
from actionplan.followup.answering.export import MEDIA_TYPES, file_of
from actionplan.followup.answering.forms import DecisionForm
from actionplan.followup.answering.marks import days_words, is_ready
from actionplan.followup.models import BoardDecision


@require_http_methods(["GET", "HEAD", "POST"])
def board(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show the board's list, and note its decision."""
    desk = board_desk(request, year, slug, timezone.now())
    decision = BoardDecision.objects.filter(period=desk.period, board=desk.board)
    noted = decision.select_related("noted_by").first()
    form = DecisionForm(request.POST or None, instance=decision.first())
    seen = said(noted)
    may_note = desk.who.notes_for(desk.board.pk)
    if request.method == "POST":
        if not may_note:
            raise PermissionDenied
        if form.is_valid():
            try:
                note_decision(
                    desk.period,
                    desk.board,
                    decided_on=form.cleaned_data["decided_on"],
                    paragraph=form.cleaned_data["paragraph"],
                    seen=request.POST.get("seen", ""),
                    user=request.user,
                    now=desk.now,
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, "Nämndens beslut är antecknat.")
                return HttpResponseRedirect(desk.url)
    to_write, to_approve = desk.those_to(Verb.WRITE), desk.those_to(Verb.APPROVE)
    unready = [entry for entry in to_write if not is_ready(entry)]
    context = {
        "desk": desk,
        "first_url": desk.entry_url(unready[0]) if unready else "",
        "begin_title": "Fortsätt svara" if len(unready) < len(desk.items) else "Börja svara",
        "hands_in": bool(to_write) and not unready,
        "review_title": f"Granska ({len(to_approve)})" if to_approve else "Granska",
        "late_words": days_words(desk.period.due_on, desk.today),
        "decision": noted,
        "seen": seen,
        "form": form,
        "may_note": may_note,
        "to_write": to_write,
        "to_approve": to_approve,
        "to_confirm": desk.those_to(Verb.CONFIRM),
    }
    return render(request, "actionplan/followup/board.html", context)


@require_safe
def board_file(request: HttpRequest, year: int, slug: str, kind: str) -> HttpResponse:
    """Give out a board's answers as a file, to those who may read them: drafts and all."""
    desk = board_desk(request, year, slug, timezone.now())
    if kind not in MEDIA_TYPES:
        raise Http404
    mark = "exempeldata-" if desk.period.is_example else ""
    name = f"{mark}uppfoljning-{desk.period.year}-{desk.board.slug}-{desk.today:%Y-%m-%d}.{kind}"
    answer = HttpResponse(file_of(desk, kind), content_type=MEDIA_TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
