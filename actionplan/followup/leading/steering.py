"""What the steering group asks: what changed since a day, what is late, what is decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from django.utils import timezone
from wagtail.models import ModelLogEntry

from actionplan.activities.models import Activity, ActivityClosure, InterimStatus
from actionplan.activities.status import ANSWERED, AnswerStatus, State
from actionplan.followup.answering.marks import days_words
from actionplan.followup.models import BoardDecision, EntryEvent, FollowUpEntry
from actionplan.plan.models import PlanVersion

DAYS_BACK = 90
WORDS = {
    EntryEvent.Verb.APPROVED.value: "godkänt",
    EntryEvent.Verb.RETURNED.value: "återlämnat",
    EntryEvent.Verb.REOPENED.value: "öppnat igen",
    EntryEvent.Verb.CONFIRMED.value: "bekräftat av nämnden",
}
TROUBLED = (AnswerStatus.DELAYED, AnswerStatus.PAUSED)


@dataclass(frozen=True)
class Changed:
    """One thing that happened: the day, what it is about, who for, and the words."""

    on: date
    about: str
    board: str
    words: str
    state: State | None = None
    text: str = ""


@dataclass(frozen=True)
class Late:
    """A board's answers that are late, and how late."""

    board: str
    year: int
    words: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Overview:
    """All that the steering group sees."""

    since: date
    notes: tuple[Changed, ...]
    answers: tuple[Changed, ...]
    closures: tuple[Changed, ...]
    late: tuple[Late, ...]
    troubled: tuple[Changed, ...]
    decisions: tuple[Changed, ...]


def last_meeting(today: date) -> date:
    """Return the day of the latest meeting that something was noted at, else some months back."""
    notes = InterimStatus.objects.exclude(meeting="").filter(noted_on__lt=today)
    latest: date | None = notes.aggregate(on=Max("noted_on"))["on"]
    return latest or today - timedelta(days=DAYS_BACK)


def overview(since: date, today: date) -> Overview:
    """Return what has happened from `since` on, and how it stands today."""
    return Overview(
        since=since,
        notes=_notes(since),
        answers=_answers(since),
        closures=_closures(since),
        late=_late(today),
        troubled=_troubled(),
        decisions=_decisions(since),
    )


def _notes(since: date) -> tuple[Changed, ...]:
    notes = InterimStatus.objects.since(since).select_related("activity", "board")
    return tuple(
        Changed(
            note.noted_on,
            str(note.activity),
            note.board.name if note.board else "",
            note.meeting,
            ANSWERED[note.status],
            note.text,
        )
        for note in notes
    )


def _answers(since: date) -> tuple[Changed, ...]:
    events = EntryEvent.objects.filter(verb__in=WORDS, at__date__gte=since)
    return tuple(
        Changed(
            timezone.localdate(event.at),
            str(event.entry.activity),
            event.entry.board.name,
            WORDS[event.verb],
            ANSWERED.get(event.content.get("status", "")),
            event.comment,
        )
        for event in events.select_related("entry__activity", "entry__board")
    )


def _closures(since: date) -> tuple[Changed, ...]:
    """Closures that were entered since: a closure has a year and no day, so the log tells."""
    made = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(ActivityClosure),
        action="wagtail.create",
        timestamp__date__gte=since,
    )
    days = {int(entry.object_id): timezone.localdate(entry.timestamp) for entry in made}
    closures = ActivityClosure.objects.filter(pk__in=days).select_related("activity")
    return tuple(
        Changed(
            days[closure.pk], str(closure.activity), "", closure.words, ANSWERED[closure.outcome]
        )
        for closure in closures.order_by("activity__number")
    )


def _late(today: date) -> tuple[Late, ...]:
    entries = FollowUpEntry.objects.late(today).filter(period__state="open")
    found: dict[tuple[str, int, date], list[int]] = {}
    for entry in entries.select_related("period", "board", "activity").order_by(
        "period__year", "board__order", "board", "activity__number"
    ):
        key = entry.board.name, entry.period.year, entry.period.due_on
        found.setdefault(key, []).append(entry.activity.number)
    return tuple(
        Late(board, year, days_words(due_on, today), tuple(numbers))
        for (board, year, due_on), numbers in found.items()
    )


def _troubled() -> tuple[Changed, ...]:
    """Where a board's latest answer about what still runs says delayed or paused, and why."""
    version = PlanVersion.objects.current()
    if version is None:
        return ()
    running = Activity.objects.of(version).still_open().values("lineage")
    entries = FollowUpEntry.objects.current(version).filter(
        status__in=TROUBLED, activity__lineage__in=running
    )
    return tuple(
        Changed(
            timezone.localdate(entry.approved_at),
            str(entry.activity),
            entry.board.name,
            str(entry.period.year),
            entry.answer,
            entry.obstacles,
        )
        for entry in entries.select_related("activity", "board", "period").order_by(
            "activity__number", "board__order"
        )
        if entry.approved_at
    )


def _decisions(since: date) -> tuple[Changed, ...]:
    noted = BoardDecision.objects.filter(decided_on__gte=since).select_related("board", "period")
    plans = PlanVersion.objects.filter(adopted_on__gte=since).select_related("plan", "adopted_by")
    decisions = [
        Changed(one.decided_on, str(one.period), one.board.name, one.paragraph) for one in noted
    ]
    decisions += [
        Changed(
            version.adopted_on,
            str(version),
            version.adopted_by.name if version.adopted_by else "",
            "antagen",
        )
        for version in plans
        if version.adopted_on
    ]
    return tuple(sorted(decisions, key=lambda one: one.on, reverse=True))
