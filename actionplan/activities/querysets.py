"""What can be asked about activities: one definition for page, desk, export and report."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from resources.municipality.models import Board

if TYPE_CHECKING:
    from actionplan.activities.models import Activity, InterimStatus  # noqa: F401
    from actionplan.plan.models import PlanVersion

_OPEN = Q(closure__isnull=True)


def _years_have_passed(today: date) -> Q:
    """Whether the activity's years, or where the plan gives no end the version's, have passed.

    An activity that the plan lets run on has no years that can pass.
    """
    no_end = Q(end_year__isnull=True, is_ongoing=False, version__last_year__lt=today.year)
    return Q(end_year__lt=today.year) | no_end


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Activities by place, year, board and state."""

    def public(self) -> ActivityQuerySet:
        """Activities of versions that anyone may read."""
        return self.exclude(version__state="draft")

    def of(self, version: PlanVersion) -> ActivityQuerySet:
        """The activities of one version, in the plan's order."""
        return self.filter(version=version).order_by("number")

    def in_part(self, part: int) -> ActivityQuerySet:
        """Activities in one part of the plan."""
        return self.filter(part=part)

    def in_area(self, slug: str) -> ActivityQuerySet:
        """Activities that concern a violence area: those tagged with it, and those for all."""
        tagged = self.model.violence_areas.through.objects.filter(
            activity=OuterRef("pk"), violencearea__slug=slug
        )
        return self.filter(Q(all_areas=True) | Exists(tagged))

    def in_year(self, year: int) -> ActivityQuerySet:
        """Activities that surely run in `year`.

        One whose end is open runs on from its start; one whose end is unknown is only sure
        to run in its first year. One that is closed runs no longer than to its closure.
        """
        planned = Q(end_year__gte=year) | Q(is_ongoing=True)
        not_closed_before = _OPEN | Q(closure__year__gte=year)
        return self.filter(
            Q(start_year__lte=year) & planned & not_closed_before | Q(start_year=year)
        ).exclude(closure__year__lt=year)

    def answered_by(self, board: Board, year: int) -> ActivityQuerySet:
        """Activities that `board` answers for in `year`: named, or as one of *Alla nämnder*.

        It answers for the boards that were closed into it too.
        """
        named = self.model._meta.get_field("responsibilities").related_model.objects
        boards = board.with_predecessors()
        answers = Q(Exists(named.filter(activity=OuterRef("pk"), board__in=boards)))
        if Board.objects.all_committees(year).filter(pk=board.pk).exists():
            answers |= Q(applies_to_all_committees=True)
        return self.filter(answers)

    def unanswered(self) -> ActivityQuerySet:
        """Activities that neither a closure nor an approved answer says anything about."""
        return self.filter(self._unanswered())

    def expired(self, today: date) -> ActivityQuerySet:
        """Unanswered activities whose years, or where they are open the version's, have passed."""
        return self.unanswered().filter(_years_have_passed(today))

    def still_open(self) -> ActivityQuerySet:
        """Activities without a closure."""
        return self.filter(_OPEN)

    def closed_as(self, outcome: str) -> ActivityQuerySet:
        """Activities with a closure that says `outcome`."""
        return self.filter(closure__outcome=outcome)

    def _unanswered(self) -> Q:
        # The answers stand in the room above, so they are reached by the relation. An activity is
        # followed by its lineage, and an old version is not answered by what was said of a newer.
        answers: Any = self.model._meta.get_field("followup_entries").related_model
        of_this = answers.objects.approved().filter(
            activity__lineage=OuterRef("lineage"),
            period__version__first_year__lte=OuterRef("version__first_year"),
        )
        return _OPEN & ~Q(Exists(of_this))

    def with_years_passed(self, today: date) -> ActivityQuerySet:
        """Add `years_have_passed`, for the state of each activity as it is shown."""
        return self.annotate(years_have_passed=_years_have_passed(today))

    def counts(self, today: date) -> dict[str, int]:
        """How many there are in each state, in one query. Unanswered includes expired."""
        unanswered = self._unanswered()
        return self.aggregate(
            activities=Count("pk"),
            completed=Count("pk", filter=Q(closure__outcome="completed")),
            dropped=Count("pk", filter=Q(closure__outcome="dropped")),
            ongoing=Count("pk", filter=_OPEN & Q(is_ongoing=True)),
            unanswered=Count("pk", filter=unanswered),
            expired=Count("pk", filter=unanswered & _years_have_passed(today)),
            needs_reading=Count("pk", filter=Q(schedule_needs_reading=True)),
        )

    def for_detail(self) -> ActivityQuerySet:
        """Fetch all that an activity is shown with, in a number of queries that is constant."""
        responsibilities = self.model.responsibilities.rel.related_model.objects
        return self.select_related("version__plan", "closure").prefetch_related(
            "points",
            "milestones",
            "violence_areas",
            "target_groups",
            Prefetch("responsibilities", responsibilities.select_related("board__successor")),
        )


class InterimStatusQuerySet(models.QuerySet["InterimStatus"]):
    """Notes of how things stand, by activity and day."""

    def newest(self) -> InterimStatusQuerySet:
        """The latest of these notes for each activity and board, or for the activity in general."""
        order = ("activity_id", "board_id", "-noted_on", "-pk")
        keys = self.order_by(*order).distinct("activity_id", "board_id").values("pk")
        return self.model.objects.filter(pk__in=keys)

    def since(self, day: date) -> InterimStatusQuerySet:
        """Notes of how it stood on `day` or later."""
        return self.filter(noted_on__gte=day)
