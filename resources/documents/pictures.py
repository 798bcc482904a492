"""A picture: whether it is whole, what its camera wrote into it, and it without that. Pure.

A picture is kept as it is drawn anew, so that nothing else that lay in its file goes with it.
"""

import io
import struct
import zlib
from typing import IO, Any

from PIL import Image, ImageOps, ImageSequence
from PIL.ExifTags import Base

from resources.documents.picture_ends import is_two_things
from resources.documents.refusal import TWO_THINGS, Refused

# What the pixels need to look right. All else goes: the position, the time, the camera, comments.
KEPT = ("icc_profile", "transparency", "background", "duration", "loop")
AS_GOOD: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 92},
    "WEBP": {"quality": 90},
    "AVIF": {"quality": 90},
}

# What a file that is cut short, damaged or far too large makes Pillow raise.
BROKEN = (
    Image.DecompressionBombError,
    EOFError,
    IndexError,
    KeyError,
    OSError,
    RuntimeError,
    SyntaxError,
    ValueError,
    struct.error,
    zlib.error,
)


DAMAGED = "Bilden är skadad eller inte hel. Välj en annan fil, eller spara om den och försök igen."
# Drawn, a picture takes four bytes a point: this is 200 MB, and more than a telephone's camera has.
MOST_POINTS = 50_000_000
TOO_MANY_POINTS = "Bilden har för många bildpunkter. Gör den mindre och försök igen."


class DamagedPicture(Exception):
    """A file that begins as a picture and cannot be read to its end."""


def check(file: IO[bytes]) -> None:
    """Raise `Refused` for a picture that is far too large when drawn, cannot be drawn, or is more.

    More than a picture, that is: another kind of file too.
    """
    try:
        with Image.open(file) as picture:
            if picture.width * picture.height * getattr(picture, "n_frames", 1) > MOST_POINTS:
                raise Refused(TOO_MANY_POINTS)
            form = str(picture.format)
        file.seek(0)
        if is_two_things(file.read(), form):
            raise Refused(TWO_THINGS)
        without_metadata(file)
    except Image.DecompressionBombError as error:
        raise Refused(TOO_MANY_POINTS) from error
    except (DamagedPicture, *BROKEN) as error:
        raise Refused(DAMAGED) from error


def without_metadata(file: IO[bytes]) -> bytes:
    """Return a picture as bytes with nothing in it but the picture, the right way up.

    Raises `DamagedPicture`, also for what is no picture.
    """
    file.seek(0)
    data = file.read()
    file.seek(0)
    try:
        return _without_metadata(Image.open(io.BytesIO(data)))
    except BROKEN as error:
        raise DamagedPicture from error


def _without_metadata(picture: Image.Image) -> bytes:
    # A telephone's JPEG may hold several pictures, and only the first is shown.
    form = "JPEG" if picture.format == "MPO" else str(picture.format)
    options = dict(AS_GOOD.get(form, {}))
    if form != "JPEG" and getattr(picture, "is_animated", False):
        first, *more = (_bare(frame.copy()) for frame in ImageSequence.Iterator(picture))
        options |= {"save_all": True, "append_images": more}
        options["duration"] = [frame.info.get("duration", 0) for frame in (first, *more)]
        options |= {name: picture.info[name] for name in ("loop",) if name in picture.info}
    elif picture.getexif().get(Base.Orientation, 1) != 1:
        first = _bare(ImageOps.exif_transpose(picture))
    else:
        first = _bare(picture)
        if picture.format == "JPEG":
            options["quality"] = "keep"
    if profile := first.info.get("icc_profile"):
        options["icc_profile"] = profile
    clean = io.BytesIO()
    first.save(clean, format=form, **options)
    return clean.getvalue()


def _bare(picture: Image.Image) -> Image.Image:
    picture.load()
    picture.info = {name: picture.info[name] for name in KEPT if name in picture.info}
    return picture
