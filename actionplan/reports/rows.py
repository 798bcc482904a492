"""Activities as they are shown: with who answers, and where each stands today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionplan.activities.models import Activity
from actionplan.activities.status import MIXED, STATES, State, board_state
from actionplan.followup.models import FollowUpEntry
from actionplan.plan.models import PlanVersion
from actionplan.reports.filtering import ActivityFilter, matching
from resources.municipality.models import Board

ALL_COMMITTEES = _("Alla nämnder")
ALL_AREAS = _("Alla våldsområden")


@dataclass(frozen=True)
class BoardAnswer:
    """One board that answers for an activity, and where the activity stands with it.

    `role` is "" for a board that answers as one of *Alla nämnder*. `entry` is its latest approved
    answer, or None; `late_since` the due date of a running year that it has not answered.
    """

    board: Board
    is_named: bool
    role: str
    note: str
    state: State
    entry: FollowUpEntry | None = None
    late_since: date | None = None


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
    def is_answered(self) -> bool:
        """Whether some board has an approved answer about the activity."""
        return any(answer.entry for answer in self.answers)

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


@dataclass(frozen=True)
class _Standing:
    """What boards have answered by lineage, and what is late by activity and board."""

    answers: Mapping[UUID, Mapping[Board, FollowUpEntry]]
    late: Mapping[tuple[int, int], date]

    @classmethod
    def of(cls, version: PlanVersion, today: date, day: date) -> _Standing:
        """Read it for all activities of `version`: two queries.

        What a board said that has closed since stands as the word of who is in charge on `day`,
        until that one has answered.
        """
        answers: dict[UUID, dict[Board, FollowUpEntry]] = {}
        current = FollowUpEntry.objects.current(version).select_related(
            "period", "board__successor", "activity"
        )
        for entry in current.order_by("period__year", "board__order", "pk"):
            board = entry.board.in_charge(day) or entry.board
            answers.setdefault(entry.activity.lineage, {})[board] = entry
        late = FollowUpEntry.objects.late(today).filter(
            activity__version=version, period__state="open"
        )
        return cls(
            answers,
            {
                (activity, board): due
                for activity, board, due in late.values_list(
                    "activity_id", "board_id", "period__due_on"
                )
            },
        )


def activity_rows(version: PlanVersion, chosen: ActivityFilter, today: date) -> list[ActivityRow]:
    """Return the chosen activities of `version` in the plan's order.

    The number of queries is the same however many activities there are.
    """
    year = chosen.year or version.reading_year(today)
    found = matching(version, chosen, year, today)
    activities = list(found.with_years_passed(today).for_detail())
    needs_committees = any(activity.applies_to_all_committees for activity in activities)
    committees = list(Board.objects.all_committees(year)) if needs_committees else []
    day = version.reading_day(today)
    standing = _Standing.of(version, today, day)
    return [_row(activity, committees, standing, day) for activity in activities]


def _row(
    activity: Activity, committees: Iterable[Board], standing: _Standing, day: date
) -> ActivityRow:
    closure = getattr(activity, "closure", None)
    entries = standing.answers.get(activity.lineage, {})
    answers: dict[Board, BoardAnswer] = {}

    def add(board: Board, *, is_named: bool = False, role: str = "", note: str = "") -> None:
        now = board.in_charge(day) or board
        if now in answers:
            return
        entry = entries.get(now)
        if now != board:
            note = gettext("Har tagit över efter %(board)s.") % {"board": board.name}
        state = board_state(
            closed_as=closure.outcome if closure else "",
            answered=entry.status if entry else "",
            years_have_passed=activity.years_have_passed,
        )
        late_since = standing.late.get((activity.pk, now.pk))
        answers[now] = BoardAnswer(now, is_named, role, note, state, entry, late_since)

    for named in activity.responsibilities.all():
        add(named.board, is_named=True, role=named.get_role_display(), note=named.note)
    for board in committees if activity.applies_to_all_committees else ():
        add(board)
    for board in entries:
        add(board)
    nobody = board_state(
        closed_as=closure.outcome if closure else "",
        years_have_passed=activity.years_have_passed,
    )
    states = {one.state.code: one.state for one in answers.values()} or {nobody.code: nobody}
    state = MIXED if len(states) > 1 else next(iter(states.values()))
    return ActivityRow(activity, state, tuple(answers.values()))
