"""The coordinator plans a year, sees what opening would do, opens it, moves its days, closes it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from actionplan.activities.models import Activity
from actionplan.followup.leading.doors import period_of, ways
from actionplan.followup.leading.dry_run import dry_run
from actionplan.followup.leading.opening_forms import MoveForm, PeriodForm, ReopenForm
from actionplan.followup.models import FollowUpEntry, FollowUpPeriod
from actionplan.followup.years import (
    CHANGED,
    close_period,
    move_dates,
    open_period,
    plan_period,
    reopen_period,
    suggestion,
)
from actionplan.plan.leading import for_leaders

State = FollowUpPeriod.State
METHODS = ["GET", "HEAD", "POST"]
REGISTER = "wagtailsnippets_resources_contactperson"


@require_http_methods(METHODS)
@for_leaders
def new_year(request: HttpRequest) -> HttpResponse:
    """Plan a year, with days suggested; on POST save it and go on to the dry run."""
    guess = suggestion(timezone.localdate())
    initial = {
        "version": guess.version,
        "year": guess.year,
        "opens_on": guess.opens_on,
        "due_on": guess.due_on,
        "closes_on": guess.closes_on,
    }
    form = PeriodForm(request.POST or None, initial=initial)
    return _plan(request, form, None)


@require_http_methods(METHODS)
@for_leaders
def edit_year(request: HttpRequest, year: int) -> HttpResponse:
    """Change a planned year, or give the boards of an open one more time."""
    period = period_of(year)
    if period.state == State.PLANNED:
        return _plan(request, PeriodForm(request.POST or None, instance=period), period)
    if period.state == State.CLOSED:
        messages.info(request, "Uppföljningen är stängd. Då ligger datumen fast.")
        return redirect("followup_year", period.year)
    initial = {"due_on": period.due_on, "closes_on": period.closes_on}
    form = MoveForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            move_dates(period, user=request.user, now=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "De nya datumen gäller. De står i nästa påminnelse.")
            return redirect("followup_year", period.year)
    return _form_page(request, form, period, "Flytta datum", "Spara")


@require_http_methods(METHODS)
@for_leaders
def dry_run_view(request: HttpRequest, year: int) -> HttpResponse:
    """Show what opening would do; on POST count again, ask for a yes, or open."""
    period = period_of(year)
    if period.state != State.PLANNED:
        messages.info(request, "Uppföljningen är redan öppnad.")
        return redirect("followup_year", period.year)
    left_out = _left_out(request, period)
    found = dry_run(period, left_out, timezone.localdate())
    wanted = request.POST.get("gor", "")
    seen = request.POST.get("sedd", "")
    # What is confirmed is what was shown: the registers may have changed in between.
    has_changed = wanted in ("bekrafta", "oppna") and seen != found.asking.mark
    if wanted == "oppna" and not has_changed:
        try:
            count = open_period(
                period, left_out=left_out, seen=seen, user=request.user, now=timezone.now()
            )
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, f"Uppföljningen är öppnad: {count} svar ska in.")
            return redirect("followup_year", period.year)
    asks = wanted in ("bekrafta", "oppna") and found.count > 0 and not has_changed
    if has_changed:
        messages.warning(request, CHANGED)
    elif wanted == "bekrafta" and not asks:
        messages.error(request, "Ingen nämnd skulle bli tillfrågad. Välj minst en aktivitet.")
    template = "open.html" if asks else "dry_run.html"
    context = {
        "period": period,
        "found": found,
        "ways": ways(request, period),
        "register_url": reverse(f"{REGISTER}:list"),
        "new_contact_url": reverse(f"{REGISTER}:add"),
        "is_past_due": period.due_on < timezone.localdate(),
    }
    return render(request, f"actionplan/followup/{template}", context)


@require_http_methods(METHODS)
@for_leaders
def close_year(request: HttpRequest, year: int) -> HttpResponse:
    """Ask before a year is closed, with what is missing counted; on POST close it."""
    period = period_of(year)
    if request.method == "POST":
        try:
            close_period(period, user=request.user, now=timezone.now())
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, "Uppföljningen är stängd. Svaren ligger fast.")
        return redirect("followup_year", period.year)
    if period.state != State.OPEN:
        return redirect("followup_year", period.year)
    figures = FollowUpEntry.objects.of(period).figures(timezone.localdate())
    context = {"period": period, "figures": figures, "ways": ways(request, period)}
    return render(request, "actionplan/followup/close.html", context)


@require_http_methods(METHODS)
@for_leaders
def reopen_year(request: HttpRequest, year: int) -> HttpResponse:
    """Ask why a closed year is opened again, and until when; on POST open it."""
    period = period_of(year)
    if period.state != State.CLOSED:
        return redirect("followup_year", period.year)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            reopen_period(period, **form.cleaned_data, user=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Uppföljningen är öppen igen. Stäng den när det är rättat.")
            return redirect("followup_year", period.year)
    context = {"period": period, "form": form, "ways": ways(request, period)}
    return render(request, "actionplan/followup/reopen.html", context)


def _plan(request: HttpRequest, form: PeriodForm, period: FollowUpPeriod | None) -> HttpResponse:
    if form.is_valid():
        try:
            saved = plan_period(form.save(commit=False), user=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Sparat. Så här skulle det bli om uppföljningen öppnades nu.")
            return redirect("followup_dry_run", saved.year)
    title = "Ändra uppföljningen" if period else "Ny uppföljning"
    return _form_page(request, form, period, title, "Spara och torrkör")


def _form_page(
    request: HttpRequest, form: Any, period: FollowUpPeriod | None, title: str, button: str
) -> HttpResponse:
    context = {
        "form": form,
        "period": period,
        "title": title,
        "button": button,
        "ways": ways(request, period) if period else [],
    }
    return render(request, "actionplan/followup/period_form.html", context)


def _left_out(request: HttpRequest, period: FollowUpPeriod) -> set[int]:
    """The activities whose box was cleared; nothing has been cleared before the first POST."""
    if request.method != "POST":
        return set()
    kept = {int(key) for key in request.POST.getlist("med") if key.isdecimal()}
    every = Activity.objects.of(period.version).values_list("pk", flat=True)
    return set(every) - kept
