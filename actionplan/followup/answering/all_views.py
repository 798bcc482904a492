"""All of a board's answers on one page: one form, of which only what was touched is saved."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from actionplan.followup.access import Verb
from actionplan.followup.answering.desk import BoardDesk, Item, board_desk
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
from actionplan.followup.answering.forms import AnswerForm
from actionplan.followup.services import Answer, Conflict


@dataclass
class Part:
    """One answer of the page: its form where it can be written, else what it says.

    `typed` is what somebody wrote in an answer that was locked meanwhile, to be copied.
    """

    item: Item
    answer: Answer
    form: AnswerForm | None = None
    theirs: Theirs | None = None
    typed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def needs_a_person(self) -> bool:
        """Whether trying again cannot help: another has written, or the answer is locked."""
        return self.theirs is not None or bool(self.typed)


class AnswersView(View):
    """All answers of a board's year."""

    def get(self, request: HttpRequest, year: int, slug: str) -> HttpResponse:
        """Show every answer, open for writing where the person may."""
        desk = board_desk(request, year, slug, timezone.now())
        return _page(request, desk, _parts(desk))

    def post(self, request: HttpRequest, year: int, slug: str) -> HttpResponse:
        """Save what was touched; what another has written meanwhile is shown beside."""
        desk = board_desk(request, year, slug, timezone.now())
        if not (desk.who.leads or desk.board.pk in desk.who.answers_for):
            raise PermissionDenied
        parts = _parts(desk, request)
        saved, problems = _save(parts, desk, request)
        if is_draft(request):
            return _reply(desk, parts, saved, problems)
        if not problems:
            if desk.those_to(Verb.WRITE):
                messages.success(request, f"Utkast sparat {clock_words(desk.now)}")
            else:
                messages.warning(request, "Svaren går inte att ändra längre. Inget är ändrat.")
            return HttpResponseRedirect(desk.all_url)
        again = board_desk(request, year, slug, desk.now)
        for part, now_held in zip(parts, again.items, strict=True):
            _put_on_top(part, now_held, again)
        is_conflict = any(part.needs_a_person for part in parts)
        return _page(request, again, parts, status=409 if is_conflict else 200)


def _save(
    parts: list[Part], desk: BoardDesk, request: HttpRequest
) -> tuple[dict[str, str], list[str]]:
    """Save each part that can be; return the hidden fields as they are now, and what hindered."""
    fields: dict[str, str] = {}
    problems = []
    for part in parts:
        form = part.form
        if form is None:
            continue
        is_valid = form.is_valid()
        if not desk.may(Verb.WRITE, part.item.entry):
            problems += _locked(part, form)
            continue
        if not is_valid:
            said = next(str(errors[0]) for errors in form.errors.values())
            problems.append(f"{part.item.entry.activity}: {said}")
            continue
        try:
            fields |= fields_after(form, save(form, desk, request))
        except Conflict as conflict:
            part.theirs = theirs(conflict, form, request)
            said = said_by(conflict.entry, request)
            problems.append(f"{part.item.entry.activity}: {said}")
        except PermissionDenied:
            # It was locked in the very moment between.
            problems += _locked(part, form)
    return fields, problems


def _locked(part: Part, form: AnswerForm) -> list[str]:
    """Keep what was typed in an answer that is locked; return what to say of it, if anything."""
    part.form, part.typed = None, typed_in(form)
    if not part.typed:
        return []
    said = "svaret går inte att ändra längre. Din text står kvar här: kopiera den."
    return [f"{part.item.entry.activity}: {said}"]


def _reply(
    desk: BoardDesk, parts: list[Part], fields: dict[str, str], problems: list[str]
) -> JsonResponse:
    reply = {"message": " ".join(problems), "fields": fields}
    if any(part.needs_a_person for part in parts):
        return JsonResponse(reply | {"is_conflict": True}, status=409)
    if problems:
        return JsonResponse(reply, status=422)
    return JsonResponse({"message": f"Utkast sparat {clock_words(desk.now)}", "fields": fields})


def _parts(desk: BoardDesk, request: HttpRequest | None = None) -> list[Part]:
    parts = []
    for item in desk.items:
        part = Part(item, desk.answers[item.entry.pk])
        name = f"svar{item.number}"
        # What could be written when the page was shown is in what is sent, whatever it is now.
        if request is None:
            is_open = desk.may(Verb.WRITE, item.entry)
        else:
            is_open = f"{name}-revision" in request.POST
        if is_open:
            part.form = AnswerForm(
                request.POST if request else None,
                entry=item.entry,
                answer=part.answer,
                prefix=name,
            )
        parts.append(part)
    return parts


def _put_on_top(part: Part, item: Item, desk: BoardDesk) -> None:
    """Let a refused form be saved on top of what the database holds now."""
    part.item, part.answer = item, desk.answers[item.entry.pk]
    if part.form is not None:
        part.form = part.form.on(item.entry, part.answer)
        part.form.is_valid()


def _page(
    request: HttpRequest, desk: BoardDesk, parts: list[Part], status: int = 200
) -> HttpResponse:
    context = {
        "desk": desk,
        "parts": parts,
        "may_write": any(part.form for part in parts),
        "errors": [part.form for part in parts if part.form and part.form.errors],
        "conflicts": [part for part in parts if part.theirs],
        "locked": [part for part in parts if part.typed],
        "is_on_behalf": desk.who.leads and desk.board.pk not in desk.who.answers_for,
    }
    return render(request, "actionplan/followup/answers.html", context, status=status)
