"""A version of the plan read as a whole: its figures, its rows, and what each board answers for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionplan.activities.models import Activity, Responsibility
from actionplan.activities.querysets import ActivityQuerySet
from actionplan.activities.status import ANSWERED, EXPIRED, STATES, UNANSWERED, State, board_state
from actionplan.plan.models import PlanVersion
from resources.municipality.models import Board
from resources.violence.models import ViolenceArea

ALL_COMMITTEES = _("Alla nämnder")
ALL_AREAS = _("Alla våldsområden")


@dataclass(frozen=True)
class PlanFigures:
    """How many activities of a version stand where, and what state the plan itself is in.

    `unanswered` counts `expired` too. `sentence` says whether the plan's years have passed.
    """

    activities: int
    completed: int
    dropped: int
    ongoing: int
    unanswered: int
    expired: int
    needs_reading: int
    sentence: str


def plan_figures(version: PlanVersion, today: date) -> PlanFigures:
    """Return the figures of `version` as they stand on the day `today`. One query."""
    return PlanFigures(
        **Activity.objects.of(version).counts(today), sentence=plan_state(version, today)
    )


def plan_state(version: PlanVersion, today: date) -> str:
    """Say in a sentence whether the version is a draft, replaced, in force or past its years."""
    if version.state == PlanVersion.State.DRAFT:
        return gettext("Planen är ett utkast och är inte antagen.")
    if version.state == PlanVersion.State.SUPERSEDED:
        return gettext("Den här versionen av planen är ersatt av en nyare.")
    if version.has_expired(today):
        return gettext("Planens period gick ut %(year)s. Uppgift om ny plan saknas här.") % {
            "year": version.last_year
        }
    return gettext("Planen gäller %(first)s–%(last)s.") % {
        "first": version.first_year,
        "last": version.last_year,
    }


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
            status=status if status in STATES else "",
        )


@dataclass(frozen=True)
class BoardAnswer:
    """One board that answers for an activity, and where the activity stands with it.

    `role` is "" for a board that answers as one of *Alla nämnder*.
    """

    board: Board
    is_named: bool
    role: str
    note: str
    state: State


@dataclass(frozen=True)
class ActivityRow:
    """One activity with all that a list, a table or its own page shows of it."""

    activity: Activity
    state: State
    answers: tuple[BoardAnswer, ...]

    @property
    def counts(self) -> tuple[tuple[State, int], ...]:
        """How many boards stand in each state, in the order that the states are listed in."""
        counted = Counter(answer.state.code for answer in self.answers)
        return tuple((state, counted[code]) for code, state in STATES.items() if counted[code])

    @property
    def state_words(self) -> str:
        """The state in a word; where the boards' answers differ, a count for each of them."""
        if len(self.counts) < 2:
            return self.state.word
        words = ", ".join(
            gettext("%(state)s hos %(count)s") % {"state": state.word.lower(), "count": count}
            for state, count in self.counts
        )
        return words[:1].upper() + words[1:]

    @property
    def named(self) -> tuple[BoardAnswer, ...]:
        """The boards that the plan names."""
        return tuple(answer for answer in self.answers if answer.is_named)

    @property
    def boards(self) -> tuple[str, ...]:
        """Who answers, as the plan says it: the named boards, and *Alla nämnder* as two words."""
        names = tuple(answer.board.name for answer in self.named)
        return (*names, str(ALL_COMMITTEES)) if self.activity.applies_to_all_committees else names

    @property
    def areas(self) -> tuple[str, ...]:
        """The violence areas, by our reading; all six are said as one."""
        if self.activity.all_areas:
            return (str(ALL_AREAS),)
        return tuple(area.short_title or area.title for area in self.activity.violence_areas.all())

    @property
    def schedule_text(self) -> str:
        """The schedule as the plan prints it."""
        return self.activity.schedule_text

    @property
    def schedule_words(self) -> str:
        """What the schedule means, and how it ended; the printed text where it is not read."""
        return self.activity.schedule_words or self.activity.schedule_text


