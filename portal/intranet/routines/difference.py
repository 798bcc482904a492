"""What is new in a version, in plain words: two frozen texts in, sentences out."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.intranet.routines.models import RoutineCorrection, RoutineVersion

SINGLE = {
    "title": "Rubriken",
    "lead": "Ingressen",
    "valid_from": "Gäller från",
    "owner": "Ägaren",
}
LISTS = {
    "steps": "Steg",
    "text": "Text",
    "sources": "Lag eller dokument",
    "units": "Enhet",
    "target_groups": "Målgrupp",
    "areas": "Våldsområde",
}


@dataclass(frozen=True)
class Change:
    """One thing that differs: what it is, the words before and the words after, if any."""

    what: str
    before: str
    after: str

    @property
    def sentence(self) -> str:
        """The change's heading."""
        if not self.before:
            return f"{self.what}: nytt"
        return f"{self.what}: borttaget" if not self.after else f"{self.what}: ändrat"


def changes(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """Return what differs from `old` to `new` (see `snapshot`), in the order of the page."""
    found = []
    for key, what in SINGLE.items():
        before, after = old.get(key, ""), new.get(key, "")
        if before != after:
            found.append(Change(what, before, after))
    for key, what in LISTS.items():
        found += _of_list(what, _words(key, old.get(key, [])), _words(key, new.get(key, [])))
    return found


def _words(key: str, rows: list[Any]) -> list[str]:
    if key == "text":
        return [words for _, words in rows]
    if key == "sources":
        return [". ".join(part for part in source if part) for source in rows]
    return rows


def _of_list(what: str, old: list[str], new: list[str]) -> list[Change]:
    found = []
    for verb, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if verb == "equal":
            continue
        befores, afters = old[a:b], new[c:d]
        for n in range(max(len(befores), len(afters))):
            before = befores[n] if n < len(befores) else ""
            after = afters[n] if n < len(afters) else ""
            found.append(Change(what, before, after))
    return found


@dataclass(frozen=True)
class Corrected:
    """One correction of a version, and the words that it changed."""

    correction: RoutineCorrection
    changes: list[Change]


def corrected(version: RoutineVersion) -> list[Corrected]:
    """Return each correction of a version with what it changed, in the order they were made."""
    found, before = [], version.content
    for correction in version.corrections.all():
        found.append(Corrected(correction, changes(before, correction.content)))
        before = correction.content
    return found


def paragraphs(lines: list[list[str]]) -> list[tuple[str, list[str]]]:
    """Return frozen text by kind (see `snapshot`); a list or a table is kept together."""
    runs = groupby(lines, key=lambda line: line[0])
    return [(kind, [words for _, words in run]) for kind, run in runs]
