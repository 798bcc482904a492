"""How far the files of a frozen report have come, as the desk shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actionplan.reports.files.kinds import FileKind
from actionplan.reports.models import AnnualReport, ReportFile, WaitingFile


@dataclass(frozen=True)
class FileRow:
    """One of the four files: made, waiting, or waiting after an error that is said."""

    kind: FileKind
    file: ReportFile | None
    waiting: WaitingFile | None

    @property
    def error(self) -> str:
        """Why it could not be made the last time, or ""."""
        return self.waiting.error if self.waiting else ""


@dataclass(frozen=True)
class Progress:
    """All files of a report in the order that people ask for them."""

    rows: Sequence[FileRow]

    @property
    def made(self) -> int:
        """How many are made."""
        return sum(row.file is not None for row in self.rows)

    @property
    def is_waiting(self) -> bool:
        """Whether some are still to be made."""
        return self.made < len(self.rows)

    @property
    def words(self) -> str:
        """How many are made, of how many: 2 av 4 filer."""
        return f"{self.made} av {len(self.rows)} filer"


def progress(report: AnnualReport) -> Progress:
    """Return how far the files have come. Two queries, and no file is read."""
    made = {file.kind: file for file in report.files.whole().without_data()}
    waiting = {each.kind: each for each in report.waiting_files.all()}
    return Progress(tuple(FileRow(kind, made.get(kind), waiting.get(kind)) for kind in FileKind))
