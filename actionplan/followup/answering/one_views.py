"""One answer on a page of its own: written, saved as a draft, compared when two have written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from actionplan.followup.access import Verb, standing
from actionplan.followup.answering.desk import BoardDesk, board_desk, shown
from actionplan.followup.answering.drafts import (
    Theirs,
    clock_words,
    fields_after,
    is_draft,
    said_by,
    save,
    theirs,
    typed_in,
)
from actionplan.followup.answering.filing import attach
from actionplan.followup.answering.forms import AnswerPageForm
from actionplan.followup.answering.marks import is_handed_in, mark
from actionplan.followup.answering.unchanging import (
    offered_undo,
    save_unchanged,
    shown_revision,
    undo,
)
from actionplan.followup.models import FollowUpEntry, FollowUpPeriod
from actionplan.followup.services import Conflict, confirm

TEMPLATE = "actionplan/followup/answer.html"
READING = "actionplan/followup/answer_read.html"


class AnswerView(View):
    """The answer of a board about one activity."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Take the moment once, so that rule, page and log say the same."""
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()

    def get(self, request: HttpRequest, year: int, slug: str, number: int) -> HttpResponse:
        """Show the form to those who may write, else the answer to those who may read it."""
        desk = _desk(request, year, slug, self.now)
        if desk is None:
            entry = _approved_elsewhere(request, year, slug, number, self.now)
            return render(request, READING, {"entry": entry, "mark": mark(entry)})
        entry = desk.entry(number)
        return _page(request, desk, entry, _form(desk, entry))

    def post(self, request: HttpRequest, year: int, slug: str, number: int) -> HttpResponse:
        """Save the answer, or do what the pressed button says."""
        desk = _desk(request, year, slug, self.now)
        if desk is None:
            _approved_elsewhere(request, year, slug, number, self.now)
            raise PermissionDenied
        entry = desk.entry(number)
        match request.POST.get("action", ""):
            case "unchanged":
                if desk.may(Verb.WRITE, entry):
                    return save_unchanged(request, desk, entry)
                return _too_late(request, desk, entry)
            case "undo":
                return undo(request, desk, entry)
            case "confirm":
                return _confirm(request, desk, entry)
        if not desk.may(Verb.WRITE, entry):
            return _too_late(request, desk, entry)
        form = _form(desk, entry, request)
        return _save_draft(request, desk, form) if is_draft(request) else _save(request, desk, form)


def _save(request: HttpRequest, desk: BoardDesk, form: AnswerPageForm) -> HttpResponse:
    entry = form.entry
    if not form.is_valid() and not form.can_save_text:
        return _page(request, desk, entry, form)
    try:
        entry = save(form, desk, request, is_read=True)
    except Conflict as conflict:
        return _compare(request, desk, form, conflict)
    file = form.cleaned_data.get("file")
    if file:
        try:
            attach(entry, file, user=request.user, now=desk.now)
        except ValidationError as error:
            form.add_error("file", error.message_dict["file"])
    on_top = _desk_again(request, desk)
    entry = on_top.entry(entry.activity.number)
    again = form.on(entry, form.answer)
    again.is_valid()
    if form.has_error("file"):
        again.add_error("file", form.errors.as_data()["file"])
        return _page(request, on_top, entry, again, is_saved=True)
    if "stay" in request.POST:
        messages.success(request, f"Utkast sparat {clock_words(desk.now)}")
        return HttpResponseRedirect(desk.entry_url(entry))
    if again.add_what_is_missing():
        return _page(request, on_top, entry, again, is_saved=True)
    return HttpResponseRedirect(on_top.after(entry))


def _save_draft(request: HttpRequest, desk: BoardDesk, form: AnswerPageForm) -> JsonResponse:
    if not form.is_valid() and not form.can_save_text:
        return JsonResponse({"message": _first_error(form)}, status=422)
    try:
        entry = save(form, desk, request)
    except Conflict as conflict:
        said = f"{said_by(conflict.entry, request)} Det du skriver nu är inte sparat än."
        return JsonResponse({"message": said, "is_conflict": True}, status=409)
    return JsonResponse(
        {
            "message": f"Utkast sparat {clock_words(desk.now)}",
            "fields": fields_after(form, entry),
        }
    )


