"""What WeasyPrint leaves out of a tagged PDF, put in afterwards.

Two things that PDF/UA-1 wants: each table header says whether it heads a column or a row, and what
comes again at the foot of every page is marked as an artifact, so that it is not read aloud there.
"""

from __future__ import annotations

import io
from collections import defaultdict

import pikepdf

# Pieces of marked content by page: those that the structure tree holds.
Held = dict[tuple[int, int], set[int]]


def completed(data: bytes) -> bytes:
    """Return the PDF with the scopes of its table headers, and its page numbers as artifacts."""
    with pikepdf.open(io.BytesIO(data)) as file:
        held: Held = defaultdict(set)
        _walk(file.Root.StructTreeRoot, None, "/Row", held)
        for page in file.pages:
            _mark_artifacts(file, page, held[page.obj.objgen])
        out = io.BytesIO()
        file.save(out)
    return out.getvalue()


def _walk(node: object, page: pikepdf.Object | None, scope: str, held: Held) -> None:
    """Mark the headers below `node`, and note which content belongs to the structure."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            _walk(child, page, scope, held)
    elif isinstance(node, int):
        if page is not None:
            held[page.objgen].add(node)
    elif isinstance(node, pikepdf.Dictionary):
        page = node.get("/Pg", page)
        if "/MCID" in node:
            _walk(int(node.MCID), page, scope, held)
            return
        kind = node.get("/S")
        scope = "/Column" if kind == "/THead" else scope
        if kind == "/TH":
            attributes = node.get("/A", pikepdf.Dictionary(O=pikepdf.Name.Table))
            table = attributes[0] if isinstance(attributes, pikepdf.Array) else attributes
            table.Scope = pikepdf.Name(scope)
            node.A = attributes
        if "/K" in node:
            _walk(node.K, page, scope, held)


def _mark_artifacts(file: pikepdf.Pdf, page: pikepdf.Page, held: set[int]) -> None:
    artifact = pikepdf.ContentStreamInstruction([pikepdf.Name.Artifact], pikepdf.Operator("BMC"))
    instructions = []
    for instruction in pikepdf.parse_content_stream(page):
        operands = instruction.operands
        if str(instruction.operator) == "BDC" and isinstance(operands[1], pikepdf.Dictionary):
            number = operands[1].get("/MCID")
            if number is not None and int(number) not in held:
                instruction = artifact
        instructions.append(instruction)
    page.Contents = file.make_stream(pikepdf.unparse_content_stream(instructions))
