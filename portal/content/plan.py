"""Loads a pack's plan, the way a municipality would: through the import, then by adopting it."""

import csv
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from actionplan.activities.imports.importing import import_table
from actionplan.council.models import CouncilSeat, ReferenceMember
from actionplan.plan.models import PlanVersion
from actionplan.plan.services import adopt, ensure_version
from resources.desks.spreadsheets import read_table
from resources.municipality.models import Board, MandatePeriod


@transaction.atomic
def load_plan(pack: Path) -> list[str]:
    """Make the pack's plan version, seats and reference group where they are missing.

    Returns a Swedish line for each thing made. What exists is left as editors have made it.
    Raises `ImportRefused`, `ValidationError` or `LookupError` when the pack does not hold together.
    """
    folder = pack / "plan"
    return [*_version(folder), *_seats(folder), *_members(folder)]


def _version(folder: Path) -> list[str]:
    facts = tomllib.loads((folder / "version.toml").read_text("utf-8"))
    plan, version = facts["plan"], facts["version"]
    if PlanVersion.objects.filter(plan__slug=plan["slug"], slug=version["slug"]).exists():
        return []
    made = ensure_version(
        plan=plan["slug"],
        version=version["slug"],
        plan_title=plan["title"],
        label=version["label"],
        years=(version["first_year"], version["last_year"]),
    )
    if made.plan.owner is None and plan.get("owner"):
        made.plan.owner = _board(plan["owner"])
        made.plan.save()
    if period := version.get("mandate_period"):
        made.mandate_period = MandatePeriod.objects.get(first_year=period[0], last_year=period[1])
        made.save()
    outcome = import_table(made, read_table(folder / "activities.csv"))
    lines = [f"Planversion: {made}", *(f"Aktivitet: {name}" for name in outcome.made)]
    adoption = facts.get("adoption")
    if adoption is not None:
        _adopt(made, adoption)
    return lines


def _adopt(version: PlanVersion, adoption: dict[str, Any]) -> None:
    on: date | None = adoption.get("on")
    adopt(
        version,
        by=_board(adoption["by"]) if "by" in adoption else None,
        on=on,
        source=adoption.get("source", ""),
        registry_number=adoption.get("registry_number", ""),
        user=None,
        now=timezone.now(),
    )


def _board(name: str) -> Board:
    board = Board.objects.filter(name_sv=name, valid_to__isnull=True).first()
    if board is None:
        raise LookupError(f"version.toml: {name} finns inte bland nämnderna.")
    return board


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _seats(folder: Path) -> list[str]:
    """A seat that has had any holder is an editor's to keep."""
    known = set(CouncilSeat.objects.values_list("order", flat=True))
    made = [
        CouncilSeat(
            order=int(row["order"]),
            function_sv=row["function"],
            is_convener=row["is_convener"] == "ja",
        )
        for row in _rows(folder / "council_seats.csv")
        if int(row["order"]) not in known
    ]
    for seat in made:
        seat.full_clean()
        seat.save()
    return [f"Plats i samverkansrådet: {seat.function_sv}" for seat in made]


def _members(folder: Path) -> list[str]:
    """The group is made as a whole, once: afterwards its order and functions are the editors'."""
    if ReferenceMember.objects.exists():
        return []
    made = [
        ReferenceMember(order=int(row["order"]), function_sv=row["function"])
        for row in _rows(folder / "reference_group.csv")
    ]
    for member in made:
        member.full_clean()
        member.save()
    return [f"Referensgruppen: {member.function_sv}" for member in made]
