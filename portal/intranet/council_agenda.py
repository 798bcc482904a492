"""What other rooms hand in when the council builds an agenda: late answers, routines to review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.formats import date_format

from actionplan.council.agenda.suggestions import Suggestion
from actionplan.council.kinds import MeetingKind, Source
from actionplan.council.models import CouncilMeeting
from actionplan.followup.models import FollowUpEntry
from actionplan.signals import agenda_asked
from portal.intranet.pages import RoutinePage


@receiver(agenda_asked)
def late_answers(meeting: CouncilMeeting, today: date, **_: Any) -> list[Suggestion]:
    """Hand in the answers that are late in open years, one suggestion an activity."""
    return list(_late(today)) if meeting.kind != MeetingKind.FORUM else []


@receiver(agenda_asked)
def routines_to_review(meeting: CouncilMeeting, today: date, **_: Any) -> list[Suggestion]:
    """Hand in the published routines whose day for review has come, the oldest day first."""
    if meeting.kind == MeetingKind.FORUM:
        return []
    late = RoutinePage.objects.live().filter(review_on__lte=today)
    return [
        Suggestion(
            key=f"routine:{page.pk}:{page.review_on}",
            source=Source.ROUTINE,
            title=f"Rutin: {page.title}",
            text=f"Skulle ses över senast {date_format(page.review_on, 'j F Y')}.",
            address=page.get_url() or "",
        )
        for page in late.order_by("review_on", "title")
    ]


def _late(today: date) -> Iterator[Suggestion]:
    entries = FollowUpEntry.objects.late(today).filter(period__state="open")
    ordered = entries.select_related("activity", "board", "period").order_by(
        "period__year", "activity__number", "board__order"
    )
    found: dict[tuple[int, int], list[FollowUpEntry]] = {}
    for entry in ordered:
        found.setdefault((entry.period_id, entry.activity_id), []).append(entry)
    for (period, pk), late in found.items():
        first = late[0]
        boards = ", ".join(entry.board.name for entry in late)
        due = date_format(first.period.due_on, "j F Y")
        yield Suggestion(
            key=f"late:{period}:{pk}",
            source=Source.LATE,
            title=f"Aktivitet {first.activity.number}: {first.activity.title}",
            text=f"Svaret dröjer från {boards}. Sista svarsdag var {due}.",
            address=reverse("followup_year", args=[first.period.year]),
            activity=pk,
        )
