"""Reads an activity plan from a CSV or Excel file into a version of a plan."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from actionplan.activities.imports.importing import Outcome, import_table
from actionplan.plan.services import ensure_version
from resources.desks.faults import ImportRefused
from resources.desks.spreadsheets import read_table


class Command(BaseCommand):
    """Make and change activities as the file says; the same file twice changes nothing."""

    help = "Läser in en aktivitetsplan från CSV eller Excel. Se docs/import.md."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and which version of which plan it is about."""
        parser.add_argument("file", type=Path, help="filen, .csv eller .xlsx")
        parser.add_argument(
            "--dry-run", action="store_true", help="visa vad som skulle hända, ändra inget"
        )
        parser.add_argument("--plan", default="", help="planens adressnamn, om det finns flera")
        parser.add_argument(
            "--plan-version",
            default="",
            help="versionens adressnamn; annars planens enda utkast eller enda version",
        )
        parser.add_argument("--plan-title", default="", help="titel, om planen är ny")
        parser.add_argument("--label", default="", help="beteckning, om versionen är ny")
        parser.add_argument(
            "--years",
            type=int,
            nargs=2,
            metavar=("FÖRSTA", "SISTA"),
            help="första och sista år, om versionen är ny",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, check and apply the file; say what was made, changed and left."""
        try:
            with transaction.atomic():
                version = ensure_version(
                    plan=options["plan"],
                    version=options["plan_version"],
                    plan_title=options["plan_title"],
                    label=options["label"],
                    years=tuple(options["years"]) if options["years"] else None,
                )
                outcome = import_table(
                    version, read_table(options["file"]), dry_run=options["dry_run"]
                )
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except ImportRefused as refused:
            lines = "\n".join(f"  {fault}" for fault in refused.faults)
            raise CommandError(f"Inget är inläst. Rätta det här i filen först:\n{lines}") from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{version}: {options['file'].name}")
        for line in told(outcome):
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write("Det här är en provkörning. Inget är ändrat.")


def told(outcome: Outcome) -> list[str]:
    """Say in lines what a file does, or did, to a version."""
    lines = [f"Ny: {name}" for name in outcome.made]
    for changed in outcome.changed:
        lines.append(f"Ändras: {changed.name}")
        lines += [
            f"    {heading}: {before or '(tomt)'} → {after or '(tomt)'}"
            for heading, (before, after) in changed.cells.items()
        ]
    lines += [f"Lämnas som den är: {name}" for name in outcome.left]
    lines += [f"Står inte i filen, lämnas: {name}" for name in outcome.not_in_file]
    lines += [f"Tidplanen behöver tolkas: {name}" for name in outcome.unread_schedules]
    lines.append(
        f"{len(outcome.made)} nya, {len(outcome.changed)} ändrade, "
        f"{len(outcome.left) + len(outcome.not_in_file)} lämnade."
    )
    return lines
