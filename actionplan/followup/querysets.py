"""What can be asked of follow-up years and answers: one definition for desk, page and report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery

from actionplan.activities.status import AnswerStatus
from actionplan.followup.access import Verb, rule, standing
from actionplan.followup.states import NOT_HANDED_IN

if TYPE_CHECKING:
    from actionplan.activities.models import Activity
    from actionplan.followup.access import Person, Standing
    from actionplan.followup.models import FollowUpEntry, FollowUpPeriod  # noqa: F401
    from actionplan.plan.models import PlanVersion
    from resources.municipality.models import Board

_UNANSWERED = Q(state__in=NOT_HANDED_IN)
_APPROVED = Q(state="approved")
BEHIND = (AnswerStatus.NOT_STARTED, AnswerStatus.DELAYED, AnswerStatus.PAUSED)
_UNCONFIRMED = Q(is_on_behalf=True, confirmed_at__isnull=True) & ~_UNANSWERED


def _late(today: date) -> Q:
    return _UNANSWERED & Q(period__due_on__lt=today) & ~Q(period__state="planned")


@dataclass(frozen=True)
class FollowUpFigures:
    """How many answers are where: `asked` in all, `statuses` of those that are approved.

    What is not answered is in no status: it is never *not started* and never counts as zero.
    """

    asked: int
    approved: int
    submitted: int
    unanswered: int
    late: int
    unconfirmed: int
    statuses: dict[str, int]


def _counts(today: date) -> dict[str, Count]:
    counts = {
        "asked": Count("pk"),
        "approved": Count("pk", filter=_APPROVED),
        "submitted": Count("pk", filter=Q(state="submitted")),
        "unanswered": Count("pk", filter=_UNANSWERED),
        "late": Count("pk", filter=_late(today)),
        "unconfirmed": Count("pk", filter=_UNCONFIRMED),
    }
    statuses = {
        f"is_{status}": Count("pk", filter=_APPROVED & Q(status=status))
        for status in AnswerStatus.values
    }
    return counts | statuses


def _figures(counted: dict[str, int]) -> FollowUpFigures:
    said = {status: counted.pop(f"is_{status}") for status in AnswerStatus.values}
    return FollowUpFigures(**counted, statuses=said)


class FollowUpPeriodQuerySet(models.QuerySet["FollowUpPeriod"]):
    """Follow-up years by state."""

    def opened(self) -> FollowUpPeriodQuerySet:
        """Years that boards have been asked about, open or closed."""
        return self.exclude(state="planned")

    def running(self) -> FollowUpPeriodQuerySet:
        """Years that are open for answers."""
        return self.filter(state="open")


class FollowUpEntryQuerySet(models.QuerySet["FollowUpEntry"]):
    """Answers by year, board, state and who may do what with them."""

    def of(self, period: FollowUpPeriod) -> FollowUpEntryQuerySet:
        """The entries of one year, in the plan's order and the boards' own."""
        return self.filter(period=period).order_by("activity__number", "board__order", "pk")

    def by(self, board: Board) -> FollowUpEntryQuerySet:
        """The entries of one board."""
        return self.filter(board=board)

    def approved(self) -> FollowUpEntryQuerySet:
        """What anyone may read."""
        return self.filter(_APPROVED)

    def unanswered(self) -> FollowUpEntryQuerySet:
        """Nothing is handed in: not begun, a draft, or handed back."""
        return self.filter(_UNANSWERED)

    def late(self, today: date) -> FollowUpEntryQuerySet:
        """Unanswered past the due date, in a year that is open or was closed without an answer."""
        return self.filter(_late(today))

    def unconfirmed(self) -> FollowUpEntryQuerySet:
        """Entered for a board that has not said yet that it is right."""
        return self.filter(_UNCONFIRMED)

    def figures(self, today: date) -> FollowUpFigures:
        """Count these entries by state, and the approved ones by what they say. One query."""
        return _figures(self.order_by().aggregate(**_counts(today)))

    def figures_by(self, group: str, today: date) -> dict[int, FollowUpFigures]:
        """Count as `figures` does, for each `board` or each `period` by its key. One query."""
        rows = self.order_by().values(group).annotate(**_counts(today))
        return {row.pop(group): _figures(row) for row in rows}

    def current(self, version: PlanVersion) -> FollowUpEntryQuerySet:
        """Where the activities of `version` stand: the latest approved answer of each board.

        Activities are followed by their lineage, so what was answered in an earlier version holds
        until it is answered anew; what was said of a later version is not the old one's.
        """
        answers = self.model.objects.approved().filter(
            period__version__first_year__lte=version.first_year
        )
        later = answers.filter(
            activity__lineage=OuterRef("activity__lineage"),
            board=OuterRef("board"),
            period__year__gt=OuterRef("period__year"),
        )
        lineages = version.activities.values("lineage")
        return answers.filter(activity__lineage__in=lineages).exclude(Exists(later))

    def standing_still(self, version: PlanVersion) -> FollowUpEntryQuerySet:
        """Of `current`, those where the board has said twice in a row that nothing moves on."""
        before = (
            self.model.objects.approved()
            .filter(
                activity__lineage=OuterRef("activity__lineage"),
                board=OuterRef("board"),
                period__year__lt=OuterRef("period__year"),
            )
            .order_by("-period__year")
            .values("status")[:1]
        )
        current = self.current(version).annotate(status_before=Subquery(before))
        return current.filter(status__in=BEHIND, status_before__in=BEHIND)

    def earlier(self, period: FollowUpPeriod) -> FollowUpEntryQuerySet:
        """Approved answers of years before `period`; invented ones only for an invented year."""
        return self.approved().filter(
            period__year__lt=period.year, period__is_example=period.is_example
        )

    def before(
        self, activity: Activity, board: Board, period: FollowUpPeriod
    ) -> FollowUpEntryQuerySet:
        """The `earlier` answers of a board about the same activity, the latest first.

        An activity is followed through the versions of the plan by its lineage.
        """
        return (
            self.earlier(period)
            .filter(activity__lineage=activity.lineage, board=board)
            .order_by("-period__year")
        )

    def allowed(self, verb: Verb, user: Person, today: date) -> FollowUpEntryQuerySet:
        """The entries that `user` may `verb` on the day `today`."""
        return self.filter(rule(verb, standing(user, today), today))

    def with_rights(self, who: Standing, today: date) -> FollowUpEntryQuerySet:
        """Add `may_write`, `may_approve` and so on, for lists that show what can be done."""
        rights = {
            f"may_{verb.value}": models.ExpressionWrapper(
                rule(verb, who, today), output_field=models.BooleanField()
            )
            for verb in Verb
        }
        return self.annotate(**rights)

    def for_page(self) -> FollowUpEntryQuerySet:
        """Fetch what an entry is shown with."""
        return self.select_related(
            "period__version__plan", "activity__version__plan", "board", "submitted_by", "saved_by"
        )
