"""The forms of a revision. Each checks what it can alone; the services have the last word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from actionplan.activities.models import Activity
from actionplan.plan.models import YEARS, PlanVersion
from actionplan.revision.models import RevisionChoice, RevisionReview
from actionplan.revision.rulings import Ruling
from resources.municipality.models import Board, MandatePeriod

if TYPE_CHECKING:
    from actionplan.revision.adoption import Check

Decision = RevisionChoice.Decision
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TITLE_LENGTH = 200


def suggested(former: PlanVersion) -> dict[str, Any]:
    """Return how the next version is likely to be called: after the next mandate period.

    Where no such period is registered the years follow the old version's, as many of them.
    """
    period = MandatePeriod.objects.filter(first_year__gte=former.last_year).first()
    length = former.last_year - former.first_year
    first = period.first_year if period else former.last_year
    last = period.last_year if period else first + length
    return {
        "label": f"{first}–{last}",
        "slug": f"{first}-{last}",
        "mandate_period": period,
        "first_year": first,
        "last_year": last,
    }


class StartForm(forms.ModelForm):
    """What the new version is called and which years it is for."""

    class Meta:
        model = PlanVersion
        fields = ["label", "slug", "mandate_period", "first_year", "last_year"]


class DecisionForm(forms.Form):
    """What becomes of one old activity."""

    decision = forms.ChoiceField(
        label="Vad händer med aktiviteten?", choices=Decision, widget=forms.RadioSelect
    )
    partners = forms.MultipleChoiceField(
        label="Slås ihop med",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Bara aktiviteter som inte är beslutade än går att välja.",
    )
    merged_title = forms.CharField(
        label="Rubrik på den nya aktiviteten", required=False, max_length=TITLE_LENGTH
    )
    split_titles = forms.CharField(
        label="Rubriker på de nya aktiviteterna",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="En rubrik på varje rad, minst två.",
    )
    source = forms.CharField(
        label="Hur vet vi att aktiviteten är genomförd?",
        required=False,
        max_length=300,
        help_text="Visas för alla, till exempel: Nämndens uppföljning 2021.",
    )
    year = forms.IntegerField(
        label="År då den blev klar",
        required=False,
        min_value=YEARS[0].limit_value,
        max_value=YEARS[1].limit_value,
        help_text="Lämna tomt om det inte är känt.",
    )
    reason = forms.CharField(
        label="Skäl",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Behövs för allt utom det som förs vidare oförändrat. Visas för alla.",
    )
    discard = forms.BooleanField(
        label="Ja, ta bort den ändrade texten",
        required=False,
        help_text="Det som tas bort går inte att få tillbaka.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, others: Sequence[RevisionChoice], asks_to_discard: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partners"].choices = [
            (str(choice.activity_id), str(choice.activity)) for choice in others
        ]
        if not asks_to_discard:
            del self.fields["discard"]

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen decision needs."""
        data = super().clean() or {}
        decision = data.get("decision")
        if decision and decision != Decision.CARRIED and not data.get("reason", "").strip():
            self.add_error("reason", "Skriv skälet till beslutet.")
        if decision == Decision.MERGED and not data.get("merged_title", "").strip():
            self.add_error("merged_title", "Skriv vad den sammanslagna aktiviteten ska heta.")
        if decision == Decision.MERGED and not data.get("partners"):
            self.add_error("partners", "Välj minst en aktivitet att slå ihop den här med.")
        if decision == Decision.SPLIT:
            self._check_titles(self._titles(data))
        if decision == Decision.FINISHED and not data.get("source", "").strip():
            self.add_error("source", "Skriv hur det är känt att aktiviteten är genomförd.")
        return data

    def _titles(self, data: dict[str, Any]) -> list[str]:
        rows = data.get("split_titles", "").splitlines()
        return [row.strip() for row in rows if row.strip()]

    def _check_titles(self, titles: list[str]) -> None:
        if len(titles) < 2:
            self.add_error("split_titles", "Skriv minst två rubriker, en på varje rad.")
        elif any(len(title) > TITLE_LENGTH for title in titles):
            self.add_error("split_titles", f"En rubrik får ha högst {TITLE_LENGTH} tecken.")

    def ruling(self) -> Ruling:
        """Return the decision with what belongs to it, and nothing of what does not."""
        data = self.cleaned_data
        decision = data["decision"]
        titles: list[str] = []
        if decision == Decision.MERGED:
            titles = [data["merged_title"].strip()]
        elif decision == Decision.SPLIT:
            titles = self._titles(data)
        is_finished = decision == Decision.FINISHED
        return Ruling(
            decision=decision,
            reason=data["reason"].strip(),
            partners=tuple(map(int, data["partners"])) if decision == Decision.MERGED else (),
            titles=tuple(titles),
            source=data["source"].strip() if is_finished else "",
            year=data["year"] if is_finished else None,
        )


