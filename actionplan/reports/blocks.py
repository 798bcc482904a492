"""What a document is made of: headings, paragraphs, facts, notices and tables, without a look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Heading:
    """A heading of level 2 to 4; the title of the document is the one of level 1."""

    kind: ClassVar = "heading"
    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of running text."""

    kind: ClassVar = "paragraph"
    text: str


@dataclass(frozen=True)
class Notice:
    """What must not be missed."""

    kind: ClassVar = "notice"
    text: str


@dataclass(frozen=True)
class Facts:
    """Labels, each with what it is."""

    kind: ClassVar = "facts"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Line:
    """One paragraph in a cell, with a word before it that says what it is, or ""."""

    text: str
    label: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table; `tag` is how a status is drawn where there is a sign for it."""

    lines: tuple[Line, ...]
    tag: str = ""

    @property
    def text(self) -> str:
        """The cell as one text."""
        return "\n".join(f"{line.label}: {line.text}" if line.label else line.text
                         for line in self.lines)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """A table whose first cell in each row is the row's heading."""

    kind: ClassVar = "table"
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    name: str

    @property
    def is_wide(self) -> bool:
        """Whether a phone has to scroll it."""
        return len(self.columns) > 2


Block = Heading | Paragraph | Notice | Facts | Table


@dataclass(frozen=True)
class Document:
    """A title and what comes under it; `contents` are the headings of the first level."""

    title: str
    lead: str
    blocks: tuple[Block, ...]

    @property
    def contents(self) -> tuple[Heading, ...]:
        """The headings that a table of contents lists."""
        return tuple(b for b in self.blocks if isinstance(b, Heading) and b.level == 2)


def cell(text: str) -> Cell:
    """A cell that holds a text."""
    return Cell((Line(text),))


def number(count: int) -> Cell:
    """A cell that holds a number."""
    return cell(str(count))
