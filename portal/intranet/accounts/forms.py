"""The forms of the accounts' pages: what is shown of the list, a new account, and its roles."""

from __future__ import annotations

from typing import Any

from django import forms

from portal.intranet.accounts.listing import STATES, mark, roles_of
from portal.intranet.models import User
from portal.intranet.role_words import MAY
from portal.intranet.roles import Role


def _of_others(said: str) -> str:
    """Return what is said to a person of their role as it is said of them."""
    said = said.removeprefix("Du ").replace(" din ", " sin ")
    return said[:1].upper() + said[1:]


class AccountFilterForm(forms.Form):
    """What of the list is shown."""

    sok = forms.CharField(label="Namn eller e-post", required=False, max_length=100)
    visa = forms.ChoiceField(label="Visa", choices=list(STATES.items()), required=False)
    roll = forms.ChoiceField(
        label="Roll", choices=[("", "Alla roller"), *Role.choices], required=False
    )


class NewAccountForm(forms.Form):
    """Somebody who is to sign in with a password and a second factor."""

    first_name = forms.CharField(label="Förnamn", max_length=150)
    last_name = forms.CharField(label="Efternamn", max_length=150)
    username = forms.CharField(
        label="Användarnamn",
        max_length=150,
        help_text="Det som personen skriver när hen loggar in. Bokstäver, siffror och @ . + - _",
    )
    email = forms.EmailField(
        label="E-post", help_text="Hit går ett brev med en länk för att välja lösenord."
    )


class RolesForm(forms.Form):
    """The roles of one account, with what it had when the page was shown."""

    roles = forms.MultipleChoiceField(
        label="Roller", choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(
            data,
            initial={"roles": [role.value for role in roles_of(user)], "seen": mark(user)},
        )

    @property
    def choices(self) -> list[tuple[Role, str, bool]]:
        """Every role, what it is for, and whether it is ticked."""
        ticked = self["roles"].value() or []
        return [(role, _of_others(MAY[role]), role.value in ticked) for role in Role]

    @property
    def chosen(self) -> list[Role]:
        """The roles that were ticked."""
        return [Role(value) for value in self.cleaned_data["roles"]]


class RetireForm(forms.Form):
    """Yes, and knowingly so."""

    sure = forms.BooleanField(
        label="Jag förstår att det inte går att ångra",
        error_messages={"required": "Kryssa i att du förstår, eller gå tillbaka."},
    )
