"""What a file is, read from its content and not from its name."""

from __future__ import annotations

import zipfile
from pathlib import PurePath
from typing import IO

LIMIT = 10 * 1024 * 1024
KINDS_IN_WORDS = "PDF, Word, Excel, PowerPoint, OpenDocument eller bild (JPEG, PNG)"

_BEGINNINGS = ((b"%PDF-", ".pdf"), (b"\x89PNG\r\n\x1a\n", ".png"), (b"\xff\xd8\xff", ".jpg"))
_OFFICE = {
    "word/document.xml": ".docx",
    "xl/workbook.xml": ".xlsx",
    "ppt/presentation.xml": ".pptx",
}
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
    b"application/vnd.oasis.opendocument.presentation": ".odp",
}
_SAME = {".jpeg": ".jpg"}


def objection(name: str, size: int, file: IO[bytes]) -> str:
    """Return why a file is not taken, as a sentence that says what to do; "" when it is."""
    if size > LIMIT:
        return f"Filen är större än {LIMIT // 1024**2} MB. Gör den mindre, eller dela upp den."
    if not size:
        return "Filen är tom. Välj en annan."
    kind = kind_of(file)
    if not kind:
        return f"Filen går inte att ta emot. Välj {KINDS_IN_WORDS}."
    suffix = PurePath(name).suffix.lower()
    if _SAME.get(suffix, suffix) != kind:
        return f"Namnet säger något annat än innehållet. Spara filen på nytt som {kind}."
    return ""


def kind_of(file: IO[bytes]) -> str:
    """Return the suffix that the content says, "" for what is not taken: macros among it."""
    file.seek(0)
    beginning = file.read(16)
    file.seek(0)
    for sign, kind in _BEGINNINGS:
        if beginning.startswith(sign):
            return kind
    try:
        return _kind_of_archive(file) if beginning.startswith(b"PK\x03\x04") else ""
    finally:
        file.seek(0)


def _kind_of_archive(file: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if any(PurePath(name).name == "vbaProject.bin" for name in names):
                return ""
            if "mimetype" in names:
                with archive.open("mimetype") as said:
                    return _OPEN_DOCUMENT.get(said.read(100).strip(), "")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return ""
    return next((kind for part, kind in _OFFICE.items() if part in names), "")
