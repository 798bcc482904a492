"""What a whole file does to the services: all of it, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from wagtail.log_actions import log

from resources.desks.faults import Fault, ImportRefused
from resources.desks.spreadsheets import Line, Table
from resources.services.channels import DIALLED, Channel
from resources.services.choices import ChannelKind
from resources.services.history import IMPORTED
from resources.services.hours import week_of
from resources.services.hours_text import read_day
from resources.services.imports import columns as c
from resources.services.models import Service
from resources.services.phone import normalise_phone
from resources.services.services import set_different_days, set_week

NEEDS_DESK = (
    "En fil kan inte göra det till skyddad plats. Gör det till skyddad plats i redaktionen, där "
    "adressen rensas överallt, också ur äldre versioner."
)
NOT_THE_SAME = "Raderna för stödet säger olika. Skriv samma sak i alla, eller bara på en rad."


@dataclass(frozen=True)
class Changed:
    """A row of the register that a file changes: by heading, the cell before and after."""

    name: str
    cells: dict[str, tuple[str, str]]


@dataclass
class Outcome:
    """What a file does. Services and channels that the file does not name are left alone."""

    made: list[str] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    left: int = 0

    def note(self, name: str, before: dict[str, str] | None, after: dict[str, str]) -> None:
        """Note what became of a row of the register; `before` is None when it is new."""
        if before is None:
            self.made.append(name)
            return
        cells = {
            heading: (before[heading], cell)
            for heading, cell in after.items()
            if before[heading] != cell
        }
        if cells:
            self.changed.append(Changed(name, cells))
        else:
            self.left += 1


@transaction.atomic
def import_services(table: Table, *, dry_run: bool = False, user: Any = None) -> Outcome:
    """Make and change services and channels so that they say what `table` says.

    The log keeps of each service that it was read in, and by `user`. A dry run does the same and
    takes it back. Raises `ImportRefused` with every fault of the
    file, and then nothing has changed.
    """
    _check_headings(table)
    outcome, faults = Outcome(), list[Fault]()
    by_slug: dict[str, list[Line]] = {}
    for line in table.lines:
        by_slug.setdefault(line.cells[c.SLUG].strip(), []).append(line)
    for slug, lines in by_slug.items():
        before = len(outcome.made) + len(outcome.changed)
        importer = _Importer(slug, lines, outcome)
        faults += importer.run()
        if len(outcome.made) + len(outcome.changed) > before and importer.service:
            log(importer.service, IMPORTED, user=user, content_changed=True)
    if faults:
        raise ImportRefused(*faults)
    if dry_run:
        transaction.set_rollback(True)
    return outcome


def _check_headings(table: Table) -> None:
    faults = [
        Fault(1, heading, "Kolumnen saknas. Lägg till den.")
        for heading in c.REQUIRED
        if heading not in table.headings
    ]
    for heading in table.headings:
        if heading not in c.HEADINGS:
            close = get_close_matches(heading, c.HEADINGS, 1)
            hint = f"Menar du {close[0]}?" if close else "Rätta rubriken eller ta bort kolumnen."
            faults.append(Fault(1, heading, f"Rubriken känns inte igen. {hint}"))
    if not table.lines:
        faults.append(Fault(0, "", "Filen har rubriker men inga stöd."))
    if faults:
        raise ImportRefused(*faults)


class _Importer:
    """Applies the lines of one service."""

    def __init__(self, slug: str, lines: list[Line], outcome: Outcome) -> None:
        self.slug, self.lines, self.outcome = slug, lines, outcome
        self.faults: list[Fault] = []
        self.service: Service | None = None
        self.named: set[int] = set()

    def run(self) -> list[Fault]:
        self.service = service = self._service()
        if not self.faults:
            for line in self.lines:
                if any(line.cells.get(heading, "").strip() for heading in c.CHANNEL_HEADINGS):
                    self._channel(service, line)
        return self.faults

    def _service(self) -> Service:
        cells = self._own_cells()
        row = self.lines[0].number
        service = Service.objects.select_for_update(of=("self",)).filter(slug=self.slug).first()
        before = c.service_cells(service) if service else None
        service = service or Service()
        was_protected = service.is_protected_place
        self._set(service, c.SERVICE, cells, before, row)
        areas = self._read(c.read_areas, cells, before, c.AREAS, row)
        if service.pk and service.is_protected_place and not was_protected:
            self.faults.append(Fault(row, "Skyddad plats", NEEDS_DESK))
        if self._save(service, c.SERVICE, row):
            if areas is not None:
                service.areas.set(areas)
            after = c.service_cells(Service.objects.get(pk=service.pk))
            self.outcome.note(service.name, before, after)
        return service

    def _own_cells(self) -> dict[str, str]:
        """Return what the lines say of the service, and a fault where they contradict."""
        said: dict[str, str] = {}
        for heading in c.SERVICE_HEADINGS:
            cells = [line.cells[heading].strip() for line in self.lines if heading in line.cells]
            if not cells:
                continue
            filled = sorted({cell for cell in cells if cell})
            if len(filled) > 1:
                self.faults.append(Fault(self.lines[0].number, heading, NOT_THE_SAME))
            said[heading] = filled[0] if filled else ""
        return said

    def _channel(self, service: Service, line: Line) -> None:
        cells = {heading: cell.strip() for heading, cell in line.cells.items()}
        row = line.number
        channel = self._known_channel(service, cells, row)
        before = c.channel_cells(channel) if channel else None
        channel = channel or Channel(service=service)
        if channel.pk in self.named:
            self.faults.append(Fault(row, c.VALUE, "Samma kontaktväg står på två rader."))
        if not cells[c.KIND]:
            self.faults.append(
                Fault(row, c.KIND, "Skriv vilket slag det är, till exempel telefon.")
            )
        self._set(channel, c.CHANNEL, cells, before, row)
        week = dict(week_of(channel)) if channel.pk else {}
        for heading, day in c.DAYS.items():
            spans = self._read(read_day, cells, before, heading, row)
            if spans is not None:
                week[day] = spans
        different = self._read(c.read_different, cells, before, c.DIFFERENT, row)
        if not self._save(channel, c.CHANNEL, row):
            return
        self.named.add(channel.pk)
        if week != week_of(channel):
            set_week(channel, week)
        if different is not None:
            set_different_days(channel, different)
        after = c.channel_cells(Channel.objects.get(pk=channel.pk))
        self.outcome.note(f"{service.name}: {channel}", before, after)

    def _known_channel(self, service: Service, cells: dict[str, str], row: int) -> Channel | None:
        channels = Channel.objects.filter(service=service)
        if id_ := cells.get(c.ID, ""):
            found = channels.filter(pk=id_).first() if id_.isdecimal() else None
            if found is None:
                cure = "Stödet har ingen kontaktväg med det numret. Töm cellen om den är ny."
                self.faults.append(Fault(row, c.ID, cure))
            return found
        kinds = {label.casefold(): value for value, label in ChannelKind.choices}
        kind, value = kinds.get(cells[c.KIND].casefold(), ""), cells[c.VALUE]
        if kind in DIALLED and value:
            try:
                value = normalise_phone(value)
            except ValueError:
                return None  # Saving tells what is wrong with it.
        return channels.filter(kind=kind, value=value).first()

    def _set(
        self,
        target: Service | Channel,
        columns: list[c.Column],
        cells: dict[str, str],
        before: dict[str, str] | None,
        row: int,
    ) -> None:
        for column in columns:
            cell = cells.get(column.heading)
            if cell is None or cell == (before or {}).get(column.heading, ""):
                continue
            try:
                setattr(target, column.field, column.read(cell))
            except ValueError as error:
                self.faults.append(Fault(row, column.heading, str(error)))

    def _read(
        self,
        read: Any,
        cells: dict[str, str],
        before: dict[str, str] | None,
        heading: str,
        row: int,
    ) -> Any:
        """Return what a cell says, or None where it is not there, or says what stood there."""
        if heading not in cells or cells[heading] == (before or {}).get(heading, ""):
            return None
        try:
            return read(cells[heading])
        except ValueError as error:
            self.faults.append(Fault(row, heading, str(error)))
            return None

    def _save(self, target: Service | Channel, columns: list[c.Column], row: int) -> bool:
        """Save unless anything of these lines is wrong; note what the row itself refuses."""
        if self.faults:
            return False
        headings = {column.field.removesuffix("_sv"): column.heading for column in columns}
        try:
            target.full_clean()
        except ValidationError as error:
            for name, sentences in error.message_dict.items():
                heading = "" if name == NON_FIELD_ERRORS else headings.get(name, "")
                heading = heading or headings.get(name.removesuffix("_sv"), "")
                self.faults += [Fault(row, heading, sentence) for sentence in sentences]
            return False
        target.save()
        return True
