"""Who sits on a seat. A person is named by mail address, so that no list of accounts is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q

from actionplan.council.doors import day_field
from actionplan.council.seats import CouncilSeat
from resources.municipality.models import Board

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


class AccountField(forms.CharField):
    """A person by mail address or user name; the value is the account, None where it is empty."""

    def clean(self, value: Any) -> AbstractUser | None:
        """Return the account. Raises `ValidationError` where there is none, or more than one."""
        said = super().clean(value).strip()
        if not said:
            return None
        users = get_user_model().objects.filter(is_active=True)
        found = list(users.filter(Q(email__iexact=said) | Q(username__iexact=said))[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise forms.ValidationError("Flera konton har den adressen. Skriv användarnamnet.")
        raise forms.ValidationError(
            "Det finns inget konto med den adressen. Be personen logga in en gång, eller "
            "kontrollera stavningen."
        )


class WhoForm(forms.Form):
    """Who holds a seat, who stands in, and who appointed them.

    No form of the row itself: the row's rules look at more than what is asked here, and the
    service asks them all.
    """

    holder = AccountField(
        label="Ledamot", required=False, help_text="E-postadress. Lämna tomt om ingen är utsedd."
    )
    deputy = AccountField(
        label="Ersättare", required=False, help_text="E-postadress. Lämna tomt om ingen är utsedd."
    )
    appointed_by: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Utsedd av",
        queryset=Board.objects.all(),
        required=False,
        empty_label="Inte antecknat",
    )
    mandate_text = forms.CharField(
        label="Mandat",
        required=False,
        help_text="Vad nämnden har beslutat att ledamoten får göra.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    # What is asked of the seat itself.
    asked: tuple[str, ...] = ("holder", "deputy", "appointed_by", "mandate_text")

    def __init__(self, data: Any = None, *, seat: CouncilSeat) -> None:
        said = {name: getattr(seat, name) for name in self.asked}
        accounts = {name: _account(said[name]) for name in ("holder", "deputy")}
        super().__init__(data, initial={**said, **accounts})

    def clean(self) -> dict[str, Any]:
        """Put what is wrong at the field that has to change."""
        found = super().clean() or {}
        if found.get("deputy") and found["deputy"] == found.get("holder"):
            self.add_error("deputy", "Ersättaren ska vara en annan person än ledamoten.")
        return found

    def written_on(self, seat: CouncilSeat) -> CouncilSeat:
        """Return the seat with what was filled in, not saved."""
        for name in self.asked:
            setattr(seat, name, self.cleaned_data[name])
        return seat


class SeatForm(WhoForm):
    """A seat as it is now: also whether the holder is away, and for how long it is theirs."""

    away_until = day_field(
        "Ledamoten är borta till och med",
        "Så länge kallas ersättaren i ledamotens ställe.",
        required=False,
    )
    valid_from = day_field("Gäller från", "Lämna tomt om dagen inte är känd.", required=False)
    valid_to = day_field("Gäller till", "Lämna tomt så länge det gäller.", required=False)

    asked = (*WhoForm.asked, "away_until", "valid_from", "valid_to")
    field_order = ("holder", "deputy", "away_until")

    def clean(self) -> dict[str, Any]:
        """Put what is wrong with the days at the day that has to change."""
        found = super().clean()
        first, last = found.get("valid_from"), found.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", "Sista dagen kan inte ligga före den första.")
        return found


class HandOverForm(WhoForm):
    """Who comes to a seat after its present holder, and from which day."""

    from_day = day_field("Börjar", "Den nuvarande tiden slutar dagen innan.")

    field_order = ("from_day",)


def _account(user: AbstractUser | None) -> str:
    return (user.email or user.get_username()) if user else ""
