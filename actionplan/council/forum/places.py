"""How many places are taken: read for all the forums of a page at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count

from actionplan.council.forum.models import ForumSignUp, State
from actionplan.council.forum.standing import Standing, standing
from actionplan.council.meetings import CouncilMeeting


def standings(meetings: Collection[CouncilMeeting], now: datetime) -> dict[int, Standing]:
    """Return where each forum stands at `now`, by its key. One query."""
    rows = (
        ForumSignUp.objects.filter(meeting__in=[meeting.pk for meeting in meetings])
        .order_by()
        .values_list("meeting", "state")
        .annotate(Count("pk"))
    )
    counts = {(meeting, state): count for meeting, state, count in rows}
    return {
        meeting.pk: standing(
            meeting,
            taken=counts.get((meeting.pk, State.PLACED), 0),
            queued=counts.get((meeting.pk, State.QUEUED), 0),
            now=now,
        )
        for meeting in meetings
    }


def standing_of(meeting: CouncilMeeting, now: datetime) -> Standing:
    """Return where one forum stands at `now`."""
    return standings([meeting], now)[meeting.pk]
