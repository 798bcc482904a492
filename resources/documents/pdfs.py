"""PDF files: what is in one besides pages. The file itself is read in a process of its own."""

from __future__ import annotations

import io
import logging
import re
import subprocess
import sys
import zipfile
from typing import IO

from resources.documents import pdf_reader
from resources.documents.pdf_reader import Answer
from resources.documents.picture_ends import PADDING
from resources.documents.refusal import DAMAGED, LOCKED, TWO_THINGS, Refused

RUNS = (
    "Filen innehåller skript eller startar något när den öppnas. Skriv ut den som en ny PDF och "
    "välj den."
)
HOLDS_FILES = "Filen har andra filer inuti sig. Spara den på nytt utan bilagor."
TOO_DENSE = "Filen blir för stor när den öppnas. Dela upp den, eller skriv ut den som en ny PDF."
_SENTENCES = {
    Answer.DAMAGED: DAMAGED,
    Answer.LOCKED: LOCKED,
    Answer.RUNS: RUNS,
    Answer.HOLDS_FILES: HOLDS_FILES,
}
# By the clock, also when the machine has much else to do.
LONGEST_WAIT = 3 * pdf_reader.MOST_SECONDS

# A browser looks no further than this for what a file is.
SNIFFED = 2048
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|\?php"
    rb"|(?:html|head|body|script|svg|iframe|object|embed|img|meta|link|style|form)[\s/>])",
    re.IGNORECASE,
)
logger = logging.getLogger(__name__)


def check(file: IO[bytes]) -> None:
    """Raise `Refused` for a PDF that is locked, damaged, another file too, or does anything."""
    data = file.read()
    _is_nothing_but_a_pdf(data)
    said = _read_elsewhere(data)
    if said != Answer.HARMLESS:
        raise Refused(_SENTENCES.get(said, TOO_DENSE))


def _is_nothing_but_a_pdf(data: bytes) -> None:
    end = data.rfind(b"%%EOF")
    if end < 0:
        raise Refused(DAMAGED)
    # Programs that sign or fax leave line ends and zeros.
    if not PADDING.match(data, end + len(b"%%EOF")) or zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused(TWO_THINGS)
    if _MARKUP.search(data, 0, SNIFFED):
        raise Refused(TWO_THINGS)


def _read_elsewhere(data: bytes) -> Answer:
    """Return what the reader says. One that dies or takes too long has met too much."""
    try:
        reader = subprocess.run(
            # Isolated, and without the portal's environment: what it reads means harm, perhaps.
            [sys.executable, "-I", pdf_reader.__file__],
            env={},
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST_WAIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        logger.warning("The PDF reader took more than %s seconds", LONGEST_WAIT)
        return Answer.TOO_DENSE
    try:
        return Answer(reader.stdout.decode())
    except ValueError:
        logger.warning("The PDF reader ended with %s", reader.returncode)
        return Answer.TOO_DENSE
