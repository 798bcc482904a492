"""What is due and could be taken up at a meeting: from here, and from whoever answers the signal.

Late answers and routines live in other rooms, which do not know the council: they are asked by
`agenda_asked` and answer with suggestions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format

from actionplan.activities.models import Activity
from actionplan.council.kinds import MeetingKind, Source
from actionplan.council.meetings import CouncilMeeting
from actionplan.council.records import CouncilQuestion, Decision
from actionplan.plan.models import PlanVersion
from actionplan.signals import agenda_asked

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = "j F Y"


@dataclass(frozen=True)
class Suggestion:
    """A point that could be taken up. `key` names what it is about, so that it is offered once."""

    key: str
    source: Source
    title: str
    text: str = ""
    address: str = ""
    activity: int | None = None
    decision: int | None = None
    question: int | None = None


def suggestions(meeting: CouncilMeeting, today: date) -> list[Suggestion]:
    """Return what is due and does not stand on the meeting's agenda yet, by where it comes from."""
    taken = set(meeting.agenda.exclude(source_key="").values_list("source_key", flat=True))
    answers: list[tuple[Any, Any]] = agenda_asked.send(CouncilMeeting, meeting=meeting, today=today)
    handed_in: list[Suggestion] = [one for _, said in answers for one in said or ()]
    found = chain(
        _expired(today),
        handed_in,
        _decisions(meeting, today),
        _questions(meeting),
    )
    offered = {one.key: one for one in found if one.key not in taken}
    order = list(Source)
    return sorted(offered.values(), key=lambda one: order.index(one.source))


def _expired(today: date) -> Iterator[Suggestion]:
    """Activities whose years have passed without an answer."""
    version = PlanVersion.objects.current()
    if version is None:
        return
    for activity in Activity.objects.of(version).expired(today):
        yield Suggestion(
            key=f"activity:{activity.pk}",
            source=Source.LATE,
            title=f"Aktivitet {activity.number}: {activity.title}",
            text="Planens tid har gått ut och aktiviteten är inte besvarad.",
            activity=activity.pk,
        )


def _decisions(meeting: CouncilMeeting, today: date) -> Iterator[Suggestion]:
    """Decisions of the same circle that are not done: the steering group's stay with it."""
    found = Decision.objects.still_open().exclude(meeting=meeting)
    steering = meeting.kind == MeetingKind.STEERING
    found = (
        found.filter(meeting__kind=MeetingKind.STEERING)
        if steering
        else found.exclude(meeting__kind=MeetingKind.STEERING)
    )
    for decision in found.select_related("responsible_board", "responsible_person"):
        words = [f"Ansvarig: {decision.responsible}."]
        if decision.due_on:
            verb = "skulle vara klart" if decision.due_on < today else "ska vara klart"
            words.append(f"Det {verb} {date_format(decision.due_on, DAY)}.")
        yield Suggestion(
            key=f"decision:{decision.pk}",
            source=Source.DECISION,
            title=f"Beslut att följa upp: {decision}",
            text=" ".join(words),
            decision=decision.pk,
        )


def _questions(meeting: CouncilMeeting) -> Iterator[Suggestion]:
    if meeting.kind == MeetingKind.STEERING:
        return
    for question in CouncilQuestion.objects.unanswered():
        yield Suggestion(
            key=f"question:{question.pk}",
            source=Source.QUESTION,
            title=f"Fråga som väntar på svar: {question}",
            question=question.pk,
        )
