"""Reads a tagged PDF the way a screen reader does: by its structure, not by where the ink is."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf

_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_RANGE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


@dataclass
class Element:
    """One element of the structure tree: its kind, its text with all below it, its scope."""

    kind: str
    text: str = ""
    scope: str = ""
    alt: str | None = None
    children: list[Element] = field(default_factory=list)

    def all(self, *kinds: str) -> list[Element]:
        """Every element of the kinds, here and below, in reading order."""
        found = [self] if self.kind in kinds else []
        for child in self.children:
            found += child.all(*kinds)
        return found

    @property
    def said(self) -> str:
        """All text here and below, with single spaces."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        yield self.text
        for child in self.children:
            yield from child._texts()
            if child.kind in {"P", "LI", "TD", "TH"}:
                yield " "


def read(data: bytes) -> tuple[pikepdf.Pdf, Element]:
    """Return the file and its structure tree."""
    file = pikepdf.open(io.BytesIO(data))
    texts = {
        (page.obj.objgen, mark): text
        for page in file.pages
        for mark, text in _marked_texts(page).items()
    }
    top = Element("Root")
    _walk(file.Root.StructTreeRoot.K, None, top, texts)
    return file, top


def held_by(file: pikepdf.Pdf, page: pikepdf.Page) -> set[int]:
    """The numbers of the marked content on a page that the structure tree holds."""
    found: set[int] = set()

    def walk(node: object, on: object) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child, on)
        elif isinstance(node, int):
            if on == page.obj.objgen:
                found.add(int(node))
        elif isinstance(node, pikepdf.Dictionary):
            on = node.Pg.objgen if "/Pg" in node else on
            walk(node.get("/MCID", node.get("/K", pikepdf.Array())), on)

    walk(file.Root.StructTreeRoot.K, None)
    return found


def tables(top: Element) -> list[list[list[str]]]:
    """The rows of every table, the header row among them, each cell as its text."""
    return [
        [[cell.said for cell in row.children] for row in table.all("TR")]
        for table in top.all("Table")
    ]


def _walk(node: object, page: object, parent: Element, texts: dict) -> None:
    if isinstance(node, pikepdf.Array):
        for child in node:
            _walk(child, page, parent, texts)
    elif isinstance(node, int):
        if page is not None:
            parent.children.append(Element("", texts.get((page.objgen, int(node)), "")))  # type: ignore[attr-defined]
    elif isinstance(node, pikepdf.Dictionary):
        page = node.get("/Pg", page)
        if "/MCID" in node:
            _walk(int(node.MCID), page, parent, texts)
        elif "/S" in node:
            attributes = node.get("/A", pikepdf.Dictionary())
            scope = (
                attributes.get("/Scope", "") if isinstance(attributes, pikepdf.Dictionary) else ""
            )
            alt = str(node.Alt) if "/Alt" in node else None
            element = Element(str(node.S)[1:], scope=str(scope)[1:], alt=alt)
            parent.children.append(element)
            if "/K" in node:
                _walk(node.K, page, element, texts)


def _marked_texts(page: pikepdf.Page) -> dict[int, str]:
    """The text of each piece of marked content on a page, by its number."""
    maps = {name: _glyphs(font) for name, font in page.obj.Resources.Font.items()}
    found: dict[int, str] = {}
    font: dict[int, str] = {}
    marks: list[int | None] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands = instruction.operands
        match str(instruction.operator):
            case "BDC":
                number = operands[1].get("/MCID") if len(operands) > 1 else None
                marks.append(None if number is None else int(number))
            case "BMC":
                marks.append(None)
            case "EMC":
                marks.pop()
            case "Tf":
                font = maps[str(operands[0])]
            case "Tj" | "TJ":
                mark = next((m for m in reversed(marks) if m is not None), None)
                if mark is not None:
                    parts = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
                    for part in parts:
                        if isinstance(part, pikepdf.String):
                            found[mark] = found.get(mark, "") + _text(bytes(part), font)
    return found


def _text(codes: bytes, font: dict[int, str]) -> str:
    pairs = zip(codes[::2], codes[1::2], strict=True)
    return "".join(font.get(high * 256 + low, "") for high, low in pairs)


def _glyphs(font: pikepdf.Object) -> dict[int, str]:
    """What each glyph of a font says, from its own table."""
    table = font.ToUnicode.read_bytes()
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.S):
        for code, said in _PAIR.findall(block):
            found[int(code, 16)] = bytes.fromhex(said.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, said in _RANGE.findall(block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(int(said, 16) + step)
    return found
