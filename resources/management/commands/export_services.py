"""Writes the services with their channels and hours to a file that can be read in again."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from resources.desks.faults import ImportRefused
from resources.services.imports.exporting import as_csv, as_xlsx

WRITERS = {".csv": as_csv, ".xlsx": as_xlsx}


class Command(BaseCommand):
    """Write all services, one row a channel; the ending of the name chooses CSV or Excel."""

    help = "Skriver stöd, kontaktvägar och öppettider till en fil, .csv eller .xlsx."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file to write."""
        parser.add_argument("file", type=Path, help="filen som ska skrivas, .csv eller .xlsx")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        write = WRITERS.get(options["file"].suffix.lower())
        if write is None:
            raise CommandError("Filens namn ska sluta på .csv eller .xlsx.")
        try:
            options["file"].write_bytes(write())
        except ImportRefused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"Stöden är skrivna till {options['file'].name}.")
