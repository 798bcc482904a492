"""Whether a year has the meetings that it shall have. Pure: kinds and days in, sentences out.

The plan: four regular meetings a year, besides them one with the reference group; an open forum;
and a steering group that goes through the activities during the year. One meeting a quarter is
how four become spread over a year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from actionplan.council.kinds import MeetingKind

QUARTERS = ("januari–mars", "april–juni", "juli–september", "oktober–december")
ONE_A_YEAR = {
    MeetingKind.JOINT: "gemensamt möte med referensgruppen",
    MeetingKind.FORUM: "öppet forum",
    MeetingKind.STEERING: "möte i styrgruppen",
}


@dataclass(frozen=True)
class Held:
    """A meeting that is planned or has been held."""

    kind: str
    on: date


@dataclass(frozen=True)
class Gap:
    """What a year lacks: in words, which kind to plan, and from which day, None when it is over."""

    text: str
    kind: MeetingKind
    from_day: date | None


def quarter(day: date) -> int:
    """Return the quarter of a day, 0 to 3."""
    return (day.month - 1) // 3


def gaps(year: int, meetings: Iterable[Held], today: date) -> list[Gap]:
    """Return what `year` lacks on the day `today`, quarter by quarter and then the other kinds.

    `meetings` are those that are not cancelled; those of other years do not count.
    """
    within = [meeting for meeting in meetings if meeting.on.year == year]
    regular = [meeting for meeting in within if meeting.kind == MeetingKind.REGULAR]
    covered = {quarter(meeting.on) for meeting in regular}
    found = []
    for number, months in enumerate(QUARTERS):
        if number in covered:
            continue
        is_over = (today.year, quarter(today)) > (year, number)
        said = "är inskrivet" if is_over else "är planerat"
        first = None if is_over else max(date(year, number * 3 + 1, 1), today)
        found.append(
            Gap(f"Inget ordinarie möte {said} i {months} {year}.", MeetingKind.REGULAR, first)
        )
    kinds = {meeting.kind for meeting in within}
    verb = "är inskrivet" if today.year > year else "är planerat"
    day = None if today.year > year else max(date(year, 1, 1), today)
    found += [
        Gap(f"Inget {name} {verb} {year}.", kind, day)
        for kind, name in ONE_A_YEAR.items()
        if kind not in kinds
    ]
    return found
