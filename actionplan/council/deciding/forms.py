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
from actionplan.council.planning.forms import ActivitiesField, Group
from actionplan.council.records import Decision
from actionplan.council.seats import CouncilSeat, ReferenceMember
from resources.municipality.models import Board

BOARD, PERSON, OTHER = "board", "person", "other"
BOTH = "Du har valt en ansvarig ovanför. Töm fältet, eller välj ”Någon annan” ovanför."


class DecisionForm(forms.ModelForm):
    """A decision: what, about which point and activities, who sees to it, until when."""

    responsible = forms.ChoiceField(
        label="Vem ser till att det blir klart?",
        required=False,
        help_text="En nämnd, en person eller någon annan.",
    )
    due_on = day_field("Klart senast", "Lämna tomt om det inte finns någon dag.", required=False)
    activities = ActivitiesField(
        label="Vilka aktiviteter gäller beslutet?",
        help_text="Beslutet visas tillsammans med aktiviteterna.",
    )

    class Meta:
        model = Decision
        fields = ("text", "agenda_item", "responsible_text", "due_on")
        labels = {
            "text": "Vad beslutades?",
            "agenda_item": "Punkt på dagordningen",
            "responsible_text": "Vem, om det är någon annan?",
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        error_messages = {"text": {"required": "Skriv vad som beslutades."}}

    field_order = ("text", "agenda_item", "activities", "responsible", "responsible_text", "due_on")

    def __init__(self, *args: Any, meeting: CouncilMeeting, today: date, **kwargs: Any) -> None:
        decision: Decision = kwargs["instance"]
        chosen = list(decision.activities.all()) if decision.pk else []
        before = {"activities": chosen, "responsible": _held_by(decision)}
        kwargs["initial"] = {**before, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        activities, points = self.fields["activities"], self.fields["agenda_item"]
        assert isinstance(activities, ActivitiesField)
        activities.offer(chosen)
        assert isinstance(points, forms.ModelChoiceField)
        points.queryset, points.empty_label = meeting.agenda.all(), "Ingen vald"
        responsible = self.fields["responsible"]
        assert isinstance(responsible, forms.ChoiceField)
        responsible.choices = _choices(decision, today)

    def groups(self) -> list[Group]:
        """Return the fields as they belong together: the activities folded, with their count."""
        count = len(self["activities"].value() or ())
        words = {0: "ingen vald", 1: "1 vald"}.get(count, f"{count} valda")
        return [
            Group("Beslutet", [self["text"], self["agenda_item"]]),
            Group(
                f"Aktiviteter som beslutet gäller ({words})",
                [self["activities"]],
                is_folded=True,
                is_open="activities" in self.errors,
            ),
            Group(
                "Ansvar",
                [self[name] for name in ("responsible", "responsible_text", "due_on")],
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """Make one choice of who sees to it; say at its field what has to change.

        The words for somebody else count when they are asked for or new: those that were there
        before go when a board or a person is chosen instead.
        """
        found = super().clean() or {}
        choice, words = found.get("responsible", ""), found.get("responsible_text", "")
        is_new = "responsible_text" in self.changed_data
        if not choice and words and is_new:
            choice = OTHER
        if choice == OTHER and not words:
            self.add_error("responsible_text", "Skriv vem som ser till att det blir klart.")
        elif choice != OTHER and words and is_new:
            self.add_error("responsible_text", BOTH)
        elif not choice and found.get("due_on") and "responsible" not in self.errors:
            self.add_error("responsible", "Säg vem som ser till att det blir klart.")
        kind, _, key = choice.partition(":")
        self.instance.responsible_board_id = key if kind == BOARD else None
        self.instance.responsible_person_id = key if kind == PERSON else None
        found["responsible_text"] = words if choice == OTHER else ""
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


def _held_by(decision: Decision) -> str:
    if decision.responsible_board_id:
        return f"{BOARD}:{decision.responsible_board_id}"
    if decision.responsible_person_id:
        return f"{PERSON}:{decision.responsible_person_id}"
    return OTHER if decision.responsible_text else ""


def _choices(decision: Decision, today: date) -> list[Any]:
    """Return nobody, the boards, the people by name, and somebody else."""
    boards = [(f"{BOARD}:{one.pk}", one.name) for one in Board.objects.all()]
    people = [
        (f"{PERSON}:{one.pk}", one.get_full_name() or one.get_username())
        for one in _people(decision, today)
    ]
    return [
        ("", "Ingen utsedd"),
        ("Nämnder, styrelser och bolag", boards),
        ("Personer", people),
        (OTHER, "Någon annan, som du skriver in"),
    ]


def _people(decision: Decision, today: date) -> Any:
    """Those who sit, stand in, are in the reference group or steer, and who has it now."""
    seats = CouncilSeat.objects.on(today)
    members = ReferenceMember.objects.on(today)
    belongs = Q(council_seats__in=seats) | Q(deputy_council_seats__in=seats)
    belongs |= Q(reference_memberships__in=members)
    belongs |= Q(pk__in=[user.pk for user in steering_group()])
    found = belongs & Q(is_active=True)
    if decision.responsible_person_id:
        found |= Q(pk=decision.responsible_person_id)
    users = get_user_model().objects.filter(found).distinct()
    return users.order_by("first_name", "last_name", "pk")
