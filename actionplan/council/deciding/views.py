"""All decisions, a decision recorded or changed, and one that is done."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actionplan.activities.models import Activity
from actionplan.council.access import Standing, for_who_runs, who_asks
from actionplan.council.deciding.forms import DecisionForm, DoneForm
from actionplan.council.deciding.services import (
    change_decision,
    finish_decision,
    may_finish,
    record_decision,
    reopen_decision,
)
from actionplan.council.doors import (
    form_page,
    meeting_for,
    meeting_ways,
    saved,
    seen_revision,
    shut,
    ways,
)
from actionplan.council.openings import Opens
from actionplan.council.records import Decision

METHODS = ["GET", "HEAD", "POST"]
SHOWN = [("oppna", "Öppna beslut"), ("sena", "Försenade"), ("alla", "Alla beslut")]


class ChoiceForm(forms.Form):
    """Which decisions are shown."""

    visa = forms.ChoiceField(label="Visa", choices=SHOWN, required=False)


@require_safe
def decisions_view(request: HttpRequest) -> HttpResponse:
    """Show the decisions that the person may read: open ones first."""
    who = who_asks(request)
    today = timezone.localdate()
    form = ChoiceForm(request.GET or None, initial={"visa": "oppna"})
    shown = (form.cleaned_data["visa"] if form.is_valid() else "") or "oppna"
    found = Decision.objects.readable(who).for_page()
    match shown:
        case "oppna":
            found = found.still_open()
        case "sena":
            found = found.late(today)
        case _:
            found = found.order_by("-meeting__starts_at", "-pk")
    context = {
        "form": form,
        "decisions": found,
        "who": who,
        "ways": ways(request, who),
        "today": today,
    }
    return render(request, "actionplan/council/decisions.html", context)


@require_safe
def activity_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what has been decided about an activity, of what the person may read."""
    who = who_asks(request)
    activity = get_object_or_404(Activity.objects.public().select_related("version"), pk=pk)
    found = Decision.objects.for_activity(activity).readable(who)
    context = {
        "activity": activity,
        "decisions": found,
        "ways": ways(request, who),
        "today": timezone.localdate(),
    }
    return render(request, "actionplan/council/activity.html", context)


@require_safe
def decision_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one decision, and to who sees to it the way to say that it is done."""
    who = who_asks(request)
    decision = _decision(who, pk)
    context = {
        "decision": decision,
        "who": who,
        "ways": ways(request, who),
        "may_finish": may_finish(decision, who),
        "reads_meeting": type(decision.meeting)
        .objects.readable(who)
        .filter(pk=decision.meeting_id)
        .exists(),
        "today": timezone.localdate(),
    }
    return render(request, "actionplan/council/decision.html", context)


@require_http_methods(METHODS)
@for_who_runs
def new_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what a meeting has decided."""
    who = who_asks(request)
    meeting = meeting_for(who, pk)
    if page := shut(request, meeting, who, "Nytt beslut", Opens.UNTIL_PUBLISHED):
        return page
    today = timezone.localdate()
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        instance=Decision(meeting=meeting),
        meeting=meeting,
        today=today,
    )
    if saved(
        form,
        lambda: record_decision(
            form.save(commit=False),
            form.cleaned_data["activities"],
            user=request.user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, "Beslutet är sparat.")
        return redirect("council_meeting", pk)
    return form_page(
        request,
        form,
        title="Nytt beslut",
        label=meeting.dated,
        button="Spara beslutet",
        back=reverse("council_meeting", args=[pk]),
        ways=meeting_ways(request, meeting, who),
    )


@require_http_methods(METHODS)
@for_who_runs
def edit_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a decision."""
    who = who_asks(request)
    decision = _decision(who, pk)
    revision = seen_revision(request) if request.method == "POST" else decision.revision
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        instance=decision,
        meeting=decision.meeting,
        today=timezone.localdate(),
    )
    if saved(
        form,
        lambda: change_decision(
            form.save(commit=False),
            form.cleaned_data["activities"],
            revision=revision,
            user=request.user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, "Beslutet är sparat.")
        return redirect("council_decision", pk)
    return form_page(
        request,
        form,
        title="Ändra beslutet",
        label=decision.meeting.dated,
        button="Spara beslutet",
        back=reverse("council_decision", args=[pk]),
        revision=revision,
    )


@require_http_methods(METHODS)
def done_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a decision is done: who runs the council, or who sees to it."""
    who = who_asks(request)
    decision = _decision(who, pk)
    if not may_finish(decision, who):
        raise PermissionDenied
    revision = seen_revision(request) if request.method == "POST" else decision.revision
    form = DoneForm(
        request.POST if request.method == "POST" else None,
        initial={"done_on": timezone.localdate()},
    )
    if saved(
        form,
        lambda: finish_decision(
            decision,
            form.cleaned_data["done_on"],
            form.cleaned_data["done_note"],
            revision=revision,
            user=request.user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, "Beslutet är markerat som klart.")
        return redirect("council_decision", pk)
    return form_page(
        request,
        form,
        title="Är beslutet klart?",
        label=str(decision),
        button="Ja, det är klart",
        back=reverse("council_decision", args=[pk]),
        revision=revision,
    )


@require_POST
def reopen_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that a decision is done."""
    decision = _decision(who_asks(request), pk)
    try:
        reopen_decision(
            decision, revision=seen_revision(request), user=request.user, now=timezone.now()
        )
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, "Beslutet är öppet igen.")
    return redirect("council_decision", pk)


def _decision(who: Standing, pk: int) -> Decision:
    return get_object_or_404(Decision.objects.readable(who).for_page(), pk=pk)
