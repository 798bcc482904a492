"""What is filled in about a decision."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q

from actionplan.council.doors import day_field
from actionplan.council.inviting import steering_group
from actionplan.council.meetings import CouncilMeeting
from actionplan.council.planning.forms import ActivitiesField
from actionplan.council.records import Decision
from actionplan.council.seats import CouncilSeat, ReferenceMember
from resources.municipality.models import Board

RESPONSIBLE = ("responsible_board", "responsible_person", "responsible_text")


class PersonField(forms.ModelChoiceField):
    """One of those who belong to the council, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the person's name."""
        return obj.get_full_name() or obj.get_username()


class DecisionForm(forms.ModelForm):
    """A decision: what, about which point and activities, who sees to it, until when."""

    due_on = day_field("Klart senast", "Lämna tomt om det inte finns någon dag.", required=False)
    activities = ActivitiesField(
        label="Gäller aktiviteterna", help_text="Beslutet visas tillsammans med aktiviteterna."
    )

    class Meta:
        model = Decision
        fields = (
            "text",
            "agenda_item",
            "responsible_board",
            "responsible_person",
            "responsible_text",
            "due_on",
        )
        field_classes = {"responsible_person": PersonField}
        labels = {
            "text": "Vad beslutades?",
            "agenda_item": "Punkt på dagordningen",
            "responsible_board": "Ansvarig nämnd",
            "responsible_person": "eller ansvarig person",
            "responsible_text": "eller annan ansvarig",
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        error_messages = {"text": {"required": "Skriv vad som beslutades."}}

    field_order = (
        "text",
        "agenda_item",
        "activities",
        *RESPONSIBLE,
        "due_on",
    )

    def __init__(self, *args: Any, meeting: CouncilMeeting, today: date, **kwargs: Any) -> None:
        instance: Decision | None = kwargs.get("instance")
        chosen = list(instance.activities.all()) if instance and instance.pk else []
        if chosen:
            kwargs["initial"] = {"activities": chosen, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        activities = self.fields["activities"]
        assert isinstance(activities, ActivitiesField)
        activities.offer(chosen)
        choices: dict[str, Any] = {
            "agenda_item": meeting.agenda.all(),
            "responsible_board": Board.objects.all(),
            "responsible_person": _people(instance, today),
        }
        for name, rows in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
            field.empty_label = "Ingen vald"

    def clean(self) -> dict[str, Any]:
        """Say at the field that has to change who sees to it: somebody where there is a day."""
        found = super().clean() or {}
        chosen = [name for name in RESPONSIBLE if found.get(name)]
        if len(chosen) > 1:
            self.add_error(chosen[1], "Välj en ansvarig: en nämnd, en person eller någon annan.")
        elif not chosen and found.get("due_on"):
            self.add_error(RESPONSIBLE[0], "Säg vem som ser till att det blir klart.")
        return found


class DoneForm(forms.Form):
    """That a decision is done."""

    done_on = day_field("Vilken dag blev det klart?")
    done_note = forms.CharField(
        label="Vad gjordes?",
        required=False,
        help_text="Skriv inga namn på enskilda.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _people(decision: Decision | None, today: date) -> Any:
    """Those who sit, stand in, are in the reference group or steer, and who has it now."""
    seats = CouncilSeat.objects.on(today)
    members = ReferenceMember.objects.on(today)
    belongs = Q(council_seats__in=seats) | Q(deputy_council_seats__in=seats)
    belongs |= Q(reference_memberships__in=members)
    belongs |= Q(pk__in=[user.pk for user in steering_group()])
    found = belongs & Q(is_active=True)
    if decision is not None and decision.responsible_person_id:
        found |= Q(pk=decision.responsible_person_id)
    users = get_user_model().objects.filter(found).distinct()
    return users.order_by("first_name", "last_name", "pk")
