"""What a yearly report says: every name, text and figure as it was, and its canonical text.

Frozen dataclasses without a database. The page, the PDF, Word, Excel and CSV are all made from a
`ReportContent` and from nothing else, so their numbers cannot differ. Its text is what is kept and
hashed: JSON with sorted keys, no spaces and no line breaks, since `jsonb` would reorder it.
"""

from __future__ import annotations

import hashlib
import json
import types
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date
from typing import Any, get_args, get_origin, get_type_hints

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class StatusCount:
    """How many answers say one status: its code, its word as it was, and the number."""

    code: str
    word: str
    count: int


@dataclass(frozen=True)
class Figures:
    """How many were asked and what they said.

    `answered` counts approved answers; `awaiting` those handed in that nobody has approved;
    `late` those never handed in although the day has passed. Who has not answered stands in no
    status: *ej besvarad* says nothing about the work, and is never counted as a zero.
    `unconfirmed` are among the answered: entered for a board that has not said that it is right.
    """

    asked: int
    answered: int
    awaiting: int
    late: int
    unconfirmed: int
    statuses: tuple[StatusCount, ...]

    @property
    def unanswered(self) -> int:
        """How many have handed in nothing, late or not."""
        return self.asked - self.answered - self.awaiting


@dataclass(frozen=True)
class BoardAnswer:
    """One board's answer about one activity; `status` is "" and `word` *Ej besvarad* for none.

    `board` is the key of a `BoardContent`. `included` is the code of the answer to whether the
    activity stands in the board's *uppdragsplan*, "" where nobody has said anything.
    """

    board: int
    status: str
    word: str
    done: str
    obstacles: str
    next_step: str
    is_unchanged: bool
    is_unconfirmed: bool
    is_awaiting: bool
    is_late: bool
    included: str
    included_word: str
    reference: str
    goal: str


@dataclass(frozen=True)
class ActivityContent:
    """An activity as the plan has it, with an answer for each board that was asked.

    `lineage` is the same through all versions of the plan. `closure` says how it ended, or "".
    """

    lineage: str
    number: int
    title: str
    part: int
    schedule_text: str
    closure: str
    answers: tuple[BoardAnswer, ...]


@dataclass(frozen=True)
class PartContent:
    """One part of the plan: its name, what the coordinator writes about it, its figures."""

    number: int
    name: str
    text: str
    figures: Figures


@dataclass(frozen=True)
class BoardContent:
    """One board that was asked, by the name it had; `decided_on` is the day of its decision."""

    key: int
    slug: str
    name: str
    text: str
    figures: Figures
    decided_on: date | None
    paragraph: str


@dataclass(frozen=True)
class Corrected:
    """The report that this one corrects, and what was put right."""

    sequence: int
    frozen_on: date
    sha256: str
    what: str


@dataclass(frozen=True)
class Change:
    """How a board's answer about an activity stands beside the one of an earlier year.

    `kind`: moved, still, answered (was unanswered), silent (is unanswered now).
    """

    kind: str
    number: int
    title: str
    board: str
    before: str
    after: str


@dataclass(frozen=True)
class Closed:
    """An activity that has been closed since the earlier year."""

    number: int
    title: str
    words: str


@dataclass(frozen=True)
class Comparison:
    """An earlier frozen report beside this one. `new` and `gone` count what only one asked."""

    year: int
    sequence: int
    sha256: str
    figures: Figures
    changes: tuple[Change, ...]
    closed: tuple[Closed, ...]
    new: int
    gone: int

    def of_kind(self, kind: str) -> tuple[Change, ...]:
        """The changes of one kind, in the plan's order."""
        return tuple(change for change in self.changes if change.kind == kind)


@dataclass(frozen=True)
class ReportContent:
    """A whole yearly report. Nothing outside it is needed to show it."""

    title: str
    municipality: str
    coordinator: str
    year: int
    sequence: int
    plan_title: str
    version_label: str
    opens_on: date
    due_on: date
    closes_on: date
    compiled_on: date
    is_example: bool
    corrects: Corrected | None
    introduction: str
    goals_text: str
    proposals: str
    figures: Figures
    parts: tuple[PartContent, ...]
    boards: tuple[BoardContent, ...]
    activities: tuple[ActivityContent, ...]
    comparison: Comparison | None

    def board(self, key: int) -> BoardContent:
        """The board of an answer. Raises `KeyError` for one that was not asked."""
        for board in self.boards:
            if board.key == key:
                return board
        raise KeyError(key)


class UnreadableContent(ValueError):
    """A text that is no report content of a schema that this code knows."""


def to_text(content: ReportContent) -> str:
    """Return the canonical text: the same content gives the same bytes, always."""
    tree = {"schema": SCHEMA_VERSION, "report": asdict(content)}
    return json.dumps(
        tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=date.isoformat
    )


def from_text(text: str) -> ReportContent:
    """Return the content of a canonical text. Raises `UnreadableContent`."""
    try:
        tree = json.loads(text)
        if tree["schema"] != SCHEMA_VERSION:
            raise UnreadableContent(f"Schema {tree['schema']} is not known.")
        report = _read(ReportContent, tree["report"])
    except UnreadableContent:
        raise
    except (TypeError, KeyError, ValueError) as error:
        raise UnreadableContent(f"The text is no report: {error}") from error
    assert isinstance(report, ReportContent)
    return report


def sha256(data: str | bytes) -> str:
    """Return the SHA-256 of bytes, or of a text as UTF-8, in hexadecimal."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def _read(kind: Any, value: Any) -> Any:
    """Build what the type `kind` says out of what JSON gave; refuses every other shape."""
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        names = {field.name for field in fields(kind)}
        if not isinstance(value, dict) or names != value.keys():
            raise UnreadableContent(f"{kind.__name__} does not have the fields that it should.")
        return kind(**{name: _read(hints[name], value[name]) for name in names})
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise UnreadableContent("A list is missing.")
        return tuple(_read(get_args(kind)[0], each) for each in value)
    if get_origin(kind) is types.UnionType:
        inner = next(arg for arg in get_args(kind) if arg is not type(None))
        return None if value is None else _read(inner, value)
    if kind is date:
        return date.fromisoformat(value)
    if type(value) is not kind:
        raise UnreadableContent(f"{value!r} is no {kind.__name__}.")
    return value
