"""What differs between two texts, word by word, and between two lists, row by row. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A word with the space after it, so that what is put together again reads as it was.
_WORDS = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
# Below this two rows are two rows, and not one that was changed.
_ALIKE = 0.5


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """A run of words that shared a fate."""

    mark: Mark
    text: str


# One row of a text as it reads with what was removed and added in place.
Line = tuple[Piece, ...]


def words_changed(old: str, new: str) -> Line:
    """Return both texts as one, with what was removed before what was added in its place."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    # Compared without the space after: the last word of a text has none.
    matcher = SequenceMatcher(
        None, [word.strip() for word in before], [word.strip() for word in after], autojunk=False
    )
    pieces: list[Piece] = []
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece(Mark.SAME, "".join(after[start:end])))
            continue
        if first < last:
            pieces.append(Piece(Mark.REMOVED, "".join(before[first:last])))
        if start < end:
            pieces.append(Piece(Mark.ADDED, "".join(after[start:end])))
    return tuple(pieces)


def rows_changed(old: Sequence[str], new: Sequence[str]) -> tuple[Line, ...]:
    """Return the rows of both lists in order; a row that was rewritten shows which words."""
    lines: list[Line] = []
    for kind, first, last, start, end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            lines += [(Piece(Mark.SAME, row),) for row in new[start:end]]
        else:
            lines += _replaced(list(old[first:last]), list(new[start:end]))
    return tuple(lines)


def _replaced(old: list[str], new: list[str]) -> Iterator[Line]:
    """Pair each new row with the next old one that is like it; the others stand by themselves."""
    for row in new:
        twin = next((n for n, before in enumerate(old) if _alike(before, row)), None)
        if twin is None:
            yield (Piece(Mark.ADDED, row),)
            continue
        for before in old[:twin]:
            yield (Piece(Mark.REMOVED, before),)
        yield words_changed(old[twin], row)
        del old[: twin + 1]
    for before in old:
        yield (Piece(Mark.REMOVED, before),)


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return matcher.ratio() >= _ALIKE
