"""Checks one row of a plan file, and says of each cell that will not do how to put it right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from actionplan.activities.imports import columns as c
from actionplan.activities.imports.sheet import (
    ALL_AREAS,
    ALL_COMMITTEES,
    IMPLIED_CLOSING,
    NO_CLOSURE,
    Closing,
    Named,
    Sheet,
    Step,
    many_lines,
    one_line,
    role_where_none_is_said,
    word,
)
from actionplan.activities.models import ActivityClosure, Responsibility
from actionplan.activities.schedule import read_schedule
from resources.desks.faults import Fault
from resources.municipality.models import Board, TargetGroup
from resources.violence.models import ViolenceArea

_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_Row = TypeVar("_Row")


@dataclass(frozen=True)
class Registers:
    """What a row may refer to, by the words it may use."""

    boards: dict[str, Board]
    areas: dict[str, ViolenceArea]
    target_groups: dict[str, TargetGroup]
    roles: dict[str, str]
    outcomes: dict[str, str]

    @classmethod
    def read(cls) -> Registers:
        """Read the registers once for a whole file. A board in force goes before a former one."""
        boards = sorted(Board.objects.all(), key=lambda board: board.valid_to is None)
        areas = {}
        for area in ViolenceArea.objects.all():
            for name in (area.slug, area.short_title_sv or area.slug, area.title_sv):
                areas[name.casefold()] = area
        return cls(
            boards={_folded(board.name_sv): board for board in boards},
            areas=areas,
            target_groups={_folded(group.name_sv): group for group in TargetGroup.objects.all()},
            roles={word(role).casefold(): role.value for role in Responsibility.Role},
            outcomes={
                word(outcome).casefold(): outcome.value for outcome in ActivityClosure.Outcome
            },
        )


def _folded(name: str) -> str:
    return one_line(name).casefold()


def names(cell: str) -> list[str]:
    """The names in a cell: a line each, or, on one line, with semicolons between."""
    parts = cell.split("\n") if "\n" in cell else cell.split(";")
    return [one_line(part) for part in parts if part.strip()]


class RowReader:
    """Reads one row's cells into a `Sheet`, and gathers every fault on the way."""

    def __init__(self, row: int, cells: dict[str, str], registers: Registers) -> None:
        self.row = row
        self.cells = {heading: cell.strip() for heading, cell in cells.items()}
        # Where lines of two languages answer to each other, an empty first line counts.
        self.uncut = cells
        self.registers = registers
        self.faults: list[Fault] = []

    def read(self) -> Sheet:
        """Return what the row says; it is only to be used when `faults` is empty."""
        for heading, cell in self.cells.items():
            if _INVISIBLE.search(cell):
                self._fault(heading, "Cellen har ett tecken som inte syns. Skriv om texten.")
        for heading in (c.NUMBER, c.PART, c.TITLE):
            if not self.cells.get(heading):
                self._fault(heading, "Cellen är tom. Fyll i den.")
        if any(_INVISIBLE.search(cell) for cell in self.cells.values()):
            return Sheet()
        sheet = Sheet(
            number=self._whole_number(c.NUMBER, 1, 9999) or 0,
            part=self._whole_number(c.PART, 1, 2) or 0,
            lineage=self._lineage(),
            texts=self._texts(),
            points=self._lines_by_language(c.POINTS),
            schedule_text=one_line(self.cells.get(c.SCHEDULE, "")),
            milestones=self._milestones(),
            target_groups=self._found(
                c.TARGET_GROUPS,
                names(self.cells.get(c.TARGET_GROUPS, "")),
                self.registers.target_groups,
                "Lägg in målgruppen i registret först, eller rätta stavningen.",
            ),
        )
        self._responsible(sheet)
        self._years(sheet)
        self._areas(sheet)
        self._closing(sheet)
        return sheet

    def _fault(self, heading: str, cure: str) -> None:
        self.faults.append(Fault(self.row, heading, cure))

    def _whole_number(self, heading: str, least: int, most: int) -> int | None:
        text = self.cells.get(heading, "")
        if not text:
            return None
        if re.fullmatch("[0-9]{1,4}", text) and least <= int(text) <= most:
            return int(text)
        between = f"{least} eller {most}" if most - least == 1 else f"mellan {least} och {most}"
        self._fault(heading, f"”{text}” går inte. Skriv ett heltal, {between}.")
        return None

    def _year(self, heading: str) -> int | None:
        return self._whole_number(heading, 1900, 2200)

    def _lineage(self) -> UUID | None:
        text = self.cells.get(c.ID, "")
        try:
            return UUID(text) if text else None
        except ValueError:
            self._fault(c.ID, "Id känns inte igen. Lämna cellen tom, så får aktiviteten ett.")
            return None

    def _texts(self) -> dict[str, str]:
        texts = {}
        for heading, name in c.TEXTS.items():
            written = one_line if name in c.SINGLE_LINES else many_lines
            for language in c.languages():
                cell = self.cells.get(c.in_language(heading, language), "")
                texts[f"{name}_{language}"] = written(cell)
        return texts

    def _lines_by_language(self, heading: str) -> list[dict[str, str]]:
        """Lines of the plan's own language, with the same line of each other language."""
        own = c.source_language()
        lines = [
            {own: one_line(line)}
            for line in self.cells.get(heading, "").split("\n")
            if line.strip()
        ]
        for language in c.languages()[1:]:
            translated = c.in_language(heading, language)
            cell = self.uncut.get(translated, "").rstrip()
            texts = [one_line(line) for line in cell.split("\n")] if cell else []
            if len(texts) > len(lines):
                self._fault(
                    translated,
                    f"Här står {len(texts)} rader, men i {heading} står {len(lines)}. "
                    "Skriv en rad för varje, i samma ordning.",
                )
            for line, text in zip(lines, texts, strict=False):
                line[language] = text
        return lines

    def _milestones(self) -> list[Step]:
        own = c.source_language()
        steps = []
        for texts in self._lines_by_language(c.MILESTONES):
            title, *days = (part.strip() for part in texts[own].rsplit("|", 2))
            due, done = [*days, "", ""][:2]
            if not title or _DAY.fullmatch(title):
                self._fault(c.MILESTONES, "En rad har bara datum. Skriv vad som ska göras.")
            steps.append(Step({**texts, own: title}, self._day(due), self._day(done)))
        return steps

    def _day(self, text: str) -> date | None:
        if not text:
            return None
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        self._fault(c.MILESTONES, f"”{text}” är inget datum. Skriv till exempel 2019-05-31.")
        return None

    def _found(
        self, heading: str, wanted: list[str], register: dict[str, _Row], cure: str
    ) -> list[_Row]:
        found: list[_Row] = []
        for name in wanted:
            row = register.get(name.casefold())
            if row is None:
                self._fault(heading, f"”{name}” finns inte. {cure}")
            elif row in found:
                self._fault(heading, f"”{name}” står två gånger. Ta bort den ena.")
            else:
                found.append(row)
        return found

    def _responsible(self, sheet: Sheet) -> None:
        """A name a line, with a role and a note after strokes where the file says more."""
        said = []
        for line in self._responsible_lines():
            name, role, note = ([part.strip() for part in line.split("|", 2)] + ["", ""])[:3]
            if _folded(name) == ALL_COMMITTEES.casefold():
                sheet.all_committees = True
                continue
            if role and role.casefold() not in self.registers.roles:
                known = ", ".join(word(choice) for choice in Responsibility.Role)
                self._fault(c.RESPONSIBLE, f"Rollen ”{role}” finns inte. Skriv en av: {known}.")
            said.append((_folded(name), self.registers.roles.get(role.casefold(), ""), note))
        boards = self._found(
            c.RESPONSIBLE,
            [name for name, _, _ in said],
            self.registers.boards,
            "Lägg in nämnden i registret först, eller rätta stavningen.",
        )
        if not said and not sheet.all_committees:
            self._fault(c.RESPONSIBLE, "Cellen är tom. Skriv vem som ansvarar.")
        usual = role_where_none_is_said(len(said), all_committees=sheet.all_committees)
        if len(boards) == len(said):
            sheet.named = [
                Named(board, role or usual, note)
                for board, (_, role, note) in zip(boards, said, strict=True)
            ]
        if [named.role for named in sheet.named].count(Responsibility.Role.LEAD) > 1:
            self._fault(c.RESPONSIBLE, "Bara en kan ha huvudansvar. Skriv Delat ansvar.")

    def _responsible_lines(self) -> list[str]:
        cell = self.cells.get(c.RESPONSIBLE, "")
        if "|" in cell:
            return [one_line(line) for line in cell.split("\n") if line.strip()]
        return names(cell)

    def _years(self, sheet: Sheet) -> None:
        """Take the years from the schedule's text; a text that fits no rule is no fault."""
        start, end = self._year(c.START_YEAR), self._year(c.END_YEAR)
        is_ongoing = self._yes(c.ONGOING)
        read = read_schedule(sheet.schedule_text)
        if not read.is_understood:
            sheet.start_year, sheet.end_year, sheet.is_ongoing = start, end, is_ongoing
            if end is not None and is_ongoing:
                self._fault(c.ONGOING, "Det som pågår tills vidare har inget slutår. Ta bort ett.")
            if start is not None and end is not None and end < start:
                self._fault(c.END_YEAR, "Slutåret ligger före startåret. Rätta det ena.")
            return
        sheet.start_year, sheet.end_year = read.start_year, read.end_year
        sheet.is_ongoing = read.is_ongoing
        for heading, said, meant in (
            (c.START_YEAR, start, read.start_year),
            (c.END_YEAR, end, read.end_year),
            (c.ONGOING, is_ongoing or None, read.is_ongoing),
        ):
            if said is not None and said != meant:
                self._fault(heading, "Tidplanen säger något annat. Lämna cellen tom.")

    def _yes(self, heading: str) -> bool:
        text = self.cells.get(heading, "").casefold()
        if text not in {"", "ja", "nej"}:
            self._fault(heading, f"”{text}” går inte. Skriv ja eller lämna cellen tom.")
        return text == "ja"

    def _areas(self, sheet: Sheet) -> None:
        wanted = names(self.cells.get(c.AREAS, ""))
        sheet.all_areas = [name.casefold() for name in wanted] == [ALL_AREAS.casefold()]
        if not sheet.all_areas:
            sheet.areas = self._found(
                c.AREAS,
                wanted,
                self.registers.areas,
                "Skriv områdets namn som i registret, eller Alla.",
            )

    def _closing(self, sheet: Sheet) -> None:
        outcome = self.cells.get(c.CLOSURE, "").casefold()
        year = self._year(c.CLOSURE_YEAR)
        source = self.cells.get(c.CLOSURE_SOURCE, "")
        reason = self.cells.get(c.CLOSURE_REASON, "")
        if outcome in {"", NO_CLOSURE.casefold()}:
            if year or source or reason:
                self._fault(c.CLOSURE, "Skriv hur aktiviteten avslutades, eller ta bort resten.")
            if not outcome and read_schedule(sheet.schedule_text).is_completed:
                sheet.closure = IMPLIED_CLOSING
        elif outcome not in self.registers.outcomes:
            known = " eller ".join(word(choice) for choice in ActivityClosure.Outcome)
            self._fault(c.CLOSURE, f"”{self.cells[c.CLOSURE]}” går inte. Skriv {known}.")
        else:
            if not source:
                self._fault(c.CLOSURE_SOURCE, "Skriv var uppgiften kommer ifrån.")
            meant = self.registers.outcomes[outcome]
            if meant == ActivityClosure.Outcome.DROPPED and not reason:
                self._fault(c.CLOSURE_REASON, "Skriv skälet till att aktiviteten inte genomförs.")
            sheet.closure = Closing(meant, year, source, reason)
