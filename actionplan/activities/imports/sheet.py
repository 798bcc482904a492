"""What a row of a plan file says, and how it is written: the form in which rows are compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Choices
from django.utils.translation import override

from actionplan.activities.imports import columns as c
from actionplan.activities.models import Activity, ActivityClosure, Responsibility
from actionplan.activities.schedule import read_schedule
from resources.municipality.models import Board, TargetGroup
from resources.violence.models import ViolenceArea

ALL_COMMITTEES = "Alla nämnder"
ALL_AREAS = "Alla"
NO_CLOSURE = "Inget"
FROM_THE_PLAN = "Planen"


@dataclass(frozen=True)
class Named:
    """A board that a row names, with its role and a note."""

    board: Board
    role: str
    note: str = ""


@dataclass(frozen=True)
class Step:
    """A milestone of a row: its title by language, and its days."""

    titles: dict[str, str]
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True)
class Closing:
    """What a row says of how the activity ended."""

    outcome: str
    year: int | None
    source: str
    reason: str


IMPLIED_CLOSING = Closing(ActivityClosure.Outcome.COMPLETED, None, FROM_THE_PLAN, "")


def word(choice: Choices) -> str:
    """The word that a file has for a choice: in the plan's own language, whoever reads the file."""
    with override(c.source_language()):
        return str(choice.label)


def role_where_none_is_said(boards: int, *, all_committees: bool) -> str:
    """A board that stands alone leads; where several answer, all share.

    No lead is invented: the plan lists boards and does not rank them.
    """
    alone = boards == 1 and not all_committees
    return Responsibility.Role.LEAD if alone else Responsibility.Role.SHARED


@dataclass
class Sheet:
    """What a row says. Texts are by model field with language; lists are in order."""

    number: int = 0
    part: int = 0
    lineage: UUID | None = None
    texts: dict[str, str] = field(default_factory=dict)
    points: list[dict[str, str]] = field(default_factory=list)
    schedule_text: str = ""
    start_year: int | None = None
    end_year: int | None = None
    is_ongoing: bool = False
    named: list[Named] = field(default_factory=list)
    all_committees: bool = False
    all_areas: bool = False
    areas: list[ViolenceArea] = field(default_factory=list)
    target_groups: list[TargetGroup] = field(default_factory=list)
    milestones: list[Step] = field(default_factory=list)
    closure: Closing | None = None

    @classmethod
    def of(cls, activity: Activity) -> Sheet:
        """Return what a row that says the same as `activity` says."""
        languages = c.languages()
        closure = getattr(activity, "closure", None)
        return cls(
            number=activity.number,
            part=activity.part,
            lineage=activity.lineage,
            texts={
                f"{name}_{language}": getattr(activity, f"{name}_{language}") or ""
                for name in c.TEXTS.values()
                for language in languages
            },
            points=[
                {code: getattr(point, f"text_{code}") or "" for code in languages}
                for point in activity.points.all()
            ],
            schedule_text=activity.schedule_text,
            start_year=activity.start_year,
            end_year=activity.end_year,
            is_ongoing=activity.is_ongoing,
            named=[
                Named(responsibility.board, responsibility.role, responsibility.note)
                for responsibility in activity.responsibilities.all()
            ],
            all_committees=activity.applies_to_all_committees,
            all_areas=activity.all_areas,
            areas=list(activity.violence_areas.all()),
            target_groups=list(activity.target_groups.all()),
            milestones=[
                Step(
                    {code: getattr(milestone, f"title_{code}") or "" for code in languages},
                    milestone.due_on,
                    milestone.done_on,
                )
                for milestone in activity.milestones.all()
            ],
            closure=Closing(closure.outcome, closure.year, closure.source, closure.reason)
            if closure
            else None,
        )

    @property
    def needs_reading(self) -> bool:
        """Whether the schedule's text fits no rule and nobody has said its years."""
        understood = read_schedule(self.schedule_text).is_understood
        return not understood and self.start_year is None and self.end_year is None

    def cells(self) -> dict[str, str]:
        """Write the row, in the one way in which equal rows are equal texts."""
        cells = {
            c.ID: str(self.lineage or ""),
            c.NUMBER: str(self.number),
            c.PART: str(self.part),
            c.RESPONSIBLE: self._responsible(),
            c.SCHEDULE: one_line(self.schedule_text),
            **self._years(),
            c.AREAS: ALL_AREAS if self.all_areas else _lines(sorted_titles(self.areas)),
            c.TARGET_GROUPS: _lines(sorted(group.name_sv for group in self.target_groups)),
            **self._closing(),
        }
        for heading, name in c.TEXTS.items():
            written = one_line if name in c.SINGLE_LINES else many_lines
            for code in c.languages():
                cells[c.in_language(heading, code)] = written(self.texts.get(f"{name}_{code}", ""))
        own = c.source_language()
        for code in c.languages():
            cells[c.in_language(c.POINTS, code)] = _lines(
                point.get(code, "") for point in self.points
            )
            cells[c.in_language(c.MILESTONES, code)] = _lines(
                _step(step, code) if code == own else step.titles.get(code, "")
                for step in self.milestones
            )
        return cells

    def _responsible(self) -> str:
        usual = role_where_none_is_said(len(self.named), all_committees=self.all_committees)
        lines = []
        for named in self.named:
            role = "" if named.role == usual else word(Responsibility.Role(named.role))
            parts = [named.board.name_sv, role, one_line(named.note)]
            while not parts[-1]:
                parts.pop()
            lines.append(" | ".join(parts))
        return _lines([*lines, ALL_COMMITTEES] if self.all_committees else lines)

    def _years(self) -> dict[str, str]:
        """Years of their own are only written where the text does not give them."""
        read = read_schedule(self.schedule_text).is_understood
        return {
            c.START_YEAR: "" if read else str(self.start_year or ""),
            c.END_YEAR: "" if read else str(self.end_year or ""),
            c.ONGOING: "ja" if self.is_ongoing and not read else "",
        }

    def _closing(self) -> dict[str, str]:
        implied = IMPLIED_CLOSING if read_schedule(self.schedule_text).is_completed else None
        closure = self.closure
        if closure == implied:
            outcome, year, source, reason = "", "", "", ""
        elif closure is None:
            outcome, year, source, reason = NO_CLOSURE, "", "", ""
        else:
            outcome = word(ActivityClosure.Outcome(closure.outcome))
            year, source, reason = str(closure.year or ""), closure.source, closure.reason
        return {
            c.CLOSURE: outcome,
            c.CLOSURE_YEAR: year,
            c.CLOSURE_SOURCE: one_line(source),
            c.CLOSURE_REASON: many_lines(reason),
        }


def sorted_titles(areas: Iterable[ViolenceArea]) -> list[str]:
    """The areas' titles in the areas' own order, however they were ticked."""
    return [area.title_sv for area in sorted(areas, key=lambda area: (area.order, area.pk))]


def one_line(text: str) -> str:
    """The text on one line, with single spaces."""
    return " ".join(text.split())


def many_lines(text: str) -> str:
    """The text with one kind of line break, whatever browser or file it came from."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(one_line(text) for text in texts).rstrip("\n")


def _step(step: Step, language: str) -> str:
    title = step.titles.get(language, "")
    if not (step.due_on or step.done_on or "|" in title):
        return title
    days = [day.isoformat() if day else "" for day in (step.due_on, step.done_on)]
    return " | ".join([title, *days])
