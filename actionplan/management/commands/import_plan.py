"""Reads an activity plan from a CSV or Excel file into a version of a plan."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from actionplan.activities.imports.faults import ImportRefused
from actionplan.activities.imports.files import read_table
from actionplan.activities.imports.importing import Outcome, import_table
from actionplan.plan.models import Plan, PlanVersion
from actionplan.plan.services import ensure_version


class Command(BaseCommand):
    """Make and change activities as the file says; the same file twice changes nothing."""

    help = "Läser in en aktivitetsplan från CSV eller Excel. Se docs/import.md."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and which version of which plan it is about."""
        parser.add_argument("file", type=Path, help="filen, .csv eller .xlsx")
        parser.add_argument(
            "--dry-run", action="store_true", help="visa vad som skulle hända, ändra inget"
        )
        parser.add_argument("--plan", default="", help="planens adressnamn, om den inte är ensam")
        parser.add_argument("--version-slug", "--version-name", dest="version_slug", default="")
        parser.add_argument("--plan-title", default="Handlingsplan", help="titel på en ny plan")
        parser.add_argument("--label", default="", help="beteckning på en ny version")
        parser.add_argument("--first-year", type=int, help="första året i en ny version")
        parser.add_argument("--last-year", type=int, help="sista året i en ny version")
