"""What may be uploaded, and where: the one definition that every way in asks. Pure.

A file is judged by what it holds and not by its name or what the browser says of it. Nothing that
a browser could run is taken, nothing that runs when it is opened, and nothing that is two things
at once. What is refused is refused with a sentence that says what to do.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from django.core.files.base import ContentFile, File

from resources.documents import packages, pdfs, pictures
from resources.documents.refusal import Refused

__all__ = ["ATTACHMENT", "DOCUMENT", "LARGEST", "PICTURE", "Place", "Refused", "as_kept", "check"]

MEGABYTE = 1024 * 1024
_PACKAGES = frozenset({".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"})


@dataclass(frozen=True)
class Place:
    """Where files come in: which kinds, how large, and the kinds in words."""

    kinds: frozenset[str]
    limit: int
    words: str

    @property
    def megabytes(self) -> int:
        """The limit as people say it."""
        return self.limit // MEGABYTE

    @property
    def accept(self) -> str:
        """The kinds as a file field wants them."""
        return ",".join(
            sorted({*self.kinds, *(also for also, is_ in _SAME.items() if is_ in self.kinds)})
        )

    @property
    def help_text(self) -> str:
        """What to say beside a file field."""
        return f"{self.words}. Högst {self.megabytes} MB."

    @property
    def too_large(self) -> str:
        """What to say of a file that is too large."""
        return f"Filen är större än {self.megabytes} MB. Gör den mindre, eller dela upp den."

    @property
    def not_taken(self) -> str:
        """What to say of a file of another kind."""
        return f"Filen går inte att ta emot. Välj {self.words}."


_SAME = {".jpeg": ".jpg"}
DOCUMENT = Place(
    kinds=_PACKAGES | {".pdf"},
    limit=20 * MEGABYTE,
    words="PDF, Word (docx), Excel (xlsx), PowerPoint (pptx) eller OpenDocument",
)
ATTACHMENT = Place(
    kinds=_PACKAGES | {".pdf", ".png", ".jpg"},
    limit=10 * MEGABYTE,
    words="PDF, Word, Excel, PowerPoint, OpenDocument eller bild (JPEG, PNG)",
)
PICTURE = Place(
    kinds=frozenset({".jpg", ".png", ".webp", ".avif", ".gif"}),
    limit=10 * MEGABYTE,
    words="JPEG, PNG, WebP, AVIF eller GIF",
)
# The largest file that any place takes: what is much larger is not even read.
LARGEST = max(place.limit for place in (DOCUMENT, ATTACHMENT, PICTURE))

OLD_OFFICE = (
    "Filen är låst med ett lösenord, eller sparad i ett äldre format. Ta bort lösenordet och spara "
    "den på nytt som docx, xlsx eller pptx."
)
_BEGINNINGS = (
    (re.compile(rb"%PDF-"), ".pdf"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), ".png"),
    (re.compile(rb"\xff\xd8\xff"), ".jpg"),
    (re.compile(rb"GIF8[79]a"), ".gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), ".webp"),
    (re.compile(rb"....ftypavi[fs]", re.DOTALL), ".avif"),
)
_PACKAGE = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def check(file: IO[bytes], name: str, place: Place) -> None:
    """Raise `Refused` with a sentence unless `file`, by the name `name`, may come in at `place`."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > place.limit:
        raise Refused(place.too_large)
    if not size:
        raise Refused("Filen är tom. Välj en annan.")
    try:
        _check_content(file, name, place)
    finally:
        file.seek(0)


def _check_content(file: IO[bytes], name: str, place: Place) -> None:
    beginning = file.read(16)
    file.seek(0)
    if beginning.startswith(_OLD_OFFICE):
        raise Refused(OLD_OFFICE)
    kind = next((kind for sign, kind in _BEGINNINGS if sign.match(beginning)), "")
    # Looked into only where it could be taken: an archive costs more to open than a picture.
    if beginning.startswith(_PACKAGE) and place.kinds & _PACKAGES:
        kind = packages.kind_of(file)
    if kind not in place.kinds:
        raise Refused(place.not_taken)
    suffix = PurePath(name).suffix.lower()
    if _SAME.get(suffix, suffix) != kind:
        raise Refused(f"Namnet säger något annat än innehållet. Spara filen på nytt som {kind}.")
    if kind == ".pdf":
        pdfs.check(file)
    elif kind not in _PACKAGES:
        pictures.check(file)


def as_kept(file: File, name: str) -> File:
    """Return a file that `check` has taken as it is kept: a picture is drawn anew, all else stays.

    So that a photograph beside an answer does not tell where it was taken.
    """
    if PurePath(name).suffix.lower() not in {*PICTURE.kinds, *_SAME}:
        return file
    return ContentFile(pictures.without_metadata(file), name=name)