def activity_rows(version: PlanVersion, chosen: ActivityFilter, today: date) -> list[ActivityRow]:
    """Return the chosen activities of `version` in the plan's order.

    The number of queries is the same however many activities there are.
    """
    year = chosen.year or version.reading_year(today)
    found = _matching(version, chosen, year, today)
    activities = list(found.with_years_passed(today).for_detail())
    needs_committees = any(activity.applies_to_all_committees for activity in activities)
    committees = list(Board.objects.all_committees(year)) if needs_committees else []
    return [_row(activity, committees) for activity in activities]


def _matching(
    version: PlanVersion, chosen: ActivityFilter, year: int, today: date
) -> ActivityQuerySet:
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
        found = _in_state(found, chosen.status, today)
    return found


def _in_state(found: ActivityQuerySet, status: str, today: date) -> ActivityQuerySet:
    if status == UNANSWERED.code:
        return found.unanswered().exclude(pk__in=found.expired(today))
    if status == EXPIRED.code:
        return found.expired(today)
    return found.closed_as(status)


def _row(activity: Activity, committees: list[Board]) -> ActivityRow:
    closure = getattr(activity, "closure", None)
    state = board_state(
        closed_as=closure.outcome if closure else "",
        years_have_passed=activity.years_have_passed,
    )
    named = list(activity.responsibilities.all())
    answers = [_named_answer(responsibility, state) for responsibility in named]
    if activity.applies_to_all_committees:
        spoken_for = {responsibility.board_id for responsibility in named}
        answers += [
            BoardAnswer(board, is_named=False, role="", note="", state=state)
            for board in committees
            if board.pk not in spoken_for
        ]
    return ActivityRow(activity, state, tuple(answers))


def _named_answer(responsibility: Responsibility, state: State) -> BoardAnswer:
    return BoardAnswer(
        responsibility.board,
        is_named=True,
        role=responsibility.get_role_display(),
        note=responsibility.note,
        state=state,
    )


@dataclass(frozen=True)
class BoardRow:
    """A board and how many activities it answers for: by name, and as one of *Alla nämnder*."""

    board: Board
    named: int
    through_all: int

    @property
    def total(self) -> int:
        """How many activities the board answers for."""
        return self.named + self.through_all


def board_rows(version: PlanVersion, today: date) -> list[BoardRow]:
    """Return the boards that answer for something in `version`, in the boards' own order.

    The assembly follows the plan up and answers for nothing, so it is not among them.
    """
    named: dict[Board, set[int]] = {}
    for responsibility in Responsibility.objects.filter(activity__version=version).select_related(
        "board"
    ):
        named.setdefault(responsibility.board, set()).add(responsibility.activity_id)
    for_all = set(
        Activity.objects.of(version)
        .filter(applies_to_all_committees=True)
        .values_list("pk", flat=True)
    )
    committees = set(Board.objects.all_committees(version.reading_year(today)) if for_all else ())
    rows = [
        BoardRow(
            board,
            named=len(named.get(board, ())),
            through_all=len(for_all - named.get(board, set())) if board in committees else 0,
        )
        for board in named.keys() | committees
    ]
    return sorted(rows, key=lambda row: (row.board.order, row.board.name, row.board.pk))


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
    statuses = [
        (EXPIRED, counts["expired"]),
        (UNANSWERED, counts["unanswered"] - counts["expired"]),
        *((ANSWERED[code], counts[code]) for code in ("completed", "dropped")),
    ]
    parts = set(Activity.objects.of(version).values_list("part", flat=True))
    return FilterChoices(
        parts=tuple(Choice(part.value, str(part.label)) for part in Activity.Part if part in parts),
        boards=tuple(Choice(row.board.slug, row.board.name) for row in board_rows(version, today)),
        areas=tuple(Choice(area.slug, area.title) for area in ViolenceArea.objects.all()),
        years=tuple(
            Choice(year, str(year)) for year in range(version.first_year, version.last_year + 1)
        ),
        statuses=tuple(Choice(state.code, state.word) for state, count in statuses if count),
    )
