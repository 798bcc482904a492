"""The forms of the report's desk: what is written, and what is noted afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from actionplan.plan.texts import RunningText, clean
from actionplan.reports.content import ReportContent
from actionplan.reports.models import AnnualReport, ReportRegistration
from actionplan.reports.services import Texts

WHOLE = {
    "introduction": ("Inledning", "Det viktigaste först: hur gick året, och vad behöver beslutas?"),
    "goals_text": ("Mål och utfall", "Lämna tomt tills det finns något att redovisa."),
    "proposals": ("Förslag", "Vad som bör göras till nästa år."),
}


def _text(label: str, rows: int, hint: str = "") -> RunningText:
    widget = forms.Textarea(attrs={"rows": rows})
    return RunningText(label=label, help_text=hint, widget=widget)


@dataclass(frozen=True)
class Written:
    """A field of the form, and what another has saved there meanwhile (None where nobody has)."""

    field: forms.BoundField
    theirs: str | None


class ReportForm(forms.Form):
    """All that the coordinator writes. `revision` is the one that the page shows."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, report: AnnualReport, content: ReportContent, **kwargs: Any) -> None:
        super().__init__(initial=initial(report), **kwargs)
        if report.corrects_id:
            self.fields["correction"] = _text(
                "Vad som är rättat", 3, "Står överst i den rättade rapporten."
            )
        for name, (label, hint) in WHOLE.items():
            self.fields[name] = _text(label, 8, hint)
        self.parts = {f"part_{part.number}": part.number for part in content.parts}
        self.boards = {f"board_{board.key}": board.key for board in content.boards}
        for part in content.parts:
            self.fields[f"part_{part.number}"] = _text(part.name, 5)
        for board in content.boards:
            self.fields[f"board_{board.key}"] = _text(board.name, 3)

    @property
    def texts(self) -> Texts:
        """What a valid form says."""
        said = self.cleaned_data
        return Texts(
            introduction=said["introduction"],
            goals_text=said["goals_text"],
            proposals=said["proposals"],
            correction=said.get("correction", ""),
            parts={number: said[name] for name, number in self.parts.items()},
            boards={key: said[name] for name, key in self.boards.items()},
        )

    def beside(self, saved: AnnualReport) -> None:
        """Show what another has saved beside what is typed, and let the next save replace it."""
        self.theirs = initial(saved)
        typed = {name: self.data.get(name) for name in self.data}
        self.data = typed | {"revision": saved.revision}

    def written(self, names: Iterable[str]) -> Iterator[Written]:
        """Yield the fields of these names, with what another has saved where it differs."""
        theirs = getattr(self, "theirs", None)
        for name in names:
            bound = self[name]
            other = theirs.get(name, "") if theirs is not None else None
            if other is not None and other == clean(str(bound.value() or "")):
                other = None
            yield Written(bound, other)

    @property
    def whole_fields(self) -> Iterator[Written]:
        """What concerns the whole report."""
        first = ["correction"] if "correction" in self.fields else []
        return self.written([*first, *WHOLE])

    @property
    def part_fields(self) -> Iterator[Written]:
        """A field for each part of the plan."""
        return self.written(self.parts)

    @property
    def board_fields(self) -> Iterator[Written]:
        """A field for each board that was asked."""
        return self.written(self.boards)


class DiscardForm(forms.Form):
    """That a draft is to be thrown away as the page showed it."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


def initial(report: AnnualReport) -> dict[str, Any]:
    """What the form shows of a report as the database holds it."""
    found: dict[str, Any] = {name: getattr(report, name) for name in (*WHOLE, "correction")}
    found["revision"] = report.revision
    for text in report.texts.all():
        found[f"part_{text.part}" if text.part else f"board_{text.board_id}"] = text.text
    return found


class RegistrationForm(forms.ModelForm):
    """Where the report is registered, and what was decided on it."""

    class Meta:
        model = ReportRegistration
        fields = ("registry_number", "deciding_board", "decided_on", "paragraph")
        widgets = {"decided_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
