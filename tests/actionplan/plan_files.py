"""Plan files for tests of the import: a row that will do, and ways to write and import it."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from actionplan.activities.imports import columns as c
from actionplan.activities.imports.importing import Outcome, import_table
from actionplan.plan.models import PlanVersion
from resources.desks.faults import ImportRefused
from resources.desks.spreadsheets import read_table

GOOD = {
    c.NUMBER: "1",
    c.PART: "1",
    c.TITLE: "Samverka",
    c.RESPONSIBLE: "Provnämnden A",
    c.SCHEDULE: "2030–2034",
}


def csv_file(folder: Path, *rows: dict[str, str], separator: str = ";", bom: bool = False) -> Path:
    headings = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, headings, delimiter=separator, restval="")
    writer.writeheader()
    writer.writerows(rows)
    path = folder / "plan.csv"
    path.write_bytes(text.getvalue().encode("utf-8-sig" if bom else "utf-8"))
    return path


def xlsx_file(folder: Path, *rows: Sequence[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))  # type: ignore[union-attr]
    path = folder / "plan.xlsx"
    book.save(path)
    return path


def run(version: PlanVersion, path: Path, *, dry_run: bool = False) -> Outcome:
    return import_table(version, read_table(path), dry_run=dry_run)


def faults(version: PlanVersion, path: Path) -> list[str]:
    with pytest.raises(ImportRefused) as refused:
        run(version, path)
    return [str(fault) for fault in refused.value.faults]
