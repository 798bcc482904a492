"""The desk of the agenda, one point's words, and who came."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from actionplan.council.access import for_who_runs, who_asks
from actionplan.council.agenda.forms import AttendanceForm, PointForm
from actionplan.council.agenda.services import (
    add_point,
    move,
    note_attendance,
    remove_point,
    reorder,
    take_up,
    write_point,
)
from actionplan.council.agenda.suggestions import suggestions
from actionplan.council.doors import (
    add_errors,
    form_page,
    meeting_for,
    meeting_ways,
    saved,
    seen_revision,
    shut,
)
from actionplan.council.kinds import MeetingKind
from actionplan.council.meetings import CouncilMeeting
from actionplan.council.openings import Opens
from actionplan.council.papers import AgendaItem

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@for_who_runs
def agenda_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the points and what is due; a button takes up, adds, moves or removes."""
    who = who_asks(request)
    meeting = meeting_for(who, pk)
    if page := shut(request, meeting, who, "Dagordning", Opens.WHILE_HELD):
        return page
    form = PointForm()
    if request.method == "POST":
        action, _, key = request.POST.get("action", "").partition(":")
        if action == "add":
            form = PointForm(request.POST)
        if action != "add" or form.is_valid():
            try:
                _do(request, meeting, action, key, form)
            except ValidationError as error:
                if action != "add":
                    messages.warning(request, error.messages[0])
                    return redirect("council_agenda", pk)
                # What was typed stands.
                add_errors(form, error)
            else:
                messages.success(request, "Dagordningen är sparad.")
                return redirect("council_agenda", pk)
    context = {
        "meeting": meeting,
        "ways": meeting_ways(request, meeting, who),
        "agenda": meeting.agenda.select_related("activity"),
        "suggestions": suggestions(meeting, timezone.localdate()),
        "form": form,
        "revision": seen_revision(request) if form.is_bound else meeting.revision,
    }
    return render(request, "actionplan/council/agenda.html", context)


def _do(
    request: HttpRequest, meeting: CouncilMeeting, action: str, key: str, form: PointForm
) -> None:
    """Do what a button says. Raises `ValidationError` for what cannot be done."""
    held: dict[str, Any] = {
        "revision": seen_revision(request),
        "user": request.user,
        "now": timezone.now(),
    }
    match action:
        case "take":
            keys = set(request.POST.getlist("punkt"))
            due = suggestions(meeting, timezone.localdate())
            take_up(meeting, [one for one in due if one.key in keys], **held)
        case "add":
            add_point(meeting, form.cleaned_data["title"], form.cleaned_data["text"], **held)
        case "order":
            reorder(meeting, _numbers(request, meeting), **held)
        case "up" | "down":
            move(_item(meeting, key), -1 if action == "up" else 1, **held)
        case "remove":
            remove_point(_item(meeting, key), **held)
        case _:
            raise Http404


def _numbers(request: HttpRequest, meeting: CouncilMeeting) -> dict[int, int]:
    """Return the number that was written at each point; one that is no number stays as it was."""
    found = {}
    for item in meeting.agenda.all():
        with suppress(ValueError):
            found[item.pk] = int(request.POST.get(f"nummer-{item.pk}", ""))
    return found


def _item(meeting: CouncilMeeting, key: str) -> AgendaItem:
    if not key.isdecimal():
        raise Http404
    return get_object_or_404(meeting.agenda.select_related("meeting"), pk=int(key))


@require_http_methods(METHODS)
@for_who_runs
def point_view(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Change the words of a point."""
    who = who_asks(request)
    meeting = meeting_for(who, pk)
    point = _item(meeting, str(item))
    if page := shut(request, meeting, who, f"Punkt {point.order}", Opens.WHILE_HELD):
        return page
    revision = seen_revision(request) if request.method == "POST" else meeting.revision
    form = PointForm(
        request.POST if request.method == "POST" else None,
        initial={"title": point.title, "text": point.text},
    )
    if saved(
        form,
        lambda: write_point(
            point, **form.cleaned_data, revision=revision, user=request.user, now=timezone.now()
        ),
    ):
        messages.success(request, "Punkten är sparad.")
        return redirect("council_agenda", pk)
    return form_page(
        request,
        form,
        title=f"Punkt {point.order}",
        label=meeting.dated,
        button="Spara punkten",
        back=reverse("council_agenda", args=[pk]),
        ways=meeting_ways(request, meeting, who),
        revision=revision,
    )


@require_http_methods(METHODS)
@for_who_runs
def attendance_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Note who came, seat by seat."""
    who = who_asks(request)
    meeting = get_object_or_404(
        CouncilMeeting.objects.readable(who).exclude(kind=MeetingKind.FORUM), pk=pk
    )
    if page := shut(request, meeting, who, "Närvaro", Opens.ONCE_BEGUN):
        return page
    revision = seen_revision(request) if request.method == "POST" else meeting.revision
    form = AttendanceForm(request.POST if request.method == "POST" else None, meeting=meeting)
    if saved(
        form,
        lambda: note_attendance(
            meeting, form.said(), revision=revision, user=request.user, now=timezone.now()
        ),
    ):
        messages.success(request, "Närvaron är sparad.")
        return redirect("council_meeting", pk)
    context = {
        "meeting": meeting,
        "ways": meeting_ways(request, meeting, who),
        "form": form,
        "revision": revision,
    }
    return render(request, "actionplan/council/attendance.html", context)
