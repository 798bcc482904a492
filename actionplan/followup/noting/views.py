"""The list where it is noted in two clicks how each activity stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from actionplan.activities.models import Activity, InterimStatus
from actionplan.activities.status import ANSWERED, AnswerStatus, State
from actionplan.followup.access import Standing, standing
from actionplan.followup.noting.notes import Said, may_undo, note_status, undo_note
from actionplan.plan.models import PlanVersion
from resources.municipality.models import Board

LONGEST = 2000


class NoteForm(forms.Form):
    """One activity's note: a choice and a button; the rest is optional."""

    status = forms.ChoiceField(
        label="Läge",
        choices=[("", "Välj läge"), *AnswerStatus.choices],
        error_messages={"required": "Välj hur det går."},
    )
    text = forms.CharField(
        label="Vad som sades (inga namn på personer)",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    noted_on = forms.DateField(
        label="Datum", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    meeting = forms.CharField(label="Möte", required=False, max_length=200)


class PlaceForm(forms.Form):
    """For whom it is noted, and at which meeting: kept in the address while one goes on."""

    namnd = forms.ChoiceField(label="För vem", required=False)
    mote = forms.CharField(label="Möte", required=False, max_length=200)
    datum = forms.DateField(
        label="Datum",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, boards: Iterable[Board], oversees: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = self.fields["namnd"]
        assert isinstance(named, forms.ChoiceField)
        general = [("", "Aktiviteten i stort")] if oversees else []
        named.choices = [*general, *((board.slug, board.name) for board in boards)]


@dataclass(frozen=True)
class NoteLine:
    """A note as it is shown, and whether the person can take it back."""

    note: InterimStatus
    state: State
    can_undo: bool


@dataclass(frozen=True)
class ActivityLine:
    """An activity with its latest notes, one for each who has noted, and the form of the next."""

    activity: Activity
    notes: tuple[NoteLine, ...]
    form: NoteForm


@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: HttpRequest) -> HttpResponse:
    """Show how each activity stands; on POST note one and come back to its line."""
    today = timezone.localdate()
    who = standing(request.user, today)
    if not who.oversees and not who.boards:
        raise PermissionDenied
    boards = list(Board.objects.all() if who.oversees else Board.objects.filter(pk__in=who.boards))
    place = PlaceForm(request.GET, boards=boards, oversees=who.oversees)
    chosen = place.cleaned_data if place.is_valid() else {}
    board = next((one for one in boards if one.slug == chosen.get("namnd")), None)
    if board is None and not who.oversees:
        board = boards[0]
    may_note = who.notes_how_it_stands(board.pk if board else None)
    if request.method == "POST" and not may_note:
        raise PermissionDenied
    given = {"noted_on": chosen.get("datum") or today, "meeting": chosen.get("mote", "")}
    version = PlanVersion.objects.current()
    activities = list(_activities(version, board, today)) if version else []
    refused: dict[int, NoteForm] = {}
    if request.method == "POST":
        activity = get_object_or_404(Activity, pk=request.POST.get("activity"), version=version)
        form = _form(activity, request.POST)
        if _noted(request, form, activity, board):
            query = f"?{request.GET.urlencode()}" if request.GET else ""
            return HttpResponseRedirect(f"{request.path}{query}#aktivitet-{activity.number}")
        refused[activity.pk] = form
    context = {
        "version": version,
        "board": board,
        "place": place,
        "lines": _lines(activities, who, board, given, refused),
        "query": request.GET.urlencode(),
        "oversees": who.oversees,
        "may_note": may_note,
    }
    return render(request, "actionplan/followup/notes.html", context)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the latest note of one's own, and come back to its line."""
    note = get_object_or_404(InterimStatus.objects.select_related("activity"), pk=pk)
    undo_note(note, user=request.user, now=timezone.now())
    messages.success(request, f"Noteringen om {note.activity} är borttagen.")
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponseRedirect(
        f"{reverse('followup_notes')}{query}#aktivitet-{note.activity.number}"
    )


def _activities(version: PlanVersion, board: Board | None, today: date) -> Iterable[Activity]:
    found = Activity.objects.of(version).still_open().select_related("version__plan")
    return found.answered_by(board, version.reading_year(today)) if board else found


def _form(activity: Activity, data: Any = None, **options: Any) -> NoteForm:
    return NoteForm(data, auto_id=f"id-{activity.pk}-%s", **options)


def _noted(request: HttpRequest, form: NoteForm, activity: Activity, board: Board | None) -> bool:
    if not form.is_valid():
        return False
    said = Said(**form.cleaned_data)
    try:
        note_status(activity, board, said, user=request.user, now=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, f"Noterat: {activity} – {AnswerStatus(said.status).label}.")
    return True


def _lines(
    activities: list[Activity],
    who: Standing,
    board: Board | None,
    given: dict[str, Any],
    refused: dict[int, NoteForm],
) -> list[ActivityLine]:
    found: dict[int, list[NoteLine]] = defaultdict(list)
    newest = InterimStatus.objects.filter(activity__in=activities).newest()
    if not who.oversees:
        newest = newest.filter(Q(board__isnull=True) | Q(board=board))
    for note in newest.select_related("board", "noted_by").order_by("-noted_on", "-pk"):
        line = NoteLine(note, ANSWERED[note.status], may_undo(note, who))
        found[note.activity_id].append(line)
    return [
        ActivityLine(
            activity,
            tuple(found[activity.pk]),
            refused.get(activity.pk) or _form(activity, initial=given),
        )
        for activity in activities
    ]
