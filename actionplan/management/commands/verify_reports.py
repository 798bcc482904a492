"""Compares every frozen report and its files with their hashes, and with a list kept elsewhere."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from actionplan.reports.content import sha256
from actionplan.reports.files.kinds import FileKind
from actionplan.reports.models import AnnualReport, ReportFile


class Command(BaseCommand):
    """Say what does not agree, and fail then; else print the list that the archive keeps.

    The database refuses to change a frozen report row by row. What passes that by (a table that
    is emptied, a trigger switched off) shows only beside a list from before.
    """

    help = (
        "Jämför frysta rapporter och deras filer med deras kontrollsummor. "
        "Skriver listan som arkivet sparar; --against jämför med en sparad lista."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The list to compare with."""
        parser.add_argument("--against", type=Path, help="en lista som har skrivits tidigare")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare everything before saying anything, so that one fault hides no other."""
        faults: list[str] = []
        listed = dict(self._listed(faults))
        if options["against"]:
            faults += _differences(options["against"], listed)
        for name, digest in listed.items():
            self.stdout.write(f"{digest}  {name}")
        if faults:
            raise CommandError("\n".join(faults))

    def _listed(self, faults: list[str]) -> Iterator[tuple[str, str]]:
        """Yield every report and file with the hash of what is there now."""
        reports = AnnualReport.objects.final().select_related("period")
        for report in reports.iterator(chunk_size=1):
            name = f"rapport-{report.period.year}-{report.sequence}"
            digest = sha256(report.content)
            if digest != report.sha256:
                faults.append(f"{name}: innehållet är inte det som frystes.")
            yield f"{name}.json", digest
            files = {file.kind: file for file in report.files.whole()}
            waiting = {each.kind for each in report.waiting_files.all()}
            for kind in FileKind:
                if kind in files:
                    yield _checked(f"{name}.{kind}", files[kind], faults)
                elif kind not in waiting:
                    faults.append(f"{name}.{kind}: filen saknas.")
            for file in report.files.exclude(board="").order_by("board"):
                yield _checked(f"{name}-{file.board}.{file.kind}", file, faults)


def _checked(name: str, file: ReportFile, faults: list[str]) -> tuple[str, str]:
    made = sha256(bytes(file.data))
    if made != file.sha256:
        faults.append(f"{name}: filen är inte den som gjordes.")
    return name, made


def _differences(path: Path, listed: dict[str, str]) -> Iterator[str]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise CommandError(f"Listan går inte att läsa: {error}") from None
    for line in lines:
        digest, _, name = line.partition("  ")
        if name not in listed:
            yield f"{name}: står i listan men finns inte längre."
        elif listed[name] != digest:
            yield f"{name}: har en annan kontrollsumma än i listan."
