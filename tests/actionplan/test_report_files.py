"""A report's files: the same numbers in all, and a PDF that can be read without seeing it.

The conditions of the PDF are our own check of PDF/UA-1 (ISO 14289-1), not a certificate: there is
no validator here that may be called that.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from docx import Document as read_word
from openpyxl import load_workbook
from PIL import ImageFile

from actionplan.reports.document import report_document
from actionplan.reports.files import pdf
from actionplan.reports.files.answers import HEADINGS
from actionplan.reports.files.kinds import FileKind
from actionplan.reports.files.pdf import CannotRender
from actionplan.reports.files.rendering import board_word, render
from actionplan.reports.wording import figure_rows
from tests.actionplan import pdf_reading
from tests.actionplan.pdf_reading import Element
from tests.actionplan.report_examples import answer, compared, report, two_activities

Rows = list[list[str]]


@cache
def file(kind: FileKind) -> bytes:
    """A file of the example, made once for all tests here."""
    return render(kind, compared())


@cache
def tree() -> tuple[pikepdf.Pdf, Element]:
    """The PDF as a screen reader meets it."""
    return pdf_reading.read(file(FileKind.PDF))


# --- The same numbers in all ----------------------------------------------------------------------


def in_page() -> list[Rows]:
    """The tables of the HTML page."""
    html = render_to_string(
        "actionplan/reports/parts/report.html", {"document": report_document(compared())}
    )
    found = []
    for table in re.findall(r"<table>.*?</table>", html, re.S):
        rows = re.findall(r"<tr>(.*?)</tr>", table, re.S)
        found.append([[plain(cell) for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.S)]
                      for row in rows])  # fmt: skip
    return found


def plain(html: str) -> str:
    """The words of some HTML, with single spaces."""
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", html, flags=re.S).split()).replace(
        " :", ":"
    )


def in_pdf() -> list[Rows]:
    """The tables of the PDF."""
    return pdf_reading.tables(tree()[1])


def in_word() -> list[Rows]:
    """The tables of the Word file."""
    tables = read_word(io.BytesIO(file(FileKind.WORD))).tables
    return [[[" ".join(cell.text.split()) for cell in row.cells] for row in table.rows]
            for table in tables]  # fmt: skip


@pytest.mark.parametrize("read", [in_page, in_pdf, in_word])
def test_page_pdf_and_word_say_the_same_in_every_table(read) -> None:  # type: ignore[no-untyped-def]
    content = compared()
    tables = read()
    figures = [[word, str(count)] for word, count in figure_rows(content.figures)]
    assert tables[0] == [["Läge", "Antal svar"], *figures]
    assert tables[2][1] == ["Provnämnden för lärande", "2 av 2 svar", "Pågår 1, Genomförd 1", "0",
                            "0"]  # fmt: skip
    assert tables[3][2] == [
        "Provnämnden för omsorg",
        "Försenad Införd av Provsamordningen, ej bekräftad av nämnden.",
        "Hinder: Lokal saknas.",
    ]
    assert tables == in_page()


def in_excel() -> Rows:
    """The rows of the Excel file's answers."""
    sheet = load_workbook(io.BytesIO(file(FileKind.EXCEL)))["Svar"]
    return [[str(value or "") for value in row] for row in sheet.iter_rows(values_only=True)]


def in_csv() -> Rows:
    """The rows of the CSV file; a text that was guarded has its own words after the mark."""
    text = file(FileKind.CSV).decode("utf-8-sig")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    return [[re.sub("^'(?==)", "", cell) for cell in row] for row in rows]


@pytest.mark.parametrize("read", [in_excel, in_csv])
def test_excel_and_csv_have_a_row_an_answer_with_the_same_numbers(read) -> None:  # type: ignore[no-untyped-def]
    headings, *rows = read()
    assert headings == list(HEADINGS)
    place = headings.index("Läge")
    expected = [a.word for activity in compared().activities for a in activity.answers]
    assert [row[place] for row in rows] == expected
    words = [row[place] for row in rows]
    figures = compared().figures
    assert {each.word: words.count(each.word) for each in figures.statuses} == {
        each.word: each.count for each in figures.statuses
    }
    assert words.count("Ej besvarad") == figures.asked - figures.answered
    late = headings.index("Obesvarat efter sista svarsdag")
    assert [row[late] for row in rows].count("ja") == figures.late


