"""Office files, which are archives: what is really in one, read in pieces and never unpacked. Pure.

Sources: ECMA-376 part 2 (packages, relationships), OpenDocument 1.3 part 2 (packages).
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from resources.documents.refusal import DAMAGED, LOCKED, TWO_THINGS, Refused

MEGABYTE = 1024 * 1024
MOST_PARTS = 5_000
# What all parts may be together when unpacked, those of archives inside too; and how much smaller
# a large part may be packed than unpacked. Real spreadsheets pack to a fiftieth.
LARGEST_UNPACKED = 200 * MEGABYTE
LARGE, DENSEST = 20 * MEGABYTE, 200
# A diagram in a Word file is a spreadsheet; what is in that one holds nothing more.
DEEPEST = 1

HAS_MACROS = "Filen innehåller makron, som är program. Spara den på nytt utan makron."
HAS_OBJECTS = (
    "Filen innehåller ett inbäddat objekt eller program. Ta bort det, eller spara filen som PDF."
)
REACHES_OUT = (
    "Filen hämtar något från en annan plats: en mall, en bild eller en arbetsbok. Bryt länkarna, "
    "eller spara filen som PDF."
)
TOO_DENSE = "Filen blir för stor när den packas upp. Dela upp den, eller spara den som PDF."

_MAIN = re.compile(
    r"application/vnd\.openxmlformats-officedocument\."
    r"(wordprocessingml\.document|spreadsheetml\.sheet|presentationml\.presentation)\.main\+xml"
)
_OFFICE = {
    "wordprocessingml.document": ".docx",
    "spreadsheetml.sheet": ".xlsx",
    "presentationml.presentation": ".pptx",
}
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
    b"application/vnd.oasis.opendocument.presentation": ".odp",
}
_MACROS = re.compile(r"vbaproject|vbadata|/macrosheets/|^basic/|^scripts/", re.IGNORECASE)
_OBJECTS = re.compile(r"/activex/|oleobject", re.IGNORECASE)
# OLE, Windows and Unix programs, scripts: no part of a document begins so.
_PROGRAMS = (b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF", b"#!")
_ARCHIVE = b"PK\x03\x04"
_OTHER_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MSCF")
# What zipfile and zlib say of archives that lie.
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError)


def kind_of(file: IO[bytes]) -> str:
    """Return the suffix of an Office or OpenDocument file, "" for another archive.

    Raises `Refused` for one that is damaged, locked, too dense, or holds what can run.
    """
    return _Reading().kind_of(file)


class _Reading:
    """One file's reading: how much has been unpacked, and how deep it has gone."""

    def __init__(self) -> None:
        self.unpacked = 0

    def kind_of(self, file: IO[bytes], depth: int = 0) -> str:
        try:
            with zipfile.ZipFile(file) as archive:
                _is_nothing_but_an_archive(file, archive)
                return self._kind_of(archive, depth)
        except _BROKEN as error:
            raise Refused(DAMAGED) from error
        except RuntimeError as error:
            # How zipfile says that a part has a password.
            raise Refused(LOCKED) from error

    def _kind_of(self, archive: zipfile.ZipFile, depth: int) -> str:
        parts = archive.infolist()
        names = [part.filename for part in parts]
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise Refused(TOO_DENSE)
        # Two parts of one name: what one program reads is not what another reads.
        if len(set(names)) < len(names):
            raise Refused(DAMAGED)
        if any(part.flag_bits & 1 for part in parts):
            raise Refused(LOCKED)
        kind = _said_kind(archive, names)
        if not kind:
            return ""
        if any(_MACROS.search(name) for name in names):
            raise Refused(HAS_MACROS)
        if any(_OBJECTS.search(name) for name in names):
            raise Refused(HAS_OBJECTS)
        for part in parts:
            self._read(archive, part, depth)
        _does_not_reach_out(archive, names)
        return kind

    def _read(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo, depth: int) -> None:
        """Read a part to its end, so that what it says of its size is tried."""
        if part.file_size > LARGE and part.file_size > DENSEST * max(part.compress_size, 1):
            raise Refused(TOO_DENSE)
        beginning = b""
        with archive.open(part) as opened:
            while piece := opened.read(64 * 1024):
                beginning = beginning or piece[:16]
                self.unpacked += len(piece)
                if self.unpacked > LARGEST_UNPACKED:
                    raise Refused(TOO_DENSE)
        if beginning.startswith(_PROGRAMS):
            raise Refused(HAS_OBJECTS)
        if beginning.startswith(_OTHER_ARCHIVES):
            raise Refused(HAS_OBJECTS)
        if beginning.startswith(_ARCHIVE):
            self._read_archive(archive, part, depth)

    def _read_archive(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo, depth: int) -> None:
        if depth >= DEEPEST:
            raise Refused(HAS_OBJECTS)
        with tempfile.SpooledTemporaryFile(max_size=MEGABYTE) as inner:
            with archive.open(part) as opened:
                while piece := opened.read(64 * 1024):
                    inner.write(piece)
            if not self.kind_of(inner, depth + 1):
                raise Refused(HAS_OBJECTS)


def _is_nothing_but_an_archive(file: IO[bytes], archive: zipfile.ZipFile) -> None:
    """Raise `Refused` for bytes before the first part or after the end: another kind of file."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(size - 22, 0))
    ends_well = file.read(4) == b"PK\x05\x06" and not archive.comment
    first = min((part.header_offset for part in archive.infolist()), default=0)
    if first or not ends_well:
        raise Refused(TWO_THINGS)


def _said_kind(archive: zipfile.ZipFile, names: list[str]) -> str:
    if names and names[0] == "mimetype" and "content.xml" in names:
        with archive.open("mimetype") as said:
            kind = _OPEN_DOCUMENT.get(said.read(100).strip(), "")
        manifest = "META-INF/manifest.xml"
        is_locked = manifest in names and any(
            name.endswith("encryption-data") for name, _ in _elements(archive, manifest)
        )
        if is_locked:
            raise Refused(LOCKED)
        return kind
    if "[Content_Types].xml" not in names:
        return ""
    for _, attributes in _elements(archive, "[Content_Types].xml"):
        said_type = attributes.get("ContentType", "")
        if "macroEnabled" in said_type:
            raise Refused(HAS_MACROS)
        part = attributes.get("PartName", "").removeprefix("/")
        if (found := _MAIN.fullmatch(said_type)) and part in names:
            return _OFFICE[found[1]]
    return ""


def _does_not_reach_out(archive: zipfile.ZipFile, names: list[str]) -> None:
    """Raise `Refused` for what fetches when it is opened; a link to follow is no such thing."""
    for name in names:
        if name.endswith(".rels"):
            for _, attributes in _elements(archive, name):
                is_link = attributes.get("Type", "").endswith("/hyperlink")
                if attributes.get("TargetMode") == "External" and not is_link:
                    raise Refused(REACHES_OUT)
        elif name in ("content.xml", "styles.xml"):
            for element, _ in _elements(archive, name):
                if element.endswith("event-listener"):
                    raise Refused(HAS_MACROS)


def _elements(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each element's name and attributes. Raises `Refused` for XML that defines its own."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda element, attributes: found.append((element, attributes))
    parser.StartDoctypeDeclHandler = _refuse_definitions
    try:
        with archive.open(name) as opened:
            while piece := opened.read(64 * 1024):
                parser.Parse(piece)
                yield from found
                found.clear()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refused(DAMAGED) from error
    yield from found


def _refuse_definitions(*told: object) -> None:
    raise Refused(DAMAGED)
