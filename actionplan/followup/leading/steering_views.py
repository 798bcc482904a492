"""The steering group's page: made to be gone through at a meeting, on a screen or on paper."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplan.followup.leading.steering import last_meeting, overview
from actionplan.followup.models import FollowUpPeriod
from actionplan.plan.leading import for_steering


class SinceForm(forms.Form):
    """From which day on."""

    sedan = forms.DateField(
        label="Sedan",
        required=False,
        help_text="Till exempel dagen för förra mötet.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Skriv dagen som år-månad-dag, till exempel 2027-09-15."},
    )


@require_safe
@for_steering
def steering(request: HttpRequest) -> HttpResponse:
    """Show what changed since a day, what is late and what is decided."""
    today = timezone.localdate()
    guess = last_meeting(today)
    form = SinceForm(request.GET if "sedan" in request.GET else None, initial={"sedan": guess})
    since = form.cleaned_data["sedan"] if form.is_bound and form.is_valid() else None
    context = {
        "form": form,
        "found": overview(since or guess, today),
        "today": today,
        "example": FollowUpPeriod.objects.opened().filter(is_example=True).first(),
    }
    return render(request, "actionplan/followup/steering.html", context)
