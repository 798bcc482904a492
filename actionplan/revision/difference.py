"""What differs between two versions of the plan, activity by activity, for anyone to read.

`difference` is pure: contents in, `Difference` out. `between` reads the contents of two versions,
in a number of queries that does not depend on how many activities there are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from actionplan.revision.wording import Line, rows_changed, words_changed

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ALL_COMMITTEES = "Alla nämnder"


class Kind(StrEnum):
    """What became of an activity from one version to the next, in the order it is shown."""

    NEW = "new"
    CHANGED = "changed"
    MERGED = "merged"
    SPLIT = "split"
    FINISHED = "finished"
    DROPPED = "dropped"
    GONE = "gone"
    UNDECIDED = "undecided"
    CARRIED = "carried"

    @property
    def heading(self) -> _StrPromise:
        """The heading over the activities of this kind."""
        return HEADINGS[self]


HEADINGS: dict[Kind, _StrPromise] = {
    Kind.NEW: _("Nya aktiviteter"),
    Kind.CHANGED: _("Ändrade aktiviteter"),
    Kind.MERGED: _("Sammanslagna aktiviteter"),
    Kind.SPLIT: _("Delade aktiviteter"),
    Kind.FINISHED: _("Avslutade som genomförda"),
    Kind.DROPPED: _("Avslutade utan att genomföras"),
    Kind.GONE: _("Inte med i den nya versionen"),
    Kind.UNDECIDED: _("Inte beslutade än"),
    Kind.CARRIED: _("Oförändrade aktiviteter"),
}


@dataclass(frozen=True)
class Content:
    """What an activity says, as the plan has it. Texts are Swedish, as the plan is."""

    pk: int
    lineage: UUID
    number: int
    title: str
    lead: str = ""
    points: tuple[str, ...] = ()
    closing: str = ""
    official_text: str = ""
    schedule: str = ""
    carried_out_by: str = ""
    boards: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[object, ...]:
        """All that the plan says, without the activity's place in it."""
        return tuple(getattr(self, name) for name in (*TEXTS, *ROWS))


TEXTS: dict[str, _StrPromise] = {
    "title": _("Rubrik"),
    "lead": _("Inledning"),
    "closing": _("Avslutning"),
    "official_text": _("Planens ordalydelse"),
    "schedule": _("Tidplan"),
    "carried_out_by": _("Genomförs av"),
}
ROWS: dict[str, _StrPromise] = {"points": _("Punkter"), "boards": _("Ansvariga")}


@dataclass(frozen=True)
class Step:
    """How a new activity came from an old one: the decision's name and its reason.

    `new` and `old` are keys of activities; one of them is None for what is new or what ended.
    """

    kind: Kind
    new: int | None
    old: int | None
    reason: str = ""


@dataclass(frozen=True)
class FieldChange:
    """One field that differs: its name, and its rows with what was removed and added."""

    name: _StrPromise
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Entry:
    """What became of one activity, or of several that were merged."""

    kind: Kind
    olds: tuple[Content, ...]
    news: tuple[Content, ...]
    reason: str = ""
    changes: tuple[FieldChange, ...] = ()

    @property
    def heading(self) -> str:
        """The title that the entry stands under: the new one, else the old one."""
        first, *rest = self.news if self.news and self.kind != Kind.SPLIT else self.olds
        return first.title if not rest else "; ".join(one.title for one in (first, *rest))


@dataclass(frozen=True)
class Group:
    """The entries of one kind."""

    kind: Kind
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Difference:
    """Every entry, by kind: what is new first and what is unchanged last."""

    groups: tuple[Group, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in the order they are shown."""
        return tuple(entry for group in self.groups for entry in group.entries)

    @property
    def mark(self) -> str:
        """What is said, as a hash; new numbers and another order say nothing else."""
        said = sorted(
            repr(
                (
                    entry.kind.value,
                    [old.said for old in entry.olds],
                    [new.said for new in entry.news],
                    entry.reason,
                )
            )
            for entry in self.entries
        )
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

    def concerning(self, activities: Collection[int]) -> Difference:
        """Return what concerns any of the activities, old or new, by key."""
        return _grouped(
            entry
            for entry in self.entries
            if any(content.pk in activities for content in (*entry.olds, *entry.news))
        )


def difference(
    former: Iterable[Content], newer: Iterable[Content], steps: Iterable[Step] = ()
) -> Difference:
    """Return what differs. `steps` are the decisions that are known.

    Where none is known the lineage says that two activities are the same. What was decided to be
    carried over but reads differently is shown as changed: the text is the truth.
    """
    olds, news = {one.pk: one for one in former}, {one.pk: one for one in newer}
    known = [step for step in steps if step.old in olds or step.new in news]
    return _grouped(_entries(olds, news, known))


def _entries(
    olds: dict[int, Content], news: dict[int, Content], steps: list[Step]
) -> Iterable[Entry]:
    by_lineage = {one.lineage: one for one in olds.values()}
    left = dict(olds)
    split: dict[int, list[int]] = {}
    reasons = {step.old: step.reason for step in steps if step.kind == Kind.SPLIT}
    for new in news.values():
        own = [step for step in steps if step.new == new.pk]
        sources = [olds[step.old] for step in own if step.old in olds]
        if not own and new.lineage in by_lineage:
            sources = [by_lineage[new.lineage]]
        for source in sources:
            left.pop(source.pk, None)
        kind = own[0].kind if own else None
        if kind == Kind.SPLIT and sources:
            split.setdefault(sources[0].pk, []).append(new.pk)
        else:
            yield _came(new, sources, kind, own[0].reason if own else "")
    for pk, parts in split.items():
        yield Entry(Kind.SPLIT, (olds[pk],), tuple(news[part] for part in parts), reasons[pk])
    ended = {step.old: step for step in steps if step.new is None}
    for old in left.values():
        step = ended.get(old.pk)
        yield Entry(step.kind if step else Kind.GONE, (old,), (), step.reason if step else "")


def _came(new: Content, sources: list[Content], kind: Kind | None, reason: str) -> Entry:
    if not sources:
        return Entry(Kind.NEW, (), (new,), reason)
    if kind == Kind.MERGED:
        return Entry(Kind.MERGED, tuple(sources), (new,), reason)
    old = sources[0]
    if old.said == new.said:
        # Decided to be changed, and not changed yet: shown where it was decided to stand.
        return Entry(kind or Kind.CARRIED, (old,), (new,), reason)
    return Entry(Kind.CHANGED, (old,), (new,), reason, changes(old, new))


def changes(old: Content, new: Content) -> tuple[FieldChange, ...]:
    """Return the fields that differ, texts word by word and lists row by row."""
    found = []
    for name, label in TEXTS.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            found.append(FieldChange(label, (words_changed(before, after),)))
    for name, label in ROWS.items():
        rows = getattr(old, name), getattr(new, name)
        if rows[0] != rows[1]:
            found.append(FieldChange(label, rows_changed(*rows)))
    return tuple(found)


def _grouped(entries: Iterable[Entry]) -> Difference:
    found = sorted(entries, key=lambda entry: (*entry.news, *entry.olds)[0].number)
    return Difference(
        tuple(
            Group(kind, tuple(entry for entry in found if entry.kind == kind))
            for kind in Kind
            if any(entry.kind == kind for entry in found)
        )
    )
