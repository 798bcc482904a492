"""Points are taken up, written, moved and removed; and it is noted who came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from wagtail.log_actions import log

from actionplan.council.holding import hold, keep
from actionplan.council.kinds import Source
from actionplan.council.openings import Opens
from actionplan.council.papers import AgendaItem, Attendance

if TYPE_CHECKING:
    from actionplan.council.access import Person
    from actionplan.council.agenda.suggestions import Suggestion
    from actionplan.council.meetings import CouncilMeeting


@transaction.atomic
def take_up(
    meeting: CouncilMeeting,
    chosen: Iterable[Suggestion],
    *,
    revision: int,
    user: Person,
    now: datetime,
) -> int:
    """Put suggestions last on the agenda, in their order; return how many."""
    held = hold(meeting, revision, user, now)
    last = _last(held)
    items = [
        AgendaItem(
            meeting=held,
            order=last + number,
            title=one.title[:250],
            text=one.text,
            source=one.source,
            source_key=one.key,
            address=one.address,
            activity_id=one.activity,
            decision_id=one.decision,
            question_id=one.question,
        )
        for number, one in enumerate(chosen, start=1)
    ]
    if not items:
        raise ValidationError("Välj minst en punkt att ta upp.")
    AgendaItem.objects.bulk_create(items)
    _kept(held, user, now)
    return len(items)


@transaction.atomic
def add_point(
    meeting: CouncilMeeting,
    title: str,
    text: str = "",
    *,
    revision: int,
    user: Person,
    now: datetime,
) -> AgendaItem:
    """Put a point of one's own last on the agenda and return it."""
    held = hold(meeting, revision, user, now)
    item = AgendaItem(
        meeting=held,
        order=_last(held) + 1,
        title=title.strip(),
        text=text.strip(),
        source=Source.OWN,
    )
    item.full_clean()
    item.save()
    _kept(held, user, now)
    return item


@transaction.atomic
def write_point(
    item: AgendaItem, title: str, text: str, *, revision: int, user: Person, now: datetime
) -> AgendaItem:
    """Change the words of a point and return it."""
    held = hold(item.meeting, revision, user, now)
    point = held.agenda.get(pk=item.pk)
    point.title, point.text = title.strip(), text.strip()
    point.full_clean()
    point.save(update_fields=["title", "text"])
    _kept(held, user, now)
    return point


@transaction.atomic
def reorder(
    meeting: CouncilMeeting,
    numbers: Mapping[int, int],
    *,
    revision: int,
    user: Person,
    now: datetime,
) -> None:
    """Put the points in the order of their `numbers`, by key; equal numbers keep their order."""
    held = hold(meeting, revision, user, now)
    items = sorted(held.agenda.all(), key=lambda one: numbers.get(one.pk, one.order))
    for place, item in enumerate(items, start=1):
        item.order = place
    AgendaItem.objects.bulk_update(items, ["order"])
    _kept(held, user, now)


def move(item: AgendaItem, steps: int, *, revision: int, user: Person, now: datetime) -> None:
    """Move a point `steps` down the agenda, up where negative; at an end it stays."""
    keys = list(item.meeting.agenda.values_list("pk", flat=True))
    place = keys.index(item.pk)
    keys.insert(max(0, place + steps), keys.pop(place))
    numbers = {key: number for number, key in enumerate(keys, start=1)}
    reorder(item.meeting, numbers, revision=revision, user=user, now=now)


@transaction.atomic
def remove_point(item: AgendaItem, *, revision: int, user: Person, now: datetime) -> None:
    """Take a point from the agenda; what it came from is offered again."""
    held = hold(item.meeting, revision, user, now)
    held.agenda.filter(pk=item.pk).delete()
    items = list(held.agenda.all())
    for place, one in enumerate(items, start=1):
        one.order = place
    AgendaItem.objects.bulk_update(items, ["order"])
    _kept(held, user, now)


@transaction.atomic
def note_attendance(
    meeting: CouncilMeeting,
    said: Mapping[tuple[str, int], str],
    *,
    revision: int,
    user: Person,
    now: datetime,
) -> int:
    """Note who came, by what they are ("seat", "member", "person") and key; return how many are.

    An empty word takes a note away; what is not asked about stays. Raises `ValidationError` for a
    meeting to come.
    """
    held = hold(meeting, revision, user, now, Opens.ONCE_BEGUN)
    for asked in ("seat", "member", "person"):
        keys = [key for what, key in said if what == asked]
        held.attendance.filter(**{f"{asked}__in": keys}).delete()
    rows = [
        Attendance(meeting=held, state=state, **{f"{what}_id": key})
        for (what, key), state in said.items()
        if state
    ]
    for row in rows:
        row.full_clean()
        row.save()
    keep(held, now=now)
    log(held, "actionplan.note_attendance", user=user, timestamp=now, content_changed=True)
    return len(rows)


def _last(meeting: CouncilMeeting) -> int:
    return meeting.agenda.aggregate(last=Max("order"))["last"] or 0


def _kept(held: CouncilMeeting, user: Person, now: datetime) -> None:
    keep(held, now=now)
    log(held, "actionplan.write_agenda", user=user, timestamp=now, content_changed=True)
