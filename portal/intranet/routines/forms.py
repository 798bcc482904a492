"""What an editor's form asks for when a routine is published, and how a reader finds a routine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm

from portal.intranet.routines.needed import Said, lacking
from portal.intranet.routines.publishing import publications_of

if TYPE_CHECKING:
    from portal.intranet.pages import RoutinePage

CHOOSE = (
    "Välj om det här är en ny version som ska läsas igen, eller en liten rättelse. "
    "Det behövs för att publicera."
)
SAY_WHAT = (
    "Skriv en mening om vad som är nytt eller rättat. "
    "Vid en ny version står den i mejlet till dem som ska läsa."
)


class RoutineForm(WagtailAdminPageForm):
    """The editor's form: publishing needs some fields, and a choice where it has been done before.

    Saving a draft needs none of it. The choice is kept with the draft, so that it holds when the
    routine is published by schedule or by somebody else; a choice that has been used is empty
    again.
    """

    instance: RoutinePage

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "situation" in self.fields:
            # On an area's page: under which heading.
            situation = type(self.instance).Situation
            self.fields["situation"].choices = [
                ("", "Bland områdets andra rutiner"),
                (situation.MEETING, "Överst, som stegen när du möter någon som är utsatt"),
                (situation.REPORTING, "Under skyldighet att anmäla"),
            ]
        self.publications = publications_of(self.instance)
        if not self.publications:
            # The first time it is version 1, and there is nothing to say.
            for name in ("change_kind", "change_note"):
                self.fields.pop(name, None)
        elif self.instance.change_of != self.publications:
            self.initial["change_kind"] = self.initial["change_note"] = ""

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data; outside a draft, what publishing needs and lacks is an error."""
        cleaned: dict[str, Any] = super().clean()
        if self.is_deferred_validation:
            return cleaned
        said = Said(
            has_steps=bool(cleaned.get("act_now")),
            has_owner=bool(cleaned.get("owner_unit")),
            valid_from=cleaned.get("valid_from"),
            review_on=cleaned.get("review_on"),
            asks_readers=bool(cleaned.get("reading_groups")),
        )
        for name, sentence in lacking(said).items():
            if name not in self.errors:
                self.add_error(name, sentence)
        if "change_kind" in self.fields:
            self._check_choice(cleaned)
        return cleaned

    def _check_choice(self, cleaned: dict[str, Any]) -> None:
        kind = cleaned.get("change_kind")
        if not kind and "change_kind" not in self.errors:
            self.add_error("change_kind", CHOOSE)
        if kind and not (cleaned.get("change_note") or "").strip():
            self.add_error("change_note", SAY_WHAT)

    def save(self, commit: bool = True) -> RoutinePage:
        """Save the page; a choice holds for the publication that it was made for and no other."""
        self.instance.change_of = self.publications if self.cleaned_data.get("change_kind") else 0
        saved: RoutinePage = super().save(commit)
        return saved


class RoutineFilterForm(forms.Form):
    """Words and choices that narrow the list of routines; sent as a plain GET."""

    ord = forms.CharField(label="Ord i rutinen", required=False, max_length=80)
    enhet = forms.TypedChoiceField(label="Enhet", required=False, coerce=int, empty_value=None)
    malgrupp = forms.TypedChoiceField(
        label="Målgrupp", required=False, coerce=int, empty_value=None
    )
    omrade = forms.ChoiceField(label="Våldsområde", required=False)

    def __init__(
        self,
        *args: Any,
        units: list[tuple[int, str]],
        target_groups: list[tuple[int, str]],
        areas: list[tuple[str, str]] | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enhet"].choices = [("", "Alla enheter"), *units]  # type: ignore[attr-defined]
        groups = [("", "Alla målgrupper"), *target_groups]
        self.fields["malgrupp"].choices = groups  # type: ignore[attr-defined]
        if areas is None:
            # The page of one area: its words and the area are given.
            del self.fields["omrade"], self.fields["ord"]
        else:
            self.fields["omrade"].choices = [  # type: ignore[attr-defined]
                ("", "Alla områden"), *areas
            ]  # fmt: skip

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen; a choice that is not in the list is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
