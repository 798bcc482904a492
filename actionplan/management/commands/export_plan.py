"""Writes a version of the plan to a CSV or Excel file that can be read in again."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from actionplan.activities.imports.exporting import as_csv, as_xlsx
from actionplan.plan.models import PlanVersion
from resources.desks.faults import ImportRefused

WRITERS = {".csv": as_csv, ".xlsx": as_xlsx}


class Command(BaseCommand):
    """Write the activities of one version; the ending of the name chooses CSV or Excel."""

    help = "Skriver en planversion till en fil, .csv eller .xlsx, som går att läsa in igen."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file to write, and which version of which plan."""
        parser.add_argument("file", type=Path, help="filen som ska skrivas, .csv eller .xlsx")
        parser.add_argument("--plan", default="", help="planens adressnamn, om det finns flera")
        parser.add_argument(
            "--plan-version", default="", help="versionens adressnamn; annars den som gäller"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, and say which version it holds."""
        write = WRITERS.get(options["file"].suffix.lower())
        if write is None:
            raise CommandError("Filens namn ska sluta på .csv eller .xlsx.")
        versions = PlanVersion.objects.select_related("plan")
        if options["plan"]:
            versions = versions.filter(plan__slug=options["plan"])
        if options["plan_version"]:
            version = versions.filter(slug=options["plan_version"]).first()
        else:
            version = versions.current()
        if version is None:
            raise CommandError("Versionen finns inte. Ange --plan och --plan-version.")
        try:
            options["file"].write_bytes(write(version))
        except ImportRefused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{version} är skriven till {options['file'].name}.")
