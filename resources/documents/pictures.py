"""What a camera writes into a picture, and the picture without it. Pure."""

import io
import struct
import zlib
from typing import IO, Any

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError
from PIL.ExifTags import Base

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
    SyntaxError,
    ValueError,
    struct.error,
    zlib.error,
)


class DamagedPicture(Exception):
    """A file that begins as a picture and cannot be read to its end."""


def without_metadata(file: IO[bytes]) -> bytes:
    """Return a picture as bytes with nothing in it but the picture, the right way up.

    What Pillow does not know (a drawing in SVG) is returned as it is. Raises `DamagedPicture`.
    """
    file.seek(0)
    data = file.read()
    file.seek(0)
    try:
        return _without_metadata(Image.open(io.BytesIO(data)))
    except UnidentifiedImageError:
        return data
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
