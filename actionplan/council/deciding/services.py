"""Decisions: recorded, changed, done, and opened again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from actionplan.council.access import Standing, require_runs, standing
from actionplan.council.openings import IS_PUBLISHED, Opens, require_open
from actionplan.council.records import Decision
from actionplan.signals import decision_recorded

if TYPE_CHECKING:
    from actionplan.activities.models import Activity
    from actionplan.council.access import Person

CHANGED = (
    "Någon har sparat ändringar i beslutet sedan du öppnade sidan. Det du har skrivit är inte "
    "sparat, men det står kvar. Öppna sidan i en ny flik, jämför och gör om dina ändringar där."
)


@transaction.atomic
def record_decision(
    decision: Decision, activities: Iterable[Activity] = (), *, user: Person, now: datetime
) -> Decision:
    """Save a new decision with the activities that it is about, and return it.

    Raises `PermissionDenied` for who does not run the council, and `ValidationError`, also for a
    meeting that is cancelled, has not begun, or has published minutes.
    """
    require_runs(user)
    require_open(decision.meeting, Opens.UNTIL_PUBLISHED, now)
    decision.full_clean()
    decision.save(force_insert=True)
    decision.activities.set(activities)
    log(decision, "actionplan.record_decision", user=user, timestamp=now)
    decision_recorded.send(Decision, decision=decision, now=now)
    return decision


@transaction.atomic
def change_decision(
    decision: Decision,
    activities: Iterable[Activity] = (),
    *,
    revision: int,
    user: Person,
    now: datetime,
) -> Decision:
    """Save what has been changed of a decision; who comes to see to it is told.

    Raises `PermissionDenied`, and `ValidationError` when it has been changed since `revision`, or
    its words would be after they are published.
    """
    require_runs(user)
    held = _held(decision, revision)
    if held.text != decision.text and held.meeting.has_published_minutes:
        raise ValidationError({"text": IS_PUBLISHED})
    before = held.responsible_person_id
    decision.revision = revision + 1
    decision.full_clean()
    decision.save()
    decision.activities.set(activities)
    log(decision, "actionplan.change_decision", user=user, timestamp=now, content_changed=True)
    if decision.responsible_person_id != before and decision.done_on is None:
        decision_recorded.send(Decision, decision=decision, now=now)
    return decision


def may_finish(decision: Decision, who: Standing) -> bool:
    """Whether somebody may say that a decision is done: who runs the council, or sees to it."""
    return who.runs or (who.user_id is not None and decision.responsible_person_id == who.user_id)


@transaction.atomic
def finish_decision(
    decision: Decision, on: date, note: str, *, revision: int, user: Person, now: datetime
) -> Decision:
    """Say that a decision is done, on which day and how.

    Raises `PermissionDenied`, and `ValidationError` for a day to come or a changed decision.
    """
    today = timezone.localdate(now)
    if not may_finish(decision, standing(user, today)):
        raise PermissionDenied
    held = _held(decision, revision)
    if on > today:
        raise ValidationError({"done_on": "Dagen har inte varit än."})
    held.done_on, held.done_note = on, note.strip()
    return _saved(held, "actionplan.finish_decision", user, now)


@transaction.atomic
def reopen_decision(decision: Decision, *, revision: int, user: Person, now: datetime) -> Decision:
    """Take back that a decision is done. Raises as `finish_decision`."""
    if not may_finish(decision, standing(user, timezone.localdate(now))):
        raise PermissionDenied
    held = _held(decision, revision)
    held.done_on, held.done_note = None, ""
    return _saved(held, "actionplan.reopen_decision", user, now)


def _held(decision: Decision, revision: int) -> Decision:
    held = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if held.revision != revision:
        raise ValidationError(CHANGED)
    return held


def _saved(held: Decision, action: str, user: Person, now: datetime) -> Decision:
    held.revision += 1
    held.full_clean()
    held.save()
    log(held, action, user=user, timestamp=now, content_changed=True)
    return held
