"""What lies in a picture's file besides the picture. Pure.

A picture is drawn anew before it is kept, so none of this would come out again. It is refused all
the same: a file that is two things was seldom made by somebody who wanted to show a picture.
"""

import io
import re
import zipfile

# What may stand after the end of a picture, or of a PDF: line ends and zeros.
PADDING = re.compile(rb"[\s\0]*\Z")
# Longer signs than for a PDF, since points in a picture may look like any short text.
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|\?php|(?:html|script|iframe|object|embed)[\s/>])", re.IGNORECASE
)
_TRAILER, _EXTENSION, _IMAGE = 0x3B, 0x21, 0x2C


def is_two_things(data: bytes, form: str) -> bool:
    """Return whether a picture in `form`, as Pillow calls it, is another kind of file too.

    A JPEG or AVIF may go on after its end: telephones put a film or a depth map there. Raises
    IndexError for one that is cut short.
    """
    ends = {"GIF": _end_of_gif, "PNG": _end_of_png, "WEBP": _end_of_webp}.get(form)
    if ends and not PADDING.match(data, ends(data)):
        return True
    return bool(_MARKUP.search(data)) or zipfile.is_zipfile(io.BytesIO(data))


def _end_of_gif(data: bytes) -> int:
    at = 13 + _colours(data[10])
    while (block := data[at]) != _TRAILER:
        if block not in (_EXTENSION, _IMAGE):
            # As programs that show it do.
            at += 1
            continue
        at += 2 if block == _EXTENSION else 11 + _colours(data[at + 9])
        while data[at]:
            at += data[at] + 1
        at += 1
    return at + 1


def _colours(flags: int) -> int:
    """Return how long the table of colours is that the flags tell of."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _end_of_png(data: bytes) -> int:
    at, name = 8, b""
    while name != b"IEND" and at < len(data):
        name = data[at + 4 : at + 8]
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    return at


def _end_of_webp(data: bytes) -> int:
    size = int.from_bytes(data[4:8], "little")
    return 8 + size + size % 2
