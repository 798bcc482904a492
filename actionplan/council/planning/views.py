"""A year's meetings, and one meeting made, changed, cancelled, restored and called to."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from actionplan.council.access import for_who_runs, who_asks
from actionplan.council.coverage import QUARTERS, Held, gaps, quarter
from actionplan.council.doors import (
    form_page,
    meeting_for,
    meeting_ways,
    saved,
    seen_revision,
    shut,
    ways,
)
from actionplan.council.forum import wording
from actionplan.council.inviting import (
    Invited,
    already_called,
    called_still_or_not,
    left_out,
    not_called,
    taken_up_without,
    whom,
)
from actionplan.council.kinds import MeetingKind
from actionplan.council.meetings import CouncilMeeting
from actionplan.council.openings import Opens, opening
from actionplan.council.planning.forms import CancelForm, MeetingForm
from actionplan.council.planning.services import (
    cancel_meeting,
    change_meeting,
    invite,
    plan_meeting,
    restore_meeting,
)
from actionplan.council.records import Decision

METHODS = ["GET", "HEAD", "POST"]
FIRST_YEAR, LAST_YEAR = 2000, 2100


@require_safe
def year_view(request: HttpRequest, year: int) -> HttpResponse:
    """Show a year's meetings quarter by quarter, and what the year lacks."""
    who = who_asks(request)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    today = timezone.localdate()
    every = list(CouncilMeeting.objects.in_year(year).readable(who))
    quarters = [
        (
            months,
            [one for one in every if quarter(timezone.localdate(one.starts_at)) == number],
            (year, number) < (today.year, quarter(today)),
        )
        for number, months in enumerate(QUARTERS)
    ]
    planned = [
        Held(one.kind, timezone.localdate(one.starts_at)) for one in every if not one.is_cancelled
    ]
    context = {
        "year": year,
        "quarters": quarters,
        "gaps": gaps(year, planned, today) if who.runs else [],
        "who": who,
        "ways": ways(request, who),
        "now": timezone.now(),
        "previous": year - 1,
        "next": year + 1,
    }
    return render(request, "actionplan/council/year.html", context)


