"""Reads services with their channels and hours from a CSV or Excel file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from resources.desks.faults import ImportRefused
from resources.desks.spreadsheets import read_table
from resources.services.imports.importing import import_services
from resources.services.imports.telling import told


class Command(BaseCommand):
    """Make and change services as the file says; the same file twice changes nothing."""

    help = "Läser in stöd, kontaktvägar och öppettider från CSV eller Excel."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and whether to change anything."""
        parser.add_argument("file", type=Path, help="filen, .csv eller .xlsx")
        parser.add_argument(
            "--dry-run", action="store_true", help="visa vad som skulle hända, ändra inget"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, check and apply the file; say what was made, changed and left."""
        try:
            outcome = import_services(read_table(options["file"]), dry_run=options["dry_run"])
        except ImportRefused as refused:
            lines = "\n".join(f"  {fault}" for fault in refused.faults)
            raise CommandError(f"Inget är inläst. Rätta det här i filen först:\n{lines}") from None
        for line in told(outcome):
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write("Det här är en provkörning. Inget är ändrat.")
