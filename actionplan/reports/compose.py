"""From the follow-up's tables to what a report says. Read only, in a number of queries that stands.

Names and words are taken in Swedish, the language the plan is decided in, whoever asks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from actionplan.activities.models import Activity, AssignmentInclusion
from actionplan.activities.status import ANSWERED, AnswerStatus
from actionplan.followup.models import BoardDecision, FollowUpEntry
from actionplan.plan.texts import clean
from actionplan.reports.comparison import compare
from actionplan.reports.content import (
    ActivityContent,
    BoardAnswer,
    BoardContent,
    Comparison,
    Corrected,
    Figures,
    PartContent,
    ReportContent,
    StatusCount,
    from_text,
)
from actionplan.reports.models import AnnualReport
from actionplan.reports.wording import UNANSWERED_WORD
from resources.municipality.models import Board


def compose(report: AnnualReport, today: date) -> ReportContent:
    """Return what the report says as things stand on the day `today`."""
    with override("sv"):
        return _compose(report, today)


@dataclass(frozen=True)
class _Standing:
    """Which entries stand where, by the same rules as every list and page.

    Inclusions are found by activity and board.
    """

    unanswered: frozenset[int]
    late: frozenset[int]
    unconfirmed: frozenset[int]
    inclusions: dict[tuple[int, int], AssignmentInclusion]


def _compose(report: AnnualReport, today: date) -> ReportContent:
    period = report.period
    version = period.version
    asked = FollowUpEntry.objects.of(period)
    standing = _Standing(
        unanswered=frozenset(asked.unanswered().values_list("pk", flat=True)),
        late=frozenset(asked.late(today).values_list("pk", flat=True)),
        unconfirmed=frozenset(asked.unconfirmed().values_list("pk", flat=True)),
        inclusions={
            (each.activity_id, each.board_id): each
            for each in AssignmentInclusion.objects.filter(
                year=period.year, activity__version=version
            )
        },
    )
    answers: dict[int, list[BoardAnswer]] = defaultdict(list)
    boards: dict[int, Board] = {}
    for entry in asked.select_related("board"):
        boards[entry.board_id] = entry.board
        answers[entry.activity_id].append(_answer(entry, standing))
    activities = tuple(
        _activity(activity, answers[activity.pk])
        for activity in Activity.objects.of(version).select_related("closure")
    )
    texts = {(text.part, text.board_id): clean(text.text) for text in report.texts.all()}
    title = f"Uppföljning {period.year} av {version.plan.title}"
    content = ReportContent(
        title=f"{title}, rättad version {report.sequence}" if report.sequence > 1 else title,
        municipality=settings.MUNICIPALITY.name,
        coordinator=settings.MUNICIPALITY.coordinator,
        year=period.year,
        sequence=report.sequence,
        plan_title=version.plan.title,
        version_label=version.label,
        opens_on=period.opens_on,
        due_on=period.due_on,
        closes_on=period.closes_on,
        compiled_on=today,
        is_example=period.is_example,
        corrects=_corrected(report),
        introduction=clean(report.introduction),
        goals_text=clean(report.goals_text),
        proposals=clean(report.proposals),
        figures=figures(answer for each in activities for answer in each.answers),
        parts=_parts(activities, texts),
        boards=_boards(report, boards, activities, texts),
        activities=activities,
        comparison=None,
    )
    return replace(content, comparison=_comparison(report, content))


def figures(answers: Iterable[BoardAnswer]) -> Figures:
    """Count answers: one way for the whole plan, a part and a board."""
    counted = list(answers)
    return Figures(
        asked=len(counted),
        answered=sum(bool(answer.status) for answer in counted),
        awaiting=sum(answer.is_awaiting for answer in counted),
        late=sum(answer.is_late for answer in counted),
        unconfirmed=sum(answer.is_unconfirmed for answer in counted),
        statuses=tuple(
            StatusCount(
                status.value,
                ANSWERED[status].word,
                sum(answer.status == status for answer in counted),
            )
            for status in AnswerStatus
        ),
    )


def _answer(entry: FollowUpEntry, standing: _Standing) -> BoardAnswer:
    """An approved answer with all it says; of any other only that it is not there."""
    is_approved = entry.state == FollowUpEntry.State.APPROVED
    included = standing.inclusions.get((entry.activity_id, entry.board_id))
    return BoardAnswer(
        board=entry.board_id,
        status=entry.status if is_approved else "",
        word=ANSWERED[entry.status].word if is_approved else UNANSWERED_WORD,
        done=clean(entry.done) if is_approved else "",
        obstacles=clean(entry.obstacles) if is_approved else "",
        next_step=clean(entry.next_step) if is_approved else "",
        is_unchanged=is_approved and entry.is_unchanged,
        is_unconfirmed=is_approved and entry.pk in standing.unconfirmed,
        is_awaiting=not is_approved and entry.pk not in standing.unanswered,
        is_late=entry.pk in standing.late,
        included=included.is_included if included and is_approved else "",
        included_word=included.get_is_included_display() if included and is_approved else "",
        reference=clean(included.reference) if included and is_approved else "",
        goal=included.get_goal_display() if included and is_approved else "",
    )


def _activity(activity: Activity, answers: list[BoardAnswer]) -> ActivityContent:
    closure = getattr(activity, "closure", None)
    return ActivityContent(
        lineage=str(activity.lineage),
        number=activity.number,
        title=activity.title,
        part=activity.part,
        schedule_text=activity.schedule_text,
        closure=closure.words if closure else "",
        answers=tuple(answers),
    )


def _parts(
    activities: tuple[ActivityContent, ...], texts: dict[tuple[int | None, int | None], str]
) -> tuple[PartContent, ...]:
    there = {activity.part for activity in activities}
    return tuple(
        PartContent(
            number=part.value,
            name=str(part.label),
            text=texts.get((part.value, None), ""),
            figures=figures(a for e in activities if e.part == part for a in e.answers),
        )
        for part in Activity.Part
        if part in there
    )


def _boards(
    report: AnnualReport,
    boards: dict[int, Board],
    activities: tuple[ActivityContent, ...],
    texts: dict[tuple[int | None, int | None], str],
) -> tuple[BoardContent, ...]:
    decisions = {
        decision.board_id: decision
        for decision in BoardDecision.objects.filter(period=report.period)
    }
    of_board: dict[int, list[BoardAnswer]] = defaultdict(list)
    for activity in activities:
        for answer in activity.answers:
            of_board[answer.board].append(answer)
    found = []
    for board in sorted(boards.values(), key=lambda each: (each.order, each.name, each.pk)):
        decision = decisions.get(board.pk)
        found.append(
            BoardContent(
                key=board.pk,
                slug=board.slug,
                name=board.name,
                text=texts.get((None, board.pk), ""),
                figures=figures(of_board[board.pk]),
                decided_on=decision.decided_on if decision else None,
                paragraph=decision.paragraph if decision else "",
            )
        )
    return tuple(found)


def _corrected(report: AnnualReport) -> Corrected | None:
    former = report.corrects
    if former is None or former.frozen_at is None:
        return None
    return Corrected(
        sequence=former.sequence,
        frozen_on=timezone.localdate(former.frozen_at),
        sha256=former.sha256,
        what=clean(report.correction),
    )


def _comparison(report: AnnualReport, content: ReportContent) -> Comparison | None:
    earlier = AnnualReport.objects.before(report.period).only("content", "sha256").first()
    if earlier is None:
        return None
    return compare(from_text(earlier.content), earlier.sha256, content)