def test_the_sheet_of_figures_has_numbers_that_can_be_counted_with() -> None:
    content = compared()
    sheet = load_workbook(io.BytesIO(file(FileKind.EXCEL)))["Siffror"]
    headings, whole, *rest = sheet.iter_rows(values_only=True)
    assert whole == ("Hela planen", *(count for _, count in figure_rows(content.figures)))
    assert [row[0] for row in rest] == [p.name for p in content.parts] + [
        board.name for board in content.boards
    ]
    asked = headings.index("Tillfrågade, alla svar")
    assert sum(row[asked] for row in rest[-3:]) == content.figures.asked  # type: ignore[misc]


# --- The PDF: our own check -----------------------------------------------------------------------


def test_the_pdf_says_its_title_its_language_and_that_it_is_pdf_ua() -> None:
    found, _ = tree()
    assert str(found.Root.Lang).startswith("sv")
    assert found.Root.ViewerPreferences.DisplayDocTitle
    assert str(found.docinfo["/Title"]) == compared().title
    with found.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == compared().title


def test_all_that_is_written_is_read_or_an_artifact() -> None:
    found, top = tree()
    assert found.Root.MarkInfo.Marked
    assert [child.kind for child in top.children] == ["Document"]
    for page in found.pages:
        assert page.obj.Tabs == "/S"
        held = pdf_reading.held_by(found, page)
        marks: list[str | int] = []
        artifacts = 0
        for instruction in pikepdf.parse_content_stream(page):
            operands = instruction.operands
            match str(instruction.operator):
                case "BDC" | "BMC":
                    is_read = len(operands) > 1 and "/MCID" in operands[1]
                    marks.append(int(operands[1].MCID) if is_read else str(operands[0]))
                case "EMC":
                    marks.pop()
                case "Tj" | "TJ":
                    assert marks, "a text stands outside the structure"
                    assert set(marks) <= {"/Artifact"} | held
                    artifacts += "/Artifact" in marks
        # The title and the number of the page, at its foot.
        assert artifacts == 2


