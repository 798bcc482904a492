"""How each kind of file is made from a report's content."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import override

from actionplan.reports import document
from actionplan.reports.files import csv_file, excel, pdf, word
from actionplan.reports.files.kinds import FileKind

if TYPE_CHECKING:
    from actionplan.reports.content import BoardContent, ReportContent


def _pdf(content: ReportContent) -> bytes:
    return pdf.pdf_bytes(content, document.report_document(content))


def _word(content: ReportContent) -> bytes:
    return word.word_bytes(content, document.report_document(content))


_RENDERERS: dict[str, Callable[[ReportContent], bytes]] = {
    FileKind.PDF: _pdf,
    FileKind.WORD: _word,
    FileKind.EXCEL: excel.excel_bytes,
    FileKind.CSV: csv_file.csv_bytes,
}


def render(kind: str, content: ReportContent) -> bytes:
    """Return the file of a kind. Raises `CannotRender` when the machine lacks what it takes.

    A report is Swedish, whatever language the one who asks reads in.
    """
    with override("sv"):
        return _RENDERERS[kind](content)


def board_word(content: ReportContent, board: BoardContent) -> bytes:
    """Return the extract of one board as a Word file."""
    with override("sv"):
        return word.word_bytes(content, document.board_document(content, board))
