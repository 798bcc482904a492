"""The filters of the activity plan: choices only, sent as a plain GET."""

from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from actionplan.reports.filtering import ActivityFilter, FilterChoices


class ActivityFilterForm(forms.Form):
    """What a reader asks of the activity plan; a choice that does not exist is left out."""

    # The words in the address, and what the plan's own filter calls them.
    NAMES = {"del": "part", "namnd": "board", "omrade": "area", "ar": "year", "status": "status"}

    def __init__(self, choices: FilterChoices, query: QueryDict) -> None:
        super().__init__(query, auto_id="val-%s", use_required_attribute=False)
        selects = {
            "del": (_("Del"), _("Båda delarna"), choices.parts),
            "namnd": (_("Nämnd eller bolag"), _("Alla som svarar"), choices.boards),
            "omrade": (_("Våldsområde"), _("Alla områden"), choices.areas),
            "ar": (_("År"), _("Alla år"), choices.years),
            "status": (_("Läge"), _("Alla lägen"), choices.statuses),
        }
        self.words = {
            name: {str(choice.value): choice.label for choice in given}
            for name, (_label, _everything, given) in selects.items()
        }
        for name, (label, everything, _given) in selects.items():
            self.fields[name] = forms.ChoiceField(
                label=label,
                required=False,
                choices=[("", everything), *self.words[name].items()],
            )

    def _values(self) -> dict[str, str]:
        """Return the choices that were made and exist, by their word in the address."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def chosen(self) -> ActivityFilter:
        """Return the choices as the plan reads them."""
        return ActivityFilter.from_query(
            {self.NAMES[name]: value for name, value in self._values().items()}
        )

    def query(self) -> str:
        """Return the choices as the end of an address, with its question mark, or nothing."""
        values = self._values()
        return f"?{urlencode(values)}" if values else ""

    def active(self, path: str) -> list[dict[str, str]]:
        """Return each choice made: its words, and the address of `path` without it."""
        values = self._values()
        return [
            {
                "title": str(self.words[name][value]),
                "url": path + self._without(name, values),
            }
            for name, value in values.items()
        ]

    @staticmethod
    def _without(name: str, values: dict[str, str]) -> str:
        rest = {other: value for other, value in values.items() if other != name}
        return f"?{urlencode(rest)}" if rest else ""
