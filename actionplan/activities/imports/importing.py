"""What a whole file does to a version of the plan: all of it, or nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from difflib import get_close_matches

from django.db import connection, transaction

from actionplan.activities.imports import columns as c
from actionplan.activities.imports.reading import Registers, RowReader
from actionplan.activities.imports.sheet import Sheet
from actionplan.activities.imports.writing import write
from actionplan.activities.models import Activity
from actionplan.plan.models import PlanVersion
from resources.desks.faults import Fault, ImportRefused
from resources.desks.spreadsheets import Line, Table

LOCKED = (
    "Versionen är antagen, så det som planen säger ligger fast. Gör en redaktionell rättelse "
    "i redaktionen, eller läs in filen i en ny version."
)
LOCKED_NEW = "Versionen är antagen. En ny aktivitet kräver en ny version av planen."


@dataclass(frozen=True)
class Changed:
    """An activity that a file changes: by heading, how the cell reads before and after."""

    name: str
    cells: dict[str, tuple[str, str]]


@dataclass
class Outcome:
    """What a file does to a version. Activities that the file does not name are left alone."""

    made: list[str] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    not_in_file: list[str] = field(default_factory=list)
    unread_schedules: list[str] = field(default_factory=list)


@dataclass
class _Row:
    """A line of the file beside the activity that it is about, None when it is new."""

    line: Line
    activity: Activity | None
    before: dict[str, str]
    sheet: Sheet
    after: dict[str, str]

    @property
    def changes(self) -> dict[str, tuple[str, str]]:
        return {
            heading: (self.before.get(heading, ""), cell)
            for heading, cell in self.after.items()
            if self.before.get(heading, "") != cell
        }


@transaction.atomic
def import_table(version: PlanVersion, table: Table, *, dry_run: bool = False) -> Outcome:
    """Make and change the activities of `version` so that they say what `table` says.

    A dry run does the same and takes it back. Raises `ImportRefused` with every fault of the
    file, and then nothing has changed.
    """
    version = PlanVersion.objects.select_for_update().get(pk=version.pk)
    check_headings(table)
    rows = _read_rows(version, table)
    _check_whole(version, rows)
    outcome = _outcome(version, rows)
    with transaction.atomic(), connection.cursor() as cursor:
        # Two activities may change numbers with each other on the way.
        cursor.execute("SET CONSTRAINTS actionplan_activity_one_number_a_version DEFERRED")
        faults = [
            fault
            for row in rows
            if row.activity is None or row.changes
            for fault in write(row.activity, version, row.sheet, row.line.number, row.changes)
        ]
        if faults:
            raise ImportRefused(*faults)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if dry_run:
            transaction.set_rollback(True)
    return outcome


def check_headings(table: Table) -> None:
    """Raise `ImportRefused` unless the needed columns are there and every column is known."""
    known = c.headings()
    faults = [
        Fault(1, heading, "Kolumnen saknas. Lägg till den.")
        for heading in c.REQUIRED
        if heading not in table.headings
    ]
    for heading in table.headings:
        if heading not in known:
            (*close, _) = [*get_close_matches(heading, known, 1), ""]
            hint = f"Menar du {close[0]}?" if close else "Rätta rubriken eller ta bort kolumnen."
            faults.append(Fault(1, heading, f"Rubriken känns inte igen. {hint}"))
    if not table.lines:
        faults.append(Fault(0, "", "Filen har rubriker men inga aktiviteter."))
    if faults:
        raise ImportRefused(*faults)


def _read_rows(version: PlanVersion, table: Table) -> list[_Row]:
    existing = list(Activity.objects.of(version).for_detail())
    registers = Registers.read()
    faults: list[Fault] = []
    rows = []
    for line, activity in _matched(table, existing):
        before = Sheet.of(activity).cells() if activity else {}
        cells = {**before, **line.cells}
        if activity and not line.cells.get(c.ID, "").strip():
            cells[c.ID] = before[c.ID]
        if activity and line.cells[c.SCHEDULE].strip() != before[c.SCHEDULE]:
            # Years of the former text do not follow with a new one.
            for heading in (c.START_YEAR, c.END_YEAR, c.ONGOING):
                cells[heading] = line.cells.get(heading, "")
        reader = RowReader(line.number, cells, registers)
        sheet = reader.read()
        faults += reader.faults
        rows.append(_Row(line, activity, before, sheet, sheet.cells()))
    if faults:
        raise ImportRefused(*faults)
    return rows


def _matched(table: Table, existing: list[Activity]) -> list[tuple[Line, Activity | None]]:
    """Pair each line with the activity of its id, or else with the one of its number."""
    by_id = {str(activity.lineage): activity for activity in existing}
    by_number = {str(activity.number): activity for activity in existing}
    ids = [line.cells.get(c.ID, "").strip().lower() for line in table.lines]
    taken = {by_id[id_].pk for id_ in ids if id_ in by_id}
    pairs: list[tuple[Line, Activity | None]] = []
    for line, id_ in zip(table.lines, ids, strict=True):
        activity = by_id.get(id_)
        if activity is None:
            activity = by_number.get(line.cells[c.NUMBER].strip())
            if activity is not None and activity.pk in taken:
                activity = None
        pairs.append((line, activity))
    return pairs


def _check_whole(version: PlanVersion, rows: list[_Row]) -> None:
    """Raise `ImportRefused` for what only shows when the rows are seen together."""
    numbers = Counter(row.sheet.number for row in rows)
    ids = Counter(row.sheet.lineage for row in rows if row.sheet.lineage)
    named = {row.activity.pk for row in rows if row.activity}
    others = set(
        Activity.objects.of(version).exclude(pk__in=named).values_list("number", flat=True)
    )
    faults = []
    for row in rows:
        number, line = row.sheet.number, row.line.number
        if numbers[number] > 1:
            faults.append(Fault(line, c.NUMBER, f"Numret {number} står på flera rader. Ändra ett."))
        if number in others:
            faults.append(
                Fault(line, c.NUMBER, f"Numret {number} har en aktivitet som inte står i filen.")
            )
        if row.sheet.lineage and ids[row.sheet.lineage] > 1:
            faults.append(Fault(line, c.ID, "Samma Id står på flera rader. Töm det ena."))
        if version.is_locked:
            faults += _locked(row)
    if faults:
        raise ImportRefused(*faults)


def _locked(row: _Row) -> list[Fault]:
    """The faults of a row that would change what an adopted version says."""
    if row.activity is None:
        return [Fault(row.line.number, "", LOCKED_NEW)]
    return [
        Fault(row.line.number, heading, LOCKED)
        for heading, (before, _) in row.changes.items()
        if heading in c.LOCKED and not (heading == c.OFFICIAL_TEXT and not before)
    ]


def _outcome(version: PlanVersion, rows: list[_Row]) -> Outcome:
    outcome = Outcome()
    for row in rows:
        name = f"{row.sheet.number}. {row.sheet.texts[f'title_{c.source_language()}']}"
        if row.activity is None:
            outcome.made.append(name)
        elif row.changes:
            outcome.changed.append(Changed(name, row.changes))
        else:
            outcome.left.append(name)
        if row.sheet.needs_reading:
            outcome.unread_schedules.append(f"{name}: ”{row.sheet.schedule_text}”")
    named = {row.activity.pk for row in rows if row.activity}
    outcome.not_in_file = [
        str(activity) for activity in Activity.objects.of(version).exclude(pk__in=named)
    ]
    return outcome
