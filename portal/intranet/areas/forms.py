"""Choosing one's unit."""

from django import forms

from resources.municipality.models import Unit


class UnitForm(forms.Form):
    """One unit, from the register."""

    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        Unit.objects.all(),
        label="Din enhet",
        empty_label="Välj enhet",
        help_text="Avgör vilka rutiner som visas och vilka du ska läsa. Du kan ändra senare.",
        error_messages={
            "required": "Välj din enhet i listan.",
            "invalid_choice": "Enheten finns inte längre. Välj en annan i listan.",
        },
    )
