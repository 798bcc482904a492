"""Giving out what is frozen: files and extracts, to staff and to anyone, by the same functions."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpResponse

from actionplan.reports.content import BoardContent, ReportContent, from_text, sha256
from actionplan.reports.files.kinds import MEDIA_TYPES, FileKind
from actionplan.reports.files.rendering import board_word
from actionplan.reports.models import AnnualReport, ReportFile
from actionplan.reports.wording import filename


def file_response(report: AnnualReport, kind: str) -> HttpResponse:
    """Return a frozen report's file as it was made, to be saved. Raises `Http404` until it is."""
    file = ReportFile.objects.whole().filter(report=report, kind=kind).first()
    if file is None:
        raise Http404
    content = from_text(report.content)
    return _attachment(bytes(file.data), kind, filename(content))


def board_word_response(report: AnnualReport, slug: str, now: datetime) -> HttpResponse:
    """Return a board's extract of a frozen report as a Word file. Raises `Http404`.

    Made the first time that anybody asks, and kept: whoever asks later gets the same bytes.
    """
    content, board = board_of(report, slug)
    file = board_file(report, board) or _made(report, content, board, now)
    name = f"{filename(content)}-{board.slug}"
    return _attachment(bytes(file.data), FileKind.WORD, name)


def board_file(report: AnnualReport, board: BoardContent) -> ReportFile | None:
    """Return a board's extract as it was made, or None when nobody has asked for it yet."""
    files = ReportFile.objects.of_board(board.slug)
    return files.filter(report=report, kind=FileKind.WORD).first()


def _made(
    report: AnnualReport, content: ReportContent, board: BoardContent, now: datetime
) -> ReportFile:
    data = board_word(content, board)
    # Of two who ask first at the same time the one that comes second gets the other's.
    file, _is_new = ReportFile.objects.get_or_create(
        report=report,
        kind=FileKind.WORD,
        board=board.slug,
        defaults={"data": data, "sha256": sha256(data), "size": len(data), "made_at": now},
    )
    return file


def board_of(report: AnnualReport, slug: str) -> tuple[ReportContent, BoardContent]:
    """Return a frozen report's content and one of its boards, by the address it had then.

    Raises `Http404` for a draft and for a board that was not asked.
    """
    if not report.is_final:
        raise Http404
    content = from_text(report.content)
    for board in content.boards:
        if board.slug == slug:
            return content, board
    raise Http404


def _attachment(data: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        data,
        content_type=MEDIA_TYPES[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{kind}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
