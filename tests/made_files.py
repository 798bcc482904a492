"""Files as tests need them, made when asked for: whole ones, and ones that mean harm."""

import io
import zipfile
from collections.abc import Callable, Mapping

import pikepdf
from docx import Document
from openpyxl import Workbook
from PIL import Image

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGES = "http://schemas.openxmlformats.org/package/2006/relationships"
SCRIPT = b"<script>document.title = 'HIJACKED'</script>"
HTML = b"<!doctype html><title>Hej</title>" + SCRIPT
SVG = b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"


def pdf(change: Callable[[pikepdf.Pdf], object] | None = None, **saving: object) -> bytes:
    """A PDF of one empty page, changed as the test says."""
    made = pikepdf.new()
    made.add_blank_page()
    if change:
        change(made)
    data = io.BytesIO()
    made.save(data, **saving)  # type: ignore[arg-type]
    return data.getvalue()


def picture(form: str = "PNG", size: tuple[int, int] = (40, 20)) -> bytes:
    """A picture in one colour."""
    data = io.BytesIO()
    Image.new("RGB", size, "red").save(data, form)
    return data.getvalue()


def docx() -> bytes:
    """A Word file of one paragraph."""
    made = Document()
    made.add_paragraph("Rutin")
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def xlsx() -> bytes:
    """An Excel file of one sheet."""
    data = io.BytesIO()
    Workbook().save(data)
    return data.getvalue()


def odt(**parts: bytes) -> bytes:
    """An OpenDocument text, with more parts in it."""
    held = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": b"<office/>",
        "META-INF/manifest.xml": b"<manifest/>",
    }
    return archive(held | parts)


def archive(parts: Mapping[str, bytes]) -> bytes:
    """A zip of the named parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return data.getvalue()


def with_part(package: bytes, name: str, content: bytes) -> bytes:
    """A package with one part more, or another in its place."""
    with zipfile.ZipFile(io.BytesIO(package)) as held:
        parts = {part: held.read(part) for part in held.namelist()}
    return archive(parts | {name: content})


def relationship(kind: str, target: str) -> bytes:
    """The part that says that a document uses something elsewhere."""
    return (
        f'<Relationships xmlns="{PACKAGES}"><Relationship Id="x" Type="{OFFICE}/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()
