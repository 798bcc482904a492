"""Reads a PDF from its standard input in a process of its own, and answers with one word.

What a PDF takes to read is not known before it is read: it can be written to take all the memory
there is. Here that ends this process and nothing else. Run by `pdfs.check`, as a program: it needs
nothing of the portal.
"""

import io
import resource
import sys
from enum import StrEnum
from typing import Any

import pikepdf

MEGABYTE = 1024 * 1024
MOST_MEMORY = 320 * MEGABYTE
MOST_SECONDS = 10
MOST_OBJECTS = 500_000

_ACTIONS = (
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/GoToE",
    "/Rendition",
    "/Movie",
    "/Sound",
    "/RichMediaExecute",
)
_RUNNING_KEYS = {"/JS", "/XFA", "/RichMediaContent"}
# How qpdf says that it could not unpack objects and went on without them; and one reason for it.
_GIVEN_UP = ("error decoding stream data", "unfilterable stream", "error reading object")
_NO_ROOM = "bad_alloc"


class Answer(StrEnum):
    """What a PDF turned out to be."""

    HARMLESS = "harmless"
    DAMAGED = "damaged"
    LOCKED = "locked"
    RUNS = "runs"
    HOLDS_FILES = "holds-files"
    TOO_DENSE = "too-dense"


def answer(data: bytes) -> Answer:
    """Return what the PDF is. Raises `MemoryError` for one that there is no room for."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if not len(pdf.pages):
                return Answer.DAMAGED
            found = _what_it_does(pdf)
            said = " ".join(pdf.get_warnings())
    except pikepdf.PasswordError:
        return Answer.LOCKED
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError) as error:
        found, said = Answer.DAMAGED, str(error)
    if _NO_ROOM in said:
        return Answer.TOO_DENSE
    # What nobody has looked at is not harmless: another reader may unpack it.
    return Answer.DAMAGED if any(sign in said for sign in _GIVEN_UP) else found


def _what_it_does(pdf: pikepdf.Pdf) -> Answer:
    """Look at every object of the file, also those that no page leads to."""
    seen = 0
    for top in pdf.objects:
        waiting: list[Any] = [top]
        while waiting:
            held = waiting.pop()
            seen += 1
            if seen > MOST_OBJECTS:
                return Answer.TOO_DENSE
            if isinstance(held, pikepdf.Array):
                waiting += [part for part in held if _is_inside(part)]
            elif isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
                keys = held.keys()
                if not keys.isdisjoint(_RUNNING_KEYS) or str(held.get("/S", "")) in _ACTIONS:
                    return Answer.RUNS
                if "/EF" in keys or str(held.get("/Type", "")) == "/EmbeddedFile":
                    return Answer.HOLDS_FILES
                waiting += [part for _, part in held.items() if _is_inside(part)]
    return Answer.HARMLESS


def _is_inside(part: Any) -> bool:
    """Whether a part is written within its owner; the others come in their own turn."""
    return isinstance(part, pikepdf.Array | pikepdf.Dictionary) and not part.is_indirect


def main() -> None:
    """Answer for the file at the standard input, with a limit to everything."""
    for limit, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        # Nothing of the file is left on the machine when the process dies.
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    sys.stdout.write(answer(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
