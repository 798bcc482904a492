"""Word: real styles, a table of contents, header rows that repeat, and Swedish as its language.

So it goes into the case system, and a reader with a screen reader finds the way. There are no
pictures in it. python-docx has no words for fields, language or header rows: those are XML here.
"""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

from docx import Document as new_document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from actionplan.reports.blocks import Cell, Document, Facts, Heading, Notice, Paragraph, Table
from actionplan.reports.content import ReportContent
from actionplan.reports.files.look import colour, xml_text

LANGUAGE = "sv-SE"
FONT = "Calibri"
# Of the width of the text, by the number of columns: the answers get the most.
SHARES = {2: (10, 6), 3: (4.5, 4.3, 7.8), 4: (5.6, 4.4, 3.3, 3.3), 5: (5, 2.8, 3.8, 2.6, 2.4)}


def word_bytes(content: ReportContent, document: Document) -> bytes:
    """Return the document as a Word file."""
    file = new_document()
    _look(file)
    _properties(file, content, document)
    file.add_paragraph(xml_text(document.title), style="Title")
    file.add_paragraph(xml_text(document.lead), style="Subtitle")
    _contents(file, document)
    for number, block in enumerate(document.blocks, start=1):
        match block:
            case Heading():
                # The title is the first level of the text but not of Word's headings.
                heading = file.add_heading(xml_text(block.text), level=block.level - 1)
                _bookmark(heading, number, block.anchor)
            case Paragraph():
                file.add_paragraph(xml_text(block.text))
            case Notice():
                file.add_paragraph(xml_text(block.text), style="Intense Quote")
            case Facts():
                for label, value in block.rows:
                    paragraph = file.add_paragraph()
                    paragraph.paragraph_format.space_after = Pt(2)
                    paragraph.add_run(xml_text(f"{label}: ")).bold = True
                    paragraph.add_run(xml_text(value))
            case Table():
                _table(file, block)
    _page_numbers(file, content)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _look(file: Any) -> None:
    """A4, one font, the municipality's colour in headings, and Swedish throughout."""
    brand = RGBColor.from_string(colour("brand").upper())
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    for name in ("Normal", "Title", "Subtitle", "Caption", "Heading 1", "Heading 2", "Heading 3"):
        style = file.styles[name]
        style.font.name = FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for each in list(fonts.attrib):
            if each.endswith("Theme"):
                del fonts.attrib[each]
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), FONT)
        if name != "Normal":
            style.font.color.rgb = brand
    file.styles["Normal"].font.size = Pt(11)
    file.styles["Caption"].font.size = Pt(10)
    file.styles["Subtitle"].font.italic = False
    defaults = file.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
    properties = defaults.find(qn("w:rPr"))
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    for script in ("w:val", "w:eastAsia", "w:bidi"):
        language.set(qn(script), LANGUAGE)


def _properties(file: Any, content: ReportContent, document: Document) -> None:
    properties = file.core_properties
    # The core properties hold no more than this many characters.
    properties.title = xml_text(document.title)[:255]
    properties.author = properties.last_modified_by = xml_text(content.municipality)[:255]
    properties.subject = xml_text(document.lead)[:255]
    properties.language = LANGUAGE
    properties.comments = ""
    made = datetime.combine(content.compiled_on, time())
    properties.created = properties.modified = made


def _contents(file: Any, document: Document) -> None:
    """A field that Word can update, filled in with links so that it can be read at once."""
    headings = [b for b in document.blocks if isinstance(b, Heading) and b.level < 4]
    title = file.add_paragraph("Innehåll", style="Subtitle")
    title.paragraph_format.keep_with_next = True
    paragraph = file.add_paragraph()
    _field_part(paragraph, "begin")
    _instruction(paragraph, ' TOC \\o "1-2" \\h \\z \\u ')
    _field_part(paragraph, "separate")
    for number, heading in enumerate(headings):
        if number:
            paragraph = file.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0.6 * (heading.level - 2))
        paragraph.paragraph_format.space_after = Pt(2)
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), _name(heading.anchor))
        run = paragraph.add_run(xml_text(heading.text))
        link.append(run._r)
        paragraph._p.append(link)
    _field_part(paragraph, "end")


def _name(anchor: str) -> str:
    # Word wants letters, digits and lines, 40 of them at most.
    return anchor.replace("-", "_")[:40]


def _bookmark(heading: Any, number: int, anchor: str) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:name"), _name(anchor))
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    heading._p.insert(1, start)
    heading._p.append(end)


def _table(file: Any, block: Table) -> None:
    caption = file.add_paragraph(xml_text(block.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(10)
    table = file.add_table(rows=0, cols=len(block.columns))
    table.style = "Table Grid"
    table.autofit = False
    _say(table._tbl.tblPr, "w:tblCaption", xml_text(block.caption))
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:
        look.set(qn("w:firstRow"), "1")
        look.set(qn("w:firstColumn"), "1")
    header = table.add_row()
    _flag(header, "w:tblHeader")
    _flag(header, "w:cantSplit")
    fill = colour("brand-tint").upper()
    for place, text in zip(header.cells, block.columns, strict=True):
        place.paragraphs[0].add_run(xml_text(text)).bold = True
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), fill)
        place._tc.get_or_add_tcPr().append(shade)
    for row in block.rows:
        for number, (place, cell) in enumerate(zip(table.add_row().cells, row, strict=True)):
            _cell(place, cell, is_heading=number == 0)
    for column, width in zip(table.columns, SHARES[len(block.columns)], strict=True):
        column.width = Cm(width)
        for place in column.cells:
            place.width = Cm(width)


def _cell(place: Any, cell: Cell, *, is_heading: bool) -> None:
    for number, line in enumerate(cell.lines):
        paragraph = place.paragraphs[0] if number == 0 else place.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        if line.label:
            paragraph.add_run(xml_text(f"{line.label}: ")).bold = True
        paragraph.add_run(xml_text(line.text)).bold = is_heading or None


def _flag(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _say(properties: Any, name: str, text: str) -> None:
    element = OxmlElement(name)
    element.set(qn("w:val"), text)
    properties.append(element)


def _page_numbers(file: Any, content: ReportContent) -> None:
    footer = file.sections[0].footer.paragraphs[0]
    footer.add_run(xml_text(f"{content.municipality} · {content.title} · sida "))
    for instruction, after in ((" PAGE ", " av "), (" NUMPAGES ", "")):
        _field_part(footer, "begin")
        _instruction(footer, instruction)
        _field_part(footer, "separate")
        footer.add_run("1")
        _field_part(footer, "end")
        footer.add_run(after)


def _field_part(paragraph: Any, kind: str) -> None:
    part = OxmlElement("w:fldChar")
    part.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(part)


def _instruction(paragraph: Any, text: str) -> None:
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = text
    paragraph.add_run()._r.append(instruction)
