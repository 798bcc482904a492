"""The forms of those who follow: outside by mailbox, and inside by account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.subscriptions.names import Name, activity_names, area_names, public_names
from portal.subscriptions.schedule import Rhythm

RHYTHMS = [
    (Rhythm.AT_ONCE, _("Genast när något händer")),
    (Rhythm.DAILY, _("Varje vardag klockan 7")),
    (Rhythm.WEEKLY, _("Varje måndag klockan 7")),
]


class ChoiceForm(forms.Form):
    """What a mailbox outside follows, and how often it is told: one rhythm for all of it."""

    amnen = forms.MultipleChoiceField(
        label=_("Vad vill du följa?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kryssa i minst ett ämne.")},
    )
    aktiviteter = forms.MultipleChoiceField(
        label=_("Aktiviteter i handlingsplanen"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    rytm = forms.ChoiceField(
        label=_("Hur ofta?"), choices=RHYTHMS, widget=forms.RadioSelect, initial=Rhythm.WEEKLY
    )

    def __init__(self, *args: Any, more: Iterable[Name] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        near = [(n.subject, n.title) for n in [*public_names()[:1], *more, *area_names()]]
        activities = [(n.subject, n.title) for n in activity_names()]
        self.offered = [subject for subject, _title in [*near, *activities]]
        self._choices("amnen").choices = near
        self._choices("aktiviteter").choices = activities
        # One of the two lists is enough.
        self.fields["amnen"].required = False

    def _choices(self, name: str) -> forms.MultipleChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        return field

    def clean(self) -> dict[str, Any]:
        """Return the values; says at the first list that something must be chosen."""
        values: dict[str, Any] = super().clean() or {}
        is_readable = not self.errors.keys() & {"amnen", "aktiviteter"}
        if is_readable and not self.subjects:
            self.add_error("amnen", str(self.fields["amnen"].error_messages["required"]))
        return values

    @property
    def subjects(self) -> list[str]:
        """The chosen subjects of both lists."""
        return [*self.cleaned_data.get("amnen", []), *self.cleaned_data.get("aktiviteter", [])]


class FollowForm(ChoiceForm):
    """The same with the address to write to."""

    mejl = forms.EmailField(
        label=_("Din e-postadress"),
        max_length=200,
        error_messages={
            "required": _("Skriv den adress som mejlen ska gå till."),
            "invalid": _("Skriv hela adressen, till exempel namn@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )


class SettingsForm(ChoiceForm):
    """The same for who follows already: nothing chosen means that no more mails come."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amnen"].help_text = _(
            "Kryssar du i inget alls kommer inga fler mejl, och din adress tas bort."
        )

    def clean(self) -> dict[str, Any]:
        """Return the values, whatever is chosen."""
        return forms.Form.clean(self) or {}


@dataclass(frozen=True)
class Group:
    """Subjects that stand together on a person's page; a long list is folded until it is used."""

    title: str
    fields: list[forms.BoundField]
    is_folded: bool = False

    @property
    def followed(self) -> int:
        """How many of them the person is told of."""
        return sum(field.value() != Rhythm.NONE for field in self.fields)


class OwnForm(forms.Form):
    """A person's subjects: one choice of rhythm each, saved at once."""

    def __init__(
        self,
        *args: Any,
        groups: Iterable[tuple[str, list[Name], bool]],
        rhythms: dict[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._groups = list(groups)
        for _title, names, _folded in self._groups:
            for name in names:
                self.fields[name.subject] = forms.ChoiceField(
                    label=name.title,
                    choices=Rhythm.choices,
                    initial=rhythms.get(name.subject, Rhythm.NONE),
                )

    @property
    def groups(self) -> list[Group]:
        """The fields as the page shows them."""
        return [
            Group(title, [self[name.subject] for name in names], is_folded)
            for title, names, is_folded in self._groups
            if names
        ]
