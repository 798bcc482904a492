"""CSV and Excel files as tables of text, and back. Formulas are never worked out."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment
from openpyxl.utils.exceptions import InvalidFileException

from resources.desks.faults import Fault, ImportRefused

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 50 * 1024 * 1024
MOST_ROWS = 2000
MOST_COLUMNS = 200
MOST_IN_A_CELL = 32_767  # Excel's own limit: a longer text would be cut without a word.

# What a file that is damaged, encrypted in part or no workbook makes the readers raise.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    InvalidFileException,
    KeyError,
    IndexError,
    OSError,
    RuntimeError,
    SyntaxError,  # xml.etree's ParseError is one
    TypeError,  # an attribute that openpyxl does not know
    ValueError,
)
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_KEPT_AS_TEXT = re.compile(r"'+[=+\-@\t\r]")


@dataclass(frozen=True)
class Line:
    """One row of a file: its number as a spreadsheet shows it, and its cells by heading."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A file's headings and its rows; empty rows are left out, but counted in the numbers."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]


def read_table(path: Path) -> Table:
    """Read a CSV or XLSX file. Raises `ImportRefused` with what is wrong and its cure."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError:
        raise _refused(f"Filen {path.name} går inte att läsa. Kontrollera namnet.") from None
    if size > MOST_BYTES:
        raise _refused("Filen är större än 5 MB. Text brukar rymmas i mycket mindre.")
    return table_of(data, path.name)


def table_of(data: bytes, name: str) -> Table:
    """Read what a CSV or XLSX file holds; its name helps to say what is wrong with it.

    Raises `ImportRefused` with the cure.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        # Excel's old format, and what a new file with a password is wrapped in.
        raise _refused(
            "Filen är låst med lösenord eller sparad i Excels gamla format. "
            "Ta bort lösenordet, spara den som .xlsx och försök igen."
        )
    if data.startswith(b"PK"):
        return _table(_excel_rows(data))
    if Path(name).suffix.lower() in {".xlsx", ".xlsm"}:
        raise _refused("Filen är ingen Excelfil. Öppna den i Excel och spara den som .xlsx.")
    return _table(_csv_rows(data))


def _refused(cure: str) -> ImportRefused:
    return ImportRefused(Fault(0, "", cure))


def _table(rows: Iterable[Sequence[str]]) -> Table:
    numbered = enumerate(rows, start=1)
    _, first = next(numbered, (1, ()))
    headings = [" ".join(cell.split()) for cell in first]
    while headings and not headings[-1]:
        headings.pop()
    if not headings:
        raise _refused("Filen är tom. Första raden ska ha kolumnernas rubriker.")
    doubles = {heading for heading in headings if heading and headings.count(heading) > 1}
    if doubles:
        raise ImportRefused(
            *(
                Fault(1, heading, "Rubriken står två gånger. Ta bort den ena.")
                for heading in doubles
            )
        )
    lines = []
    for number, row in numbered:
        if number > MOST_ROWS + 1:
            raise _refused(f"Filen har fler än {MOST_ROWS} rader. Ta bort det som inte hör dit.")
        if any(cell.strip() for cell in row[len(headings) :]):
            raise ImportRefused(
                Fault(number, "", "Raden har fler celler än rubriker. Ge kolumnen en rubrik.")
            )
        if any(cell.strip() for cell in row):
            padded = [*row, *[""] * len(headings)]
            # A blank between headings is a column that nobody has named: nothing is read from it.
            named = zip(headings, padded, strict=False)
            lines.append(Line(number, {heading: cell for heading, cell in named if heading}))
    return Table(tuple(heading for heading in headings if heading), tuple(lines))


def _csv_rows(data: bytes) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(
            "Filen är inte sparad som UTF-8. Välj CSV UTF-8 när du sparar i Excel."
        ) from None
    first = text.split("\n", 1)[0]
    separator = ";" if first.count(";") >= first.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row in rows:
            yield [_unguarded(_plain(cell)) for cell in row]
    except csv.Error:
        raise _refused(
            f"Filen går inte att läsa från rad {rows.line_num}. Kontrollera citattecknen där."
        ) from None


def _excel_rows(data: bytes) -> Iterator[list[str]]:
    broken = _refused("Filen är ingen hel Excelfil. Öppna den i Excel och spara den som .xlsx.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MOST_UNPACKED:
            raise _refused("Filen är för stor när den packas upp. Ta bort bilder och extra blad.")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
            yield [_cell_text(cell, number) for cell in row]
    except _BROKEN:
        raise broken from None


def _cell_text(cell: Any, row: int) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise ImportRefused(
            Fault(row, cell.column_letter, "Cellen har en formel. Skriv värdet i stället.")
        )
    if cell.data_type == "e":
        raise ImportRefused(
            Fault(row, cell.column_letter, "Cellen visar ett fel. Skriv värdet i stället.")
        )
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return _plain(str(value))


def _plain(text: str) -> str:
    """One kind of line break, whatever the file was written on."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _guarded(text: str) -> str:
    """Keep a text from being taken for a formula when a CSV file is opened in a spreadsheet."""
    return f"'{text}" if _FORMULA.match(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if _KEPT_AS_TEXT.match(text) else text


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV file that a Swedish Excel opens as it is: UTF-8 with a mark, semicolons."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(headings: Sequence[str], rows: Iterable[Sequence[str]], title: str) -> bytes:
    """Return an Excel file where every cell is text, so that nothing is worked out or turned round.

    `title` is the name of its sheet. Raises `ImportRefused` when a text is longer than a cell
    can hold.
    """
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for number, row in enumerate([headings, *rows], start=1):
        for place, text in enumerate(row, start=1):
            if len(text) > MOST_IN_A_CELL:
                raise ImportRefused(
                    Fault(
                        number,
                        headings[place - 1],
                        "Texten är längre än en cell i Excel rymmer. Exportera till CSV i stället.",
                    )
                )
            if text:
                cell = sheet.cell(number, place)
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
                cell.data_type = "s"
                cell.number_format = "@"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