def _confirm(request: HttpRequest, desk: BoardDesk, entry: FollowUpEntry) -> HttpResponse:
    entry.revision = shown_revision(request)
    try:
        confirm(entry, user=request.user, now=desk.now)
    except Conflict as conflict:
        messages.warning(request, f"{said_by(conflict.entry, request)} Läs det först.")
    else:
        messages.success(request, f"{entry.activity} är bekräftad för nämnden.")
    return HttpResponseRedirect(desk.entry_url(entry))


def _compare(
    request: HttpRequest, desk: BoardDesk, form: AnswerPageForm, conflict: Conflict
) -> HttpResponse:
    """Show what another wrote beside what was typed; saving then is done knowingly."""
    again = _desk_again(request, desk)
    entry = again.entry(conflict.entry.activity.number)
    beside = theirs(conflict, form, request)
    on_top = form.on(entry, again.answers[entry.pk])
    on_top.is_valid()
    return _page(request, again, entry, on_top, beside=beside, status=409)


def _too_late(request: HttpRequest, desk: BoardDesk, entry: FollowUpEntry) -> HttpResponse:
    """Say why the answer cannot be written; what was typed stays on the page to be copied."""
    if not (desk.who.leads or entry.board_id in desk.who.answers_for):
        raise PermissionDenied
    if is_draft(request):
        said = "Svaret går inte att ändra längre. Din text står kvar här: kopiera den."
        return JsonResponse({"message": said, "is_conflict": True}, status=409)
    form = _form(desk, entry, request)
    form.is_valid()
    return _page(request, desk, entry, form, status=409)


def _page(
    request: HttpRequest,
    desk: BoardDesk,
    entry: FollowUpEntry,
    form: AnswerPageForm,
    *,
    beside: Theirs | None = None,
    is_saved: bool = False,
    status: int = 200,
) -> HttpResponse:
    last = FollowUpEntry.objects.before(entry.activity, desk.board, desk.period).first()
    others = (
        FollowUpEntry.objects.of(desk.period)
        .approved()
        .filter(activity=entry.activity_id)
        .exclude(pk=entry.pk)
        .select_related("board", "activity", "submitted_by", "approved_by", "confirmed_by")
    )
    place = desk.place(entry)
    context = {
        "desk": desk,
        "entry": entry,
        "item": desk.items[place - 1],
        "place": place,
        "previous": desk.items[place - 2] if place > 1 else None,
        "next": desk.items[place] if place < len(desk.items) else None,
        "next_url": desk.after(entry),
        "form": form,
        "theirs": beside,
        "is_saved": is_saved,
        "may_write": desk.may(Verb.WRITE, entry),
        "typed": typed_in(form) if form.is_bound and not desk.may(Verb.WRITE, entry) else None,
        "answer": desk.answers[entry.pk],
        "is_handed_in": is_handed_in(entry),
        "is_on_behalf": desk.who.leads and entry.board_id not in desk.who.answers_for,
        "last": last,
        "is_last_year": last is not None and last.period.year == desk.period.year - 1,
        "others": others,
        "attachments": entry.attachments.select_related("document__uploaded_by_user"),
        "events": entry.events.select_related("by"),
        "undo": offered_undo(request),
    }
    return render(request, TEMPLATE, context, status=status)


def _form(
    desk: BoardDesk, entry: FollowUpEntry, request: HttpRequest | None = None
) -> AnswerPageForm:
    answer = desk.answers[entry.pk]
    if request is None:
        return AnswerPageForm(entry=entry, answer=answer)
    return AnswerPageForm(request.POST, request.FILES, entry=entry, answer=answer)


def _desk(request: HttpRequest, year: int, slug: str, now: datetime) -> BoardDesk | None:
    try:
        return board_desk(request, year, slug, now)
    except Http404:
        return None


def _desk_again(request: HttpRequest, desk: BoardDesk) -> BoardDesk:
    return board_desk(request, desk.period.year, desk.board.slug, desk.now)


def _approved_elsewhere(
    request: HttpRequest, year: int, slug: str, number: int, now: datetime
) -> FollowUpEntry:
    """Return an answer that the person may read though the board is another's."""
    today = timezone.localdate(now)
    entry = (
        shown(FollowUpEntry.objects.all(), standing(request.user, today), today)
        .allowed(Verb.READ, request.user, today)
        .filter(period__in=FollowUpPeriod.objects.opened(), period__year=year)
        .filter(board__slug=slug, activity__number=number)
        .first()
    )
    if entry is None:
        raise Http404
    return entry


def _first_error(form: AnswerPageForm) -> str:
    return next(str(errors[0]) for errors in form.errors.values())
