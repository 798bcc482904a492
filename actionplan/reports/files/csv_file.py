"""CSV: one row an answer, as a Swedish Excel opens it."""

from actionplan.reports.content import ReportContent
from actionplan.reports.files.answers import HEADINGS, answer_rows
from resources.desks import spreadsheets


def csv_bytes(content: ReportContent) -> bytes:
    """Return every answer as UTF-8 with a mark; what looks like a formula is kept as text."""
    return spreadsheets.csv_bytes(HEADINGS, answer_rows(content))
