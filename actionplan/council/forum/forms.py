"""The form that somebody without an account signs up by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplan.council.forum.models import NAME_LENGTH, ORGANIZATION_LENGTH, Need
from actionplan.council.forum.services import Details

NAME_MISSING = _("Skriv ditt namn. Det står på listan vid dörren.")
MAILBOX_MISSING = _("Skriv din e-postadress, så att vi kan skicka länken.")
MAILBOX_WRONG = _("Adressen verkar inte vara hel. Skriv den så här: namn@exempel.se")


class LineField(forms.CharField):
    """One line: line breaks and what cannot be seen become spaces."""

    def to_python(self, value: Any) -> Any:
        """Return the text as a single line."""
        text = super().to_python(value)
        seen = "".join(character if character.isprintable() else " " for character in text or "")
        return " ".join(seen.split())


class SignUpForm(forms.Form):
    """Name, address, whom one comes from, and what one needs to take part.

    The browser is not asked to check: its own words are shorter, and go away before they are read.
    """

    name = LineField(
        label=_("Namn"),
        max_length=NAME_LENGTH,
        error_messages={
            "required": NAME_MISSING,
            "max_length": _("Skriv högst %(limit_value)s tecken."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    mailbox = forms.EmailField(
        label=_("E-post"),
        help_text=_("Dit skickar vi en länk som du bekräftar med. Andra anmälda ser den inte."),
        max_length=254,
        error_messages={"required": MAILBOX_MISSING, "invalid": MAILBOX_WRONG},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    organization = LineField(
        label=_("Organisation (frivilligt)"),
        max_length=ORGANIZATION_LENGTH,
        required=False,
        error_messages={"max_length": _("Skriv högst %(limit_value)s tecken.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization", "spellcheck": "false"}),
    )
    needs = forms.TypedMultipleChoiceField(
        label=_("Behöver du något för att kunna delta? (frivilligt)"),
        choices=Need.choices,
        required=False,
        error_messages={"invalid_choice": _("Välj bland alternativen i listan.")},
        widget=forms.CheckboxSelectMultiple,
    )

    def details(self, language: str) -> Details:
        """Return what was filled in, as the services take it; the form must be valid."""
        return Details(**self.cleaned_data, language=language)
