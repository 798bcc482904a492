"""Which activities a reader asks for, and which questions give an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from actionplan.activities.models import Activity
from actionplan.activities.querysets import ActivityQuerySet
from actionplan.activities.status import ANSWERED, EXPIRED, STATES, UNANSWERED, UNDELIVERED
from actionplan.followup.models import FollowUpEntry
from actionplan.followup.querysets import FollowUpEntryQuerySet
from actionplan.plan.models import PlanVersion
from actionplan.reports.overview import board_rows
from resources.municipality.models import Board
from resources.violence.models import ViolenceArea

ASKED_FOR = {**STATES, UNDELIVERED.code: UNDELIVERED}


@dataclass(frozen=True)
class ActivityFilter:
    """Which activities a reader asks for. Empty values ask for all."""

    part: int | None = None
    board: str = ""
    area: str = ""
    year: int | None = None
    status: str = ""
    number: int | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> ActivityFilter:
        """Read `part`, `board`, `area`, `year` and `status`; what makes no sense is left out."""

        def number(name: str) -> int | None:
            text = query.get(name, "")
            return int(text) if re.fullmatch("[0-9]{1,4}", text) else None

        def slug(name: str) -> str:
            text = query.get(name, "")
            return text if re.fullmatch("[-a-zA-Z0-9_]{1,100}", text) else ""

        status = query.get("status", "")
        return cls(
            part=number("part"),
            board=slug("board"),
            area=slug("area"),
            year=number("year"),
            status=status if status in ASKED_FOR else "",
        )


def matching(
    version: PlanVersion, chosen: ActivityFilter, year: int, today: date
) -> ActivityQuerySet:
    """Return the activities of `version` that `chosen` asks for, in the plan's order.

    `year` is the one that *Alla nämnder* is read in.
    """
    found = Activity.objects.of(version)
    if chosen.number is not None:
        found = found.filter(number=chosen.number)
    if chosen.part is not None:
        found = found.in_part(chosen.part)
    if chosen.area:
        found = found.in_area(chosen.area)
    if chosen.year is not None:
        found = found.in_year(chosen.year)
    if chosen.board:
        board = Board.objects.filter(slug=chosen.board).first()
        found = found.answered_by(board, year) if board else found.none()
    if chosen.status:
        found = _in_state(found, version, chosen.status, today)
    return found


def _in_state(
    found: ActivityQuerySet, version: PlanVersion, status: str, today: date
) -> ActivityQuerySet:
    if status == UNANSWERED.code:
        return found.unanswered().exclude(pk__in=found.expired(today))
    if status == EXPIRED.code:
        return found.expired(today)
    answers = FollowUpEntry.objects
    if status == UNDELIVERED.code:
        return found.still_open().filter(lineage__in=_lineages(answers.standing_still(version)))
    said = answers.current(version).filter(status=status)
    return found.closed_as(status) | found.still_open().filter(lineage__in=_lineages(said))


def _lineages(answers: FollowUpEntryQuerySet) -> QuerySet[FollowUpEntry, Any]:
    return answers.values("activity__lineage")


class Choice(NamedTuple):
    """One choice in a filter: what stands in the address, and what the reader sees."""

    value: str | int
    label: str


@dataclass(frozen=True)
class FilterChoices:
    """What a reader can choose among; only such choices as give an answer."""

    parts: tuple[Choice, ...]
    boards: tuple[Choice, ...]
    areas: tuple[Choice, ...]
    years: tuple[Choice, ...]
    statuses: tuple[Choice, ...]


def filter_choices(version: PlanVersion, today: date) -> FilterChoices:
    """Return the choices that the activities of `version` give."""
    counts = Activity.objects.of(version).counts(today)
    open_lineages = Activity.objects.of(version).still_open().values("lineage")
    answers = FollowUpEntry.objects.current(version).filter(activity__lineage__in=open_lineages)
    said = set(answers.values_list("status", flat=True))
    still = FollowUpEntry.objects.standing_still(version)
    statuses = [
        (EXPIRED, counts["expired"]),
        (UNANSWERED, counts["unanswered"] - counts["expired"]),
        *((state, code in said or counts.get(code)) for code, state in ANSWERED.items()),
        (UNDELIVERED, said and still.filter(activity__lineage__in=open_lineages).exists()),
    ]
    parts = set(Activity.objects.of(version).values_list("part", flat=True))
    return FilterChoices(
        parts=tuple(Choice(part.value, str(part.label)) for part in Activity.Part if part in parts),
        boards=tuple(Choice(row.board.slug, row.board.name) for row in board_rows(version, today)),
        areas=tuple(Choice(area.slug, area.title) for area in ViolenceArea.objects.all()),
        years=tuple(
            Choice(year, str(year)) for year in range(version.first_year, version.last_year + 1)
        ),
        statuses=tuple(Choice(state.code, state.word) for state, found in statuses if found),
    )
