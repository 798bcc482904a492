"""What can be asked of meetings, decisions and questions: one definition for page and mail."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from actionplan.council import access

if TYPE_CHECKING:
    from actionplan.activities.models import Activity
    from actionplan.council.access import Standing
    from actionplan.council.meetings import CouncilMeeting  # noqa: F401
    from actionplan.council.records import CouncilQuestion, Decision  # noqa: F401

_OPEN = Q(done_on__isnull=True)
# Who sees to a decision when the person has left.
LEFT = "Tidigare ansvarig har slutat"


class CouncilMeetingQuerySet(models.QuerySet["CouncilMeeting"]):
    """Meetings by kind, time and what the public knows of them."""

    def readable(self, who: Standing) -> CouncilMeetingQuerySet:
        """Meetings whose papers `who` may read."""
        # As a set of keys: the condition may look through other tables.
        return self.filter(pk__in=self.model.objects.filter(access.papers(who)).values("pk"))

    def with_minutes_for(self, who: Standing) -> CouncilMeetingQuerySet:
        """Meetings whose minutes `who` may read."""
        return self.filter(pk__in=self.model.objects.filter(access.minutes(who)).values("pk"))

    def with_public_minutes(self) -> CouncilMeetingQuerySet:
        """Meetings whose minutes anyone may read."""
        return self.filter(minutes_audience="public", minutes_published_at__isnull=False)

    def with_minutes_by_the_plan(self) -> CouncilMeetingQuerySet:
        """Meetings whose public minutes stand by the plan, the latest first.

        An announced forum has a page of its own, and its minutes there.
        """
        elsewhere = self.model.objects.announced().values("pk")
        found = self.with_public_minutes().exclude(pk__in=elsewhere)
        return found.order_by("-starts_at", "-pk")

    def held(self) -> CouncilMeetingQuerySet:
        """Meetings that take place or took place: not cancelled."""
        return self.filter(is_cancelled=False)

    def upcoming(self, now: datetime) -> CouncilMeetingQuerySet:
        """Meetings that are held and have not ended, the next first."""
        return self.held().not_over(now)

    def not_over(self, now: datetime) -> CouncilMeetingQuerySet:
        """Meetings that have not ended, the next first; one without an end ends as it begins."""
        running = Q(ends_at__gte=now) | Q(ends_at__isnull=True, starts_at__gte=now)
        return self.filter(running).order_by("starts_at", "pk")

    def past(self, now: datetime) -> CouncilMeetingQuerySet:
        """Meetings that have begun, the latest first."""
        return self.held().filter(starts_at__lt=now).order_by("-starts_at", "-pk")

    def in_year(self, year: int) -> CouncilMeetingQuerySet:
        """Meetings of a calendar year, where they are held."""
        return self.filter(starts_at__year=year)

    def announced(self) -> CouncilMeetingQuerySet:
        """Open forums that residents may see, the cancelled too: they must hear of that."""
        return self.filter(kind="open_forum", is_announced=True)


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions by activity, by whether they are done, and by who may know."""

    def readable(self, who: Standing) -> DecisionQuerySet:
        """Decisions that `who` may read: with the papers, with the minutes, or their own."""
        meeting: Any = self.model._meta.get_field("meeting").related_model
        meetings = meeting.objects
        own = self.model.objects.filter(access.decisions(who)).values("pk")
        return self.filter(
            Q(pk__in=own)
            | Q(meeting__in=meetings.readable(who))
            | Q(meeting__in=meetings.with_minutes_for(who))
        )

    def for_page(self) -> DecisionQuerySet:
        """Fetch all that a decision is shown with."""
        return self.select_related(
            "meeting", "responsible_board", "responsible_person"
        ).prefetch_related("activities")

    def for_activity(self, activity: Activity) -> DecisionQuerySet:
        """Decisions about an activity, whichever version of the plan they were linked in."""
        return (
            self.filter(activities__lineage=activity.lineage)
            .for_page()
            .distinct()
            .order_by("-meeting__starts_at", "-pk")
        )

    def public(self) -> DecisionQuerySet:
        """Decisions of meetings whose minutes anyone may read."""
        meeting: Any = self.model._meta.get_field("meeting").related_model
        meetings = meeting.objects
        return self.filter(meeting__in=meetings.with_public_minutes())

    def still_open(self) -> DecisionQuerySet:
        """Decisions that somebody has to see to and that are not done, the most urgent first."""
        somebody = (
            Q(responsible_board__isnull=False)
            | Q(responsible_person__isnull=False)
            | ~Q(responsible_text="")
        )
        return self.filter(_OPEN & somebody).order_by(models.F("due_on").asc(nulls_last=True), "pk")

    def left_behind(self) -> int:
        """Take what is not done from the person who saw to it and has left; return how many.

        Words stand in the person's place: a decision with a day is always somebody's.
        """
        return self.filter(_OPEN).update(
            responsible_person=None,
            responsible_text=LEFT,
            revision=models.F("revision") + 1,
        )

    def late(self, today: date) -> DecisionQuerySet:
        """Decisions that should have been done before `today`."""
        return self.still_open().filter(due_on__lt=today)


class CouncilQuestionQuerySet(models.QuerySet["CouncilQuestion"]):
    """Questions by whether they have an answer, and by who may know."""

    def readable(self, who: Standing) -> CouncilQuestionQuerySet:
        """Questions that `who` may read."""
        return self.filter(access.questions(who))

    def unanswered(self) -> CouncilQuestionQuerySet:
        """Questions that wait for an answer, the oldest first."""
        return self.filter(answered_at__isnull=True).order_by("asked_at", "pk")

    def answered(self) -> CouncilQuestionQuerySet:
        """Questions with an answer."""
        return self.filter(answered_at__isnull=False)
