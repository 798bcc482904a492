"""The forms of the register: what to show, and what a person says of their own task."""

from __future__ import annotations

from typing import Any

from django import forms

from resources.municipality.models import Board

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FilterForm(forms.Form):
    """Which units to show; all choices stand in the address, and none is free text."""

    visa = forms.ChoiceField(
        label="Visa",
        required=False,
        choices=[
            ("", "Alla enheter"),
            ("saknas", "Saknar kontaktperson"),
            ("snart", "Tar slut inom 30 dagar"),
        ],
    )
    namnd = forms.ChoiceField(label="Nämnd", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = self.fields["namnd"]
        assert isinstance(named, forms.ChoiceField)
        boards = Board.objects.filter(units__isnull=False).distinct()
        named.choices = [("", "Alla nämnder"), *((board.slug, board.name) for board in boards)]


class AwayForm(forms.Form):
    """Until when a person is away; empty when they are back."""

    borta_till = forms.DateField(
        label="Borta till och med",
        required=False,
        widget=DAY,
        help_text="Så länge går påminnelser till din ersättare, annars till enhetens brevlåda. "
        "Töm fältet när du är tillbaka.",
        error_messages={"invalid": "Skriv dagen som 2027-03-31."},
    )


class EndForm(forms.Form):
    """The last day of a task, and who might go on."""

    sista_dag = forms.DateField(
        label="Din sista dag som kontaktperson",
        widget=DAY,
        error_messages={
            "required": "Välj din sista dag.",
            "invalid": "Skriv dagen som 2027-03-31.",
        },
    )
    efter = forms.CharField(
        label="Vem kan ta över? (frivilligt)",
        required=False,
        max_length=200,
        help_text="Ditt förslag står i mejlet till den som utser kontaktpersoner.",
    )
