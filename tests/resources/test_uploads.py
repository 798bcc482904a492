"""What may be uploaded where: files as programs write them, and files that mean harm."""

import io
import os
import resource
import tracemalloc
import zlib
from functools import cache

import pikepdf
import pytest
from PIL import Image

from resources.documents import packages, pdf_reader, pdfs, pictures, refusal, uploads
from resources.documents.uploads import ATTACHMENT, DOCUMENT, PICTURE, Place, Refused, check
from tests import made_files as made

PDF, DOCX, PNG = made.pdf(), made.docx(), made.picture()


def a_description(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        metadata["dc:title"] = "Rutin för <brådskande> ärenden"


def told(name: str, content: bytes, place: Place = DOCUMENT) -> str:
    """What is said of a file; "" when it is taken."""
    try:
        check(io.BytesIO(content), name, place)
    except Refused as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("rutin.pdf", PDF, DOCUMENT),
        ("RUTIN.PDF", PDF + b"\r\n\0\0", ATTACHMENT),
        ("rutin.pdf", made.pdf(a_description), DOCUMENT),
        ("rutin.docx", DOCX, DOCUMENT),
        ("siffror.xlsx", made.xlsx(), ATTACHMENT),
        ("rutin.odt", made.odt(), DOCUMENT),
        # A diagram in a Word file is a spreadsheet, and a link may be followed.
        ("rutin.docx", made.with_part(DOCX, "word/embeddings/a.xlsx", made.xlsx()), DOCUMENT),
        (
            "rutin.docx",
            made.with_part(
                DOCX,
                "word/_rels/other.xml.rels",
                made.relationship("hyperlink", "https://lag.example/"),
            ),
            DOCUMENT,
        ),
        ("hus.png", PNG, ATTACHMENT),
        ("hus.jpeg", made.picture("JPEG"), ATTACHMENT),
        ("hus.webp", made.picture("WEBP"), PICTURE),
        ("hus.avif", made.picture("AVIF"), PICTURE),
        ("hus.gif", made.picture("GIF"), PICTURE),
    ],
)
def test_a_file_as_its_program_wrote_it_is_taken(name: str, content: bytes, place: Place) -> None:
    assert told(name, content, place) == ""


def an_action(kind: str) -> bytes:
    action = {"/S": pikepdf.Name(f"/{kind}"), "/JS": "app.alert(1)"}
    return made.pdf(lambda pdf: pdf.Root.__setattr__("OpenAction", pikepdf.Dictionary(action)))


def a_script_deep_inside(pdf: pikepdf.Pdf) -> None:
    button = {"/Subtype": pikepdf.Name.Widget, "/A": {"/S": pikepdf.Name.Launch, "/F": "cmd.exe"}}
    pdf.pages[0]["/Annots"] = pdf.make_indirect(pikepdf.Array([pikepdf.Dictionary(button)]))


def a_file_inside(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["virus.exe"] = b"MZ"


@cache
def much_of_nothing() -> bytes:
    """An object and 200 MB of spaces, packed into a fifth of one."""
    packing = zlib.compressobj(3)
    spaces = (packing.compress(b" " * pdf_reader.MEGABYTE) for _ in range(200))
    return b"".join([packing.compress(b"5 0 null"), *spaces, packing.flush()])


def a_dense_index(gap: bytes = b"", kind: bytes = b"/ObjStm", *, twice: bool = False) -> bytes:
    """A small PDF with an object that lies among much, written as programs never do."""
    packed = much_of_nothing()
    how = b"/FlateDecode"
    if twice:
        packed, how = zlib.compress(packed, 9), b"[/FlateDecode /FlateDecode]"
    index = b"<</Type%s%s/N 1/First 4/Filter %s/Length %d>>stream\n" % (kind, gap, how, len(packed))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Held 5 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>",
        index + packed + b"\nendstream",
    ]
    file, rows = b"%PDF-1.7\n", bytes(7)
    for number, content in enumerate(objects, start=1):
        rows += b"\1" + len(file).to_bytes(4) + bytes(2)
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows += b"\2" + (4).to_bytes(4) + bytes(2) + b"\1" + len(file).to_bytes(4) + bytes(2)
    table = b"<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Length %d>>stream\n%s\nendstream"
    end = b"6 0 obj\n" + table % (len(rows), rows) + b"\nendobj\nstartxref\n%d\n%%%%EOF"
    return file + end % len(file)


def a_large_picture() -> bytes:
    """Few bytes, and points without end when it is drawn."""
    data = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(data, "PNG", compress_level=1)
    return data.getvalue()


