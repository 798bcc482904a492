"""Which line to ring when another is closed: the next best for the same need. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

Line = TypeVar("Line")


@dataclass(frozen=True)
class Need:
    """What a service is for: areas and persons by their codes, ages as it has them.

    `organization` tells who gives it; `comes_last`, that a closed line leads to any other first.
    """

    areas: frozenset[str] = frozenset()
    for_whom: frozenset[str] = frozenset()
    age_from: int | None = None
    age_to: int | None = None
    is_anonymous: bool = False
    organization: str = ""
    comes_last: bool = False


def next_best(closed: Need, open_lines: Iterable[tuple[Line, Need]]) -> Line | None:
    """Return the line that fits the need of `closed` best, or None when none fits.

    `open_lines` are those that are open now by hours that may be shown, in the register's order.
    A line fits when it shares an area and a person with the closed one, wherever that says any,
    and turns away nobody whom the closed one would have taken for her age. The best is of the same
    organization; then none that comes last; then it shares the largest part of both; then lets her
    be anonymous; then is the first in the register.
    """
    fitting = [(need, line) for line, need in open_lines if _fits(closed, need)]
    if not fitting:
        return None
    return max(fitting, key=lambda each: _rank(closed, each[0]))[1]


def _rank(closed: Need, need: Need) -> tuple[bool, bool, float, bool]:
    shared = _shared(closed.areas, need.areas) + _shared(closed.for_whom, need.for_whom)
    is_same = bool(closed.organization) and closed.organization == need.organization
    return is_same, not need.comes_last, shared, need.is_anonymous


def _fits(closed: Need, need: Need) -> bool:
    if not closed.areas and not closed.for_whom:
        return False
    return (
        (not closed.areas or bool(closed.areas & need.areas))
        and (not closed.for_whom or bool(closed.for_whom & need.for_whom))
        and (need.age_from is None or (closed.age_from or 0) >= need.age_from)
        and (need.age_to is None or (closed.age_to is not None and closed.age_to <= need.age_to))
    )


def _shared(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """Return how large a part of both is in both, from 0 to 1."""
    together = ours | theirs
    return len(ours & theirs) / len(together) if together else 0.0