@require_safe
def meeting_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a meeting: when and where, its points, who came, what was decided, its minutes."""
    who = who_asks(request)
    meeting = meeting_for(who, pk)
    shows_minutes = CouncilMeeting.objects.with_minutes_for(who).filter(pk=pk).exists()
    has_begun = meeting.has_begun(timezone.now())
    asks = who.runs and meeting.is_invited and not meeting.is_cancelled and not has_begun
    noted = meeting.attendance.select_related("seat", "member", "person")
    context = {
        "meeting": meeting,
        "who": who,
        "ways": meeting_ways(request, meeting, who),
        "agenda": meeting.agenda.select_related("activity", "question", "decision"),
        "called_for": meeting.called_for.all(),
        "attendance": noted,
        "invitations": meeting.invitations.select_related("person"),
        "decisions": Decision.objects.filter(meeting=meeting).for_page(),
        "today": timezone.localdate(),
        "shows_minutes": shows_minutes and meeting.has_published_minutes,
        # Whether something can have been said and decided at it.
        "is_past": has_begun and not meeting.is_cancelled,
        "opening": opening(meeting),
        "left_out": left_out(not_called(meeting)) if asks else "",
        "is_forum": meeting.kind == MeetingKind.FORUM,
    }
    return render(request, "actionplan/council/meeting.html", context)


@require_http_methods(METHODS)
@for_who_runs
def new_meeting(request: HttpRequest) -> HttpResponse:
    """Plan a meeting; a gap in the year's calendar hands in its kind and day."""
    initial = {"kind": request.GET.get("slag"), "day": request.GET.get("dag")}
    form = MeetingForm(request.POST if request.method == "POST" else None, initial=initial)
    if saved(
        form,
        lambda: plan_meeting(
            form.save(commit=False),
            form.cleaned_data["called_for"],
            user=request.user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, "Mötet är planerat. Nu kan du bygga dagordningen.")
        return redirect("council_meeting", form.instance.pk)
    day = timezone.localdate()
    with suppress(ValueError):
        day = date.fromisoformat(request.GET.get("dag", ""))
    back = reverse("council_year", args=[day.year])
    return form_page(request, form, title="Planera ett möte", button="Spara mötet", back=back)


@require_http_methods(METHODS)
@for_who_runs
def edit_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a meeting; who is called hears of a new time or place by itself."""
    who = who_asks(request)
    meeting = meeting_for(who, pk)
    if page := shut(request, meeting, who, "Ändra mötet", Opens.WHILE_HELD):
        return page
    # Made before the form, which writes on the row that it is given.
    more: dict[str, Any] = {
        "label": meeting.dated,
        "ways": meeting_ways(request, meeting, who),
        "revision": seen_revision(request) if request.method == "POST" else meeting.revision,
    }
    if meeting.is_invited:
        more["note"] = "Ändrar du tid, plats eller rubrik får alla som är kallade en ny kallelse."
    form = MeetingForm(request.POST if request.method == "POST" else None, instance=meeting)
    if saved(
        form,
        lambda: change_meeting(
            form.save(commit=False),
            form.cleaned_data["called_for"],
            revision=more["revision"],
            user=request.user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, "Ändringarna är sparade.")
        return redirect("council_meeting", pk)
    back = reverse("council_meeting", args=[pk])
    return form_page(
        request, form, title="Ändra mötet", button="Spara ändringarna", back=back, **more
    )


@require_http_methods(METHODS)
@for_who_runs
def cancel_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why a meeting is cancelled; on POST cancel it and tell who is called."""
    who = who_asks(request)
    meeting = meeting_for(who, pk)
    if page := shut(request, meeting, who, "Ställ in mötet", Opens.BEFORE):
        return page
    form = CancelForm(request.POST if request.method == "POST" else None)
    revision = seen_revision(request) if request.method == "POST" else meeting.revision
    if saved(
        form,
        lambda: cancel_meeting(
            meeting,
            form.cleaned_data["reason"],
            revision=revision,
            user=request.user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, "Mötet är inställt.")
        return redirect("council_meeting", pk)
    return form_page(
        request,
        form,
        title="Ställ in mötet?",
        label=meeting.dated,
        button="Ja, ställ in mötet",
        back=reverse("council_meeting", args=[pk]),
        ways=meeting_ways(request, meeting, who),
        revision=revision,
        note=_told(meeting, already_called(meeting), "mötet är inställt"),
    )


@require_http_methods(METHODS)
@for_who_runs
def restore_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before a cancelled meeting is held after all; on POST do it and tell who is called."""
    who = who_asks(request)
    meeting = meeting_for(who, pk)
    title = "Återställ mötet?"
    if page := shut(request, meeting, who, title, Opens.WHILE_CANCELLED):
        return page
    is_posted = request.method == "POST"
    form = forms.Form(request.POST if is_posted else None)
    revision = seen_revision(request) if is_posted else meeting.revision
    if saved(
        form,
        lambda: restore_meeting(meeting, revision=revision, user=request.user, now=timezone.now()),
    ):
        messages.success(request, "Mötet hålls. Det är inte längre inställt.")
        return redirect("council_meeting", pk)
    theirs, _gone = called_still_or_not(meeting, timezone.localdate())
    return form_page(
        request,
        form,
        title=title,
        label=meeting.dated,
        lead=f"Mötet hålls då {wording.day(meeting)}, {wording.hours(meeting)}. "
        f"Plats: {meeting.place or 'inte bestämd'}. "
        f"Skälet till att det ställdes in: {meeting.cancel_reason}",
        button="Ja, återställ mötet",
        back=reverse("council_meeting", args=[pk]),
        ways=meeting_ways(request, meeting, who),
        revision=revision,
        note=_told(meeting, theirs, "mötet hålls ändå"),
    )


@require_http_methods(METHODS)
@for_who_runs
def invite_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who would be called and who is not reached; on POST call those not called yet."""
    who = who_asks(request)
    meeting = get_object_or_404(
        CouncilMeeting.objects.readable(who).exclude(kind=MeetingKind.FORUM), pk=pk
    )
    if page := shut(request, meeting, who, "Kalla", Opens.BEFORE):
        return page
    if request.method == "POST":
        try:
            count = invite(
                meeting,
                seen=request.POST.get("seen", ""),
                revision=seen_revision(request),
                user=request.user,
                now=timezone.now(),
            )
        except ValidationError as error:
            messages.warning(request, error.messages[0])
            return redirect("council_invite", pk)
        messages.success(
            request, f"Kallelsen är lagd för utskick till {count} person{'er' * (count != 1)}."
        )
        return redirect("council_meeting", pk)
    called = whom(meeting)
    new = not_called(meeting)
    context = {
        "meeting": meeting,
        "ways": meeting_ways(request, meeting, who),
        "called": called,
        "new": new,
        "old": [one for one in called.people if one not in new],
        "agenda": meeting.agenda.all(),
        "taken_up_without": taken_up_without(meeting),
    }
    return render(request, "actionplan/council/invite.html", context)


def _told(meeting: CouncilMeeting, called: list[Invited], what: str) -> str:
    """Return in words how many are told: those called who are reached, or who have signed up."""
    count, one, many = len(called), "kallad", "kallade"
    if meeting.kind == MeetingKind.FORUM:
        signed_up = meeting.sign_ups.for_news(timezone.now()).standing()
        count, one, many = signed_up.count(), "anmäld", "anmälda"
    if not count:
        return ""
    if count == 1:
        return f"1 person är {one} och får veta att {what}."
    return f"{count} personer är {many} och får veta att {what}."