def test_headings_come_in_order_and_are_the_bookmarks() -> None:
    found, top = tree()
    headings = top.all("H1", "H2", "H3", "H4")
    levels = [int(heading.kind[1]) for heading in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    with found.open_outline() as outline:
        titles = []
        waiting = list(outline.root)
        while waiting:
            item = waiting.pop(0)
            titles.append(item.title)
            waiting = [*item.children, *waiting]
    assert titles == [heading.said for heading in headings]


def test_every_table_header_says_what_it_heads() -> None:
    _, top = tree()
    tables = top.all("Table")
    assert tables
    for table in tables:
        head, *body = table.all("TR")
        assert {(cell.kind, cell.scope) for cell in head.children} == {("TH", "Column")}
        for row in body:
            assert (row.children[0].kind, row.children[0].scope) == ("TH", "Row")
            assert {cell.kind for cell in row.children[1:]} == {"TD"}
            assert len(row.children) == len(head.children)


def test_lists_hold_items_and_pictures_hold_words() -> None:
    found, top = tree()
    for each in top.all("L"):
        assert {child.kind for child in each.children} == {"LI"}
    assert all(figure.alt for figure in top.all("Figure", "Formula"))
    for page in found.pages:
        for annotation in page.obj.get("/Annots", []):
            assert annotation.Contents
            assert "/StructParent" in annotation


def test_fonts_are_the_municipalitys_own_and_go_with_the_file() -> None:
    found, _ = tree()
    for page in found.pages:
        for font in page.obj.Resources.Font.values():
            assert "Atkinson" in str(font.BaseFont)
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert {"/FontFile2", "/FontFile3"} & set(descriptor.keys())


def test_words_at_the_end_of_a_line_stay_apart() -> None:
    _, top = tree()
    said = [paragraph.said for paragraph in top.all("P")]
    assert any(
        text.startswith("Varje nämnd svarar för sina egna aktiviteter. Bara") for text in said
    )
    assert not [text for text in said if "‐" in text]


# --- Word, Excel and CSV --------------------------------------------------------------------------


def test_word_has_styles_contents_header_rows_and_its_language() -> None:
    word = read_word(io.BytesIO(file(FileKind.WORD)))
    assert word.core_properties.title == compared().title
    assert word.core_properties.language == "sv-SE"
    assert word.core_properties.author == compared().municipality
    styles = [p.style.name for p in word.paragraphs if p.style]
    assert styles[0] == "Title"
    assert {"Heading 1", "Heading 2", "Caption"} <= set(styles)
    xml = word.element.xml
    assert re.search(r"<w:instrText[^>]*> TOC ", xml)
    assert xml.count("<w:tblHeader/>") == len(word.tables)
    links = set(re.findall(r'<w:hyperlink [^>]*w:anchor="([^"]+)"', xml))
    assert links
    assert links <= set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', xml))
    languages = set(re.findall(r'<w:lang [^>]*w:val="([^"]+)"', word.styles.element.xml))
    assert languages == {"sv-SE"}


def test_a_boards_extract_says_what_the_board_answered_and_nothing_of_others() -> None:
    content = compared()
    word = read_word(io.BytesIO(board_word(content, content.boards[1])))
    text = "\n".join(p.text for p in word.paragraphs)
    text += "\n".join(cell.text for t in word.tables for row in t.rows for cell in row.cells)
    assert word.core_properties.title == "Provnämnden för omsorg: uppföljning 2031"
    assert "Lokal saknas." in text
    assert "Tolv chefer" not in text
    assert "1 av 2 svar" in text


def test_excel_freezes_its_headings_and_works_nothing_out() -> None:
    book = load_workbook(io.BytesIO(file(FileKind.EXCEL)))
    sheet = book["Svar"]
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert not [c for each in book for row in each.iter_rows() for c in row if c.data_type == "f"]
    assert "=1+1 är öppnat" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_csv_keeps_a_formula_as_text() -> None:
    data = file(FileKind.CSV)
    assert data.startswith(b"\xef\xbb\xbf")
    assert "'=1+1 är öppnat" in data.decode()


def test_what_a_file_cannot_hold_does_not_stop_it() -> None:
    first, _ = two_activities()
    odd = answer(
        1, "in_progress", done="En\x0bklocka\x07 och ￾ slut <b>&amp;</b> " + "lång " * 9000
    )
    content = report((type(first)(**{**vars(first), "answers": (odd,)}),))
    for kind in (FileKind.WORD, FileKind.EXCEL, FileKind.CSV):
        assert render(kind, content)


def test_the_files_are_swedish_whatever_language_is_active() -> None:
    with override("en"):
        assert render(FileKind.CSV, compared()) == file(FileKind.CSV)


# --- What the machine lacks -----------------------------------------------------------------------


def test_a_machine_without_pango_gets_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What importing WeasyPrint does where the system library is not there.
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library')", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(CannotRender, match="apt-get install libpango"):
        render(FileKind.PDF, compared())


def test_a_pdf_fetches_only_the_projects_own_files() -> None:
    import weasyprint

    fetcher = pdf._only_own_files(weasyprint)
    assert fetcher.fetch("file:///css/tokens.css").read()
    for elsewhere in (
        "https://example.org/a.css",
        "file://example.org/css/tokens.css",
        "file:///etc/passwd",
        "data:text/css,a{}",
    ):
        with pytest.raises((ValueError, FileNotFoundError)):
            fetcher.fetch(elsewhere)


def test_making_a_pdf_leaves_the_library_refusing_damaged_pictures() -> None:
    content = report()
    pdf.pdf_bytes(content, report_document(content))
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