def a_bomb() -> bytes:
    return made.with_part(DOCX, "word/media/a.bin", b"\0" * (packages.LARGE + 1))


def a_macro() -> bytes:
    types = (
        b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.12"/></Types>'
    )
    return made.with_part(DOCX, "[Content_Types].xml", types)


DENSE = a_dense_index()
LOCKED_PDF = made.pdf(encryption=pikepdf.Encryption(owner="a", user="b"))
REMOTE = made.relationship("attachedTemplate", "http://elsewhere.example/mall.dotm")
ENTITIES = b'<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        # What a browser could run, whatever it is called.
        ("sida.html", made.HTML, DOCUMENT.not_taken),
        ("rutin.pdf", made.HTML, DOCUMENT.not_taken),
        ("rutin.docx", made.SVG, DOCUMENT.not_taken),
        ("bild.svg", made.SVG, DOCUMENT.not_taken),
        ("rutin.pdf", b"#!/bin/sh\n%PDF-1.7", DOCUMENT.not_taken),
        ("hus.png", PNG, DOCUMENT.not_taken),
        ("arkiv.zip", made.archive({"a.txt": b"a"}), DOCUMENT.not_taken),
        ("rutin.html", PDF, "Namnet säger något annat"),
        ("rutin", PDF, "Namnet säger något annat"),
        ("rutin.pdf", DOCX, "Namnet säger något annat"),
        # Two things at once.
        ("rutin.pdf", made.HTML + PDF, DOCUMENT.not_taken),
        ("rutin.pdf", PDF.replace(b"\n", b"\n" + made.SCRIPT, 1), refusal.TWO_THINGS),
        ("rutin.pdf", PDF + made.HTML, refusal.TWO_THINGS),
        ("rutin.pdf", PDF + DOCX, refusal.TWO_THINGS),
        ("rutin.pdf", PDF + DOCX + b"%%EOF", refusal.TWO_THINGS),
        ("rutin.docx", DOCX + made.HTML, refusal.TWO_THINGS),
        ("rutin.docx", b"PK\x03\x04" + PDF + DOCX, refusal.TWO_THINGS),
        # What runs, fetches or unpacks itself when it is opened.
        ("rutin.pdf", an_action("JavaScript"), pdfs.RUNS),
        ("rutin.pdf", an_action("Launch"), pdfs.RUNS),
        ("rutin.pdf", made.pdf(a_script_deep_inside), pdfs.RUNS),
        ("rutin.pdf", made.pdf(a_file_inside), pdfs.HOLDS_FILES),
        ("rutin.docx", a_macro(), packages.HAS_MACROS),
        ("rutin.docx", made.with_part(DOCX, "word/vbaProject.bin", b"a"), packages.HAS_MACROS),
        ("rutin.odt", made.odt(**{"Basic/a.xml": b"<a/>"}), packages.HAS_MACROS),
        ("rutin.docx", made.with_part(DOCX, "word/embeddings/oleObject1.bin", b"a"), "inbäddat"),
        ("rutin.docx", made.with_part(DOCX, "word/media/a.png", b"MZ" + b"\0" * 99), "inbäddat"),
        ("rutin.docx", made.with_part(DOCX, "word/_rels/a.xml.rels", REMOTE), "en annan plats"),
        # Bombs.
        ("rutin.docx", a_bomb(), packages.TOO_DENSE),
        (
            "rutin.docx",
            made.with_part(DOCX, "a.docx", made.with_part(DOCX, "b.docx", made.xlsx())),
            packages.HAS_OBJECTS,
        ),
        ("rutin.docx", made.with_part(DOCX, "word/_rels/a.xml.rels", ENTITIES), refusal.DAMAGED),
        ("rutin.pdf", DENSE, pdfs.TOO_DENSE),
        ("rutin.pdf", a_dense_index(gap=b" " * 700), pdfs.TOO_DENSE),
        ("rutin.pdf", a_dense_index(gap=b"\0"), pdfs.TOO_DENSE),
        ("rutin.pdf", a_dense_index(kind=b"/Obj#53tm"), pdfs.TOO_DENSE),
        ("rutin.pdf", a_dense_index(twice=True), pdfs.TOO_DENSE),
        # Objects that the reader cannot unpack, and another perhaps can.
        ("rutin.pdf", DENSE.replace(b"/FlateDecode", b"/Unheard"), refusal.DAMAGED),
        # Locked, damaged, empty.
        ("rutin.pdf", LOCKED_PDF, refusal.LOCKED),
        ("rutin.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, uploads.OLD_OFFICE),
        ("rutin.docx", DOCX[:-40], refusal.DAMAGED),
        ("rutin.pdf", PDF[:60], refusal.DAMAGED),
        ("rutin.pdf", b"%PDF-1.7\n%%EOF", refusal.DAMAGED),
        ("rutin.pdf", b"", "Filen är tom"),
        ("rutin.pdf", PDF + b"\0" * DOCUMENT.limit, "större än 20 MB"),
    ],
)
def test_a_file_that_means_harm_is_refused_with_what_to_do(
    name: str, content: bytes, sentence: str
) -> None:
    assert sentence in told(name, content)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("bild.svg", made.SVG, PICTURE.not_taken),
        ("bild.png", made.SVG, PICTURE.not_taken),
        ("bild.png", made.HTML, PICTURE.not_taken),
        ("bild.png", PDF, PICTURE.not_taken),
        ("bild.png", DOCX, PICTURE.not_taken),
        ("bild.gif", b"GIF89a" + made.HTML, pictures.DAMAGED),
        ("bild.png", PNG[:-30], pictures.DAMAGED),
        ("bild.avif", made.picture("AVIF").replace(b"av01", b"av00"), pictures.DAMAGED),
        ("bild.jpg", PNG, "Namnet säger något annat"),
        ("bild.png", a_large_picture(), pictures.TOO_MANY_POINTS),
        *(
            (f"bild.{form}", made.picture(form.upper()) + more, refusal.TWO_THINGS)
            for form in ("png", "gif", "webp")
            for more in (b"alert(1)", made.HTML, DOCX)
        ),
        *(
            (f"bild.{form}", made.picture(form.upper()) + more, refusal.TWO_THINGS)
            for form in ("jpeg", "avif")
            for more in (made.HTML, DOCX)
        ),
    ],
)
def test_a_picture_is_a_picture_and_nothing_else(name: str, content: bytes, sentence: str) -> None:
    assert sentence in told(name, content, PICTURE)


