"""What a routine says, as plain text that can be kept, read later and compared.

A page's blocks and templates change with the years; what people confirmed that they had read must
not. So the words are frozen when the routine is published.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup, Tag
from django.db import models
from wagtail.blocks import Block, ChoiceBlock, StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.rich_text import RichText

if TYPE_CHECKING:
    from portal.intranet.pages import RoutinePage

HEADINGS = {"h2", "h3", "h4"}
LISTS = ("ul", "ol")
# Parts of a block that say how it looks or where it leads, not what it says.
NO_WORDS = {"tone", "url", "source_url", "page", "file"}


def snapshot(page: RoutinePage) -> dict[str, Any]:
    """Return the words of a routine: title, lead, steps, text, sources, and whom it is for."""
    return {
        "title": page.title,
        "lead": page.lead,
        "valid_from": page.valid_from.isoformat() if page.valid_from else "",
        "owner": str(page.owner_unit or ""),
        "steps": [str(step.value) for step in page.act_now],
        "text": [list(line) for line in lines_of(page.body)],
        "sources": [_source(source.value) for source in page.sources],
        "units": sorted(str(unit) for unit in page.units.all()),
        "target_groups": sorted(str(group) for group in page.target_groups.all()),
        "areas": [str(area) for area in page.violence_areas.all()],
    }


def _source(value: StructValue) -> list[str]:
    """Return a source's name, what it says about the routine, and where it was found."""
    place = value["url"] or value["document"] or value["file"]
    return [value["title"], value["note"], str(place or "")]


def lines_of(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield the text of a stream or a part of it: its kind, and the words.

    The kind is `heading`, `item` (of a list), `row` (of a table) or `text`.
    """
    if isinstance(value, StreamValue):
        for child in value:
            yield from lines_of(child.value, child.block_type)
    elif isinstance(value, StructValue):
        for key, part in value.items():
            if key not in NO_WORDS:
                yield from lines_of(_as_shown(value.block.child_blocks[key], part), key)
    elif isinstance(value, ListValue | list | tuple):
        for part in value:
            yield from lines_of(part, name)
    elif isinstance(value, TypedTable):
        yield from _rows(value)
    elif isinstance(value, RichText):
        yield from _lines_of_html(value.source)
    elif isinstance(value, str | models.Model) and str(value).strip():
        yield ("heading" if name == "heading" else "text"), str(value).strip()


def _as_shown(block: Block, value: Any) -> Any:
    """Return a choice as the reader sees it, and everything else as it is."""
    if isinstance(block, ChoiceBlock):
        return str(dict(block.field.choices).get(value, "")) if value else ""
    return value


def _rows(table: TypedTable) -> Iterator[tuple[str, str]]:
    rows = [[str(column["heading"]) for column in table.columns]]
    rows += [[str(cell.value) for cell in row] for row in table.rows]
    yield from (("row", " | ".join(row)) for row in rows if any(row))


def _lines_of_html(source: str) -> Iterator[tuple[str, str]]:
    html = BeautifulSoup(source, "html.parser")
    for line_break in html.find_all("br"):
        line_break.replace_with(" ")
    for tag in html.find_all([*HEADINGS, "p", "li"]):
        if tag.name == "p" and tag.find_parent("li"):
            continue
        words = " ".join("".join(_own_words(tag)).split())
        if words:
            kind = "heading" if tag.name in HEADINGS else "item" if tag.name == "li" else "text"
            yield kind, words


def _own_words(tag: Tag) -> Iterator[str]:
    """Yield the words of a tag; those of a list within a list are that list's own."""
    for words in tag.strings:
        if words.find_parent(LISTS) is tag.find_parent(LISTS):
            yield words
