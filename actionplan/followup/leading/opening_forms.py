"""What the coordinator fills in about a year: its plan, its days, its greeting."""

from __future__ import annotations

from typing import Any

from django import forms

from actionplan.followup.models import FollowUpPeriod
from actionplan.plan.models import PlanVersion


def _day(label: str, hint: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label,
        help_text=hint,
        widget=widget,
        error_messages={"invalid": "Skriv dagen som år-månad-dag, till exempel 2027-11-30."},
    )


class PeriodForm(forms.ModelForm):
    """A year that has not been opened."""

    opens_on = _day("Öppnar", "Då går det första brevet ut och nämnderna kan börja svara.")
    due_on = _day("Sista svarsdag", "Påminnelserna räknas från den dagen.")
    closes_on = _day("Stänger", "Sista dagen för sena svar, returer och godkännanden.")

    class Meta:
        model = FollowUpPeriod
        fields = ("version", "year", "opens_on", "due_on", "closes_on", "message", "is_example")
        labels = {
            "version": "Planversion",
            "year": "År",
            "message": "Hälsning i brevet",
            "is_example": "Exempeldata",
        }
        widgets = {"message": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = self.fields["version"]
        assert isinstance(version, forms.ModelChoiceField)
        version.queryset = PlanVersion.objects.public().select_related("plan")
        version.empty_label = None

    def clean(self) -> dict[str, Any]:
        """Put what is wrong with the days at the day that has to change."""
        found = super().clean() or {}
        opens, due, closes = (found.get(name) for name in ("opens_on", "due_on", "closes_on"))
        if opens and due and due < opens:
            self.add_error("due_on", "Sista svarsdag kan inte ligga före öppningen.")
        if due and closes and closes < due:
            self.add_error("closes_on", "Stängningen kan inte ligga före sista svarsdag.")
        return found


class ReopenForm(forms.Form):
    """Why a closed year is opened again, and until when."""

    reason = forms.CharField(
        label="Varför öppnas uppföljningen igen?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Skälet sparas i historiken.",
        error_messages={"required": "Skriv varför uppföljningen öppnas igen."},
    )
    closes_on = _day("Stänger igen", "Sista dagen för rättelser och godkännanden.")


class MoveForm(forms.Form):
    """More time for a year that is open."""

    due_on = _day(
        "Sista svarsdag", "Går bara att flytta framåt. Nya påminnelser räknas från dagen."
    )
    closes_on = _day("Stänger")

    def clean(self) -> dict[str, Any]:
        """Put what is wrong at the day that has to change."""
        found = super().clean() or {}
        due, closes = found.get("due_on"), found.get("closes_on")
        if due and closes and closes < due:
            self.add_error("closes_on", "Stängningen kan inte ligga före sista svarsdag.")
        return found