def test_what_programs_and_telephones_leave_after_a_picture_is_taken() -> None:
    for form in ("png", "gif", "webp", "jpeg", "avif"):
        assert told(f"bild.{form}", made.picture(form.upper()) + b"\0\n", PICTURE) == "", form
    film = made.picture("JPEG") + b"\0\0\0\x18ftypmp42" + b"\1" * 99
    assert told("bild.jpg", film, PICTURE) == ""
    moving, frames = io.BytesIO(), [Image.effect_noise((30, 30), n) for n in (10, 50, 90)]
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:], comment=b"Hej")
    assert told("bild.gif", moving.getvalue(), PICTURE) == ""
    assert told("bild.gif", moving.getvalue() + b"x", PICTURE) == refusal.TWO_THINGS


def test_what_hides_behind_a_picture_is_gone_when_it_is_drawn_anew() -> None:
    for form in ("PNG", "JPEG", "WEBP", "GIF", "AVIF"):
        hidden = made.picture(form) + made.HTML + DOCX

        drawn = pictures.without_metadata(io.BytesIO(hidden))

        assert b"HIJACKED" not in drawn, form
        assert b"PK\x03\x04" not in drawn, form


def test_a_bomb_costs_neither_memory_nor_time() -> None:
    small = made.archive({f"{n}": b"\0" * 9_000_000 for n in range(9)})
    bomb = made.with_part(DOCX, "word/media/a.bin", b"\0" * 300_000_000)
    files = {
        "many.docx": made.with_part(DOCX, "a.zip", small),
        "one.docx": bomb,
        "dense.pdf": DENSE,
        # Looked through once, and not once more for every word of it.
        "words.pdf": b"%PDF-1.7\n" + b"/XRef stream\n" * 80_000 + b"%%EOF",
    }
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tracemalloc.start()
    began = sum(os.times()[:4])

    answers = [told(name, content) for name, content in files.items()]

    # The processor's time, the readers' too: other work on the machine is none of it.
    spent, (_, most) = sum(os.times()[:4]) - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert all(answers)
    assert spent < 3
    assert most < 20_000_000
    # What no program of Python's counts: the most that this process has held, in kB.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000


def test_a_pdf_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfs, "LONGEST_WAIT", 0.001)

    assert told("rutin.pdf", PDF) == pdfs.TOO_DENSE


def test_a_reader_that_ends_without_a_word_has_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reader, "__file__", "/finns/inte.py")

    assert told("rutin.pdf", PDF) == pdfs.TOO_DENSE
