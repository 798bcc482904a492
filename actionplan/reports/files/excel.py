"""Excel: one row an answer, a sheet with the figures, and one that says what the file is."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime, time

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from actionplan.reports.content import ReportContent
from actionplan.reports.files.answers import HEADINGS, answer_rows, figures_rows
from actionplan.reports.files.look import colour, xml_text
from actionplan.reports.wording import EXAMPLE
from resources.desks.spreadsheets import MOST_IN_A_CELL

CUT = " … (hela texten står i CSV-filen)"
NARROW, WIDE = 14, 48
WIDE_COLUMNS = {"Aktivitet", "Nämnd", "Gjort", "Hinder", "Nästa steg"}


def excel_bytes(content: ReportContent) -> bytes:
    """Return the workbook. Texts are kept as texts: nothing in it is worked out."""
    book = Workbook()
    answers = book.active
    assert isinstance(answers, Worksheet)
    answers.title = "Svar"
    _fill(answers, [HEADINGS, *answer_rows(content)])
    for place, heading in enumerate(HEADINGS, start=1):
        width = WIDE if heading in WIDE_COLUMNS else NARROW
        answers.column_dimensions[get_column_letter(place)].width = width
    # The number and the title of the activity stay in sight as well.
    answers.freeze_panes = "D2"
    figures = book.create_sheet("Siffror")
    _fill(figures, figures_rows(content))
    figures.column_dimensions["A"].width = WIDE
    for place in range(2, figures.max_column + 1):
        figures.column_dimensions[get_column_letter(place)].width = NARROW
    figures.freeze_panes = "B2"
    about = book.create_sheet("Om rapporten")
    _fill(about, _about(content))
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 28, 70
    properties = book.properties
    properties.title, properties.creator = xml_text(content.title), xml_text(content.municipality)
    properties.language = "sv-SE"
    properties.created = properties.modified = datetime.combine(content.compiled_on, time())
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _about(content: ReportContent) -> list[tuple[str, str]]:
    rows = [
        ("Uppgift", "Innehåll"),
        ("Rapport", content.title),
        ("Kommun", content.municipality),
        ("Plan", f"{content.plan_title}, {content.version_label}"),
        ("Sammanställd av", content.coordinator),
        ("Sammanställd den", content.compiled_on.isoformat()),
        ("Sista svarsdag", content.due_on.isoformat()),
    ]
    if content.corrects:
        rows.append(("Rättat", content.corrects.what))
    if content.is_example:
        rows.append(("Märkning", EXAMPLE))
    return rows


def _fill(sheet: Worksheet, rows: Iterable[Sequence[str | int]]) -> None:
    heading_font = Font(bold=True, color=colour("on-brand"))
    heading_fill = PatternFill("solid", fgColor=colour("brand"))
    wrapped = Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            cell.alignment = wrapped
            if isinstance(value, int):
                cell.value = value
            elif value:
                cell.value = _fitting(xml_text(value))
                # A text that begins as a formula does is a text.
                cell.data_type, cell.number_format = "s", "@"
            if number == 1:
                cell.font, cell.fill = heading_font, heading_fill
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _fitting(text: str) -> str:
    return text if len(text) <= MOST_IN_A_CELL else text[: MOST_IN_A_CELL - len(CUT)] + CUT
