"""A version of the plan as a file that imports again to the same."""

from collections.abc import Iterable

from actionplan.activities.imports.columns import headings
from actionplan.activities.imports.sheet import Sheet
from actionplan.activities.models import Activity
from actionplan.plan.models import PlanVersion
from resources.desks.spreadsheets import csv_bytes, xlsx_bytes


def _rows(version: PlanVersion) -> Iterable[list[str]]:
    for activity in Activity.objects.of(version).for_detail():
        cells = Sheet.of(activity).cells()
        yield [cells[heading] for heading in headings()]


def as_csv(version: PlanVersion) -> bytes:
    """Return the version's activities as CSV."""
    return csv_bytes(headings(), _rows(version))


def as_xlsx(version: PlanVersion) -> bytes:
    """Return the version's activities as Excel. Raises `ImportRefused` for a text too long."""
    return xlsx_bytes(headings(), _rows(version), "Aktiviteter")