class UndoForm(forms.Form):
    """Takes a decision back; asks first where what was made has been edited."""

    discard = forms.BooleanField(label="Ja, ta bort den ändrade texten", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class NewActivityForm(forms.Form):
    """An activity that comes from none before. Its text is written in its own form."""

    title = forms.CharField(label="Rubrik", max_length=TITLE_LENGTH)
    part = forms.TypedChoiceField(label="Del av planen", choices=Activity.Part, coerce=int)
    reason = forms.CharField(
        label="Skäl",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Varför behövs aktiviteten? Visas för alla.",
        error_messages={"required": "Skriv skälet till den nya aktiviteten."},
    )


class NumberingForm(forms.Form):
    """One number for each activity of the draft, with the numbers as they were when shown."""

    def __init__(self, *args: Any, activities: Sequence[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for activity in activities:
            self.fields[f"place_{activity.pk}"] = forms.IntegerField(
                label=activity.title, min_value=1, max_value=999, initial=activity.number
            )
            self.fields[f"seen_{activity.pk}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=activity.number
            )

    def _numbers(self, kind: str) -> dict[int, int]:
        return {
            int(name.removeprefix(kind)): number
            for name, number in self.cleaned_data.items()
            if name.startswith(kind)
        }

    @property
    def places(self) -> dict[int, int]:
        """The wanted place of each activity, by key."""
        return self._numbers("place_")

    @property
    def seen(self) -> dict[int, int]:
        """The numbers that the person had before them, by key."""
        return self._numbers("seen_")


class ReviewPeriodForm(forms.Form):
    """Until when the boards may answer."""

    due_on = forms.DateField(label="Nämnderna svarar senast", widget=DAY)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_due_on(self) -> date:
        """Refuse a day that has been."""
        due_on: date = self.cleaned_data["due_on"]
        if due_on < self.today:
            raise ValidationError("Dagen har redan varit. Välj en dag framåt.")
        return due_on


class ReviewForm(forms.ModelForm):
    """What a board says of the draft."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = RevisionReview
        fields = ["stance", "text"]
        widgets = {"stance": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"text": "Behövs när nämnden vill ha ändringar: skriv vad, och varför."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stance"].choices = RevisionReview.Stance.choices

    def clean(self) -> dict[str, Any]:
        """Ask what is to be changed."""
        data: dict[str, Any] = super().clean() or {}
        wants_changes = data.get("stance") == RevisionReview.Stance.WANTS_CHANGES
        if wants_changes and not data.get("text", "").strip():
            self.add_error("text", "Skriv vad nämnden vill ändra.")
        return data


class AdoptionForm(forms.Form):
    """Who adopted the plan and when; asks to go on where boards are silent."""

    adopted_on = forms.DateField(label="Antagen den", widget=DAY)
    adopted_by: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Antagen av", queryset=Board.objects.none(), empty_label="Välj"
    )
    registry_number = forms.CharField(label="Diarienummer", max_length=60)
    goes_on = forms.BooleanField(
        label="Anta planen ändå",
        help_text="Det finns punkter ovanför som inte är klara.",
        error_messages={"required": "Kryssa i om planen ska antas fast allt inte är klart."},
    )

    def __init__(self, *args: Any, checks: Sequence[Check], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["adopted_by"].queryset = Board.objects.valid(today.year)
        if all(check.is_done for check in checks):
            del self.fields["goes_on"]

    def clean_adopted_on(self) -> date:
        """Refuse a decision that has not been taken yet."""
        adopted_on: date = self.cleaned_data["adopted_on"]
        if adopted_on > self.today:
            raise ValidationError("Dagen har inte varit än. Anta planen här när beslutet är taget.")
        return adopted_on
