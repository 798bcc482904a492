"""What is done to a follow-up year: planned, opened, given more time, closed, opened again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from actionplan.followup.asking import who_is_asked
from actionplan.followup.models import FollowUpEntry, FollowUpPeriod
from actionplan.plan.leading import leads
from actionplan.plan.models import PlanVersion

if TYPE_CHECKING:
    from actionplan.followup.access import Person

# What the form suggests; the plan only says that the follow-up is yearly.
OPENS, DUE, CLOSES = (10, 1), (11, 30), (1, 31)
State = FollowUpPeriod.State
CHANGED = "Något har ändrats i registren sedan du såg efter. Så här är det nu."


@dataclass(frozen=True)
class Suggestion:
    """What a new year would be, as far as can be guessed."""

    version: PlanVersion | None
    year: int
    opens_on: date
    due_on: date
    closes_on: date


def suggestion(today: date) -> Suggestion:
    """Return the first year from this one on that has no follow-up, with days in its autumn.

    An opening day that has passed is today, and the last day to answer then follows two months on.
    """
    taken = set(FollowUpPeriod.objects.values_list("year", flat=True))
    year = today.year
    while year in taken:
        year += 1
    opens_on, due_on = date(year, *OPENS), date(year, *DUE)
    closes_on = date(year + 1, *CLOSES)
    if opens_on < today:
        opens_on = today
        due_on = max(due_on, date(year + 1, 1, 31))
        closes_on = max(closes_on, date(year + 1, 3, 31))
    return Suggestion(PlanVersion.objects.current(), year, opens_on, due_on, closes_on)


@transaction.atomic
def plan_period(period: FollowUpPeriod, *, user: Person, now: datetime) -> FollowUpPeriod:
    """Save a year that is planned, new or changed, and return it.

    Raises `PermissionDenied` for who does not lead, and `ValidationError` when the year has been
    opened or breaks a rule.
    """
    _require(leads(user))
    if period.pk and _held(period).state != State.PLANNED:
        raise ValidationError("Uppföljningen är redan öppnad. Då går bara datumen att flytta.")
    period.full_clean()
    period.save()
    log(period, "actionplan.plan_followup", user=user, timestamp=now, content_changed=True)
    return period


@transaction.atomic
def move_dates(
    period: FollowUpPeriod, *, due_on: date, closes_on: date, user: Person, now: datetime
) -> FollowUpPeriod:
    """Give the boards more time while the year is open; the new days are logged.

    Raises `PermissionDenied`, and `ValidationError` when the year is not open or a day would come
    earlier than what the boards have been told.
    """
    _require(leads(user))
    held = _held(period)
    if held.state != State.OPEN:
        raise ValidationError("Bara en öppen uppföljning kan få andra datum.")
    if due_on < held.due_on:
        raise ValidationError(
            {"due_on": "Nämnderna har fått ett senare datum. Välj det eller ge mer tid."}
        )
    if closes_on < held.closes_on:
        raise ValidationError({"closes_on": "Stängningen kan bara flyttas framåt."})
    held.due_on, held.closes_on = due_on, closes_on
    held.full_clean()
    held.save(update_fields=["due_on", "closes_on"])
    days = {"due_on": due_on.isoformat(), "closes_on": closes_on.isoformat()}
    log(held, "actionplan.move_followup", user=user, timestamp=now, data=days, content_changed=True)
    return held


def _held(period: FollowUpPeriod) -> FollowUpPeriod:
    return FollowUpPeriod.objects.select_for_update().get(pk=period.pk)


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


@transaction.atomic
def open_period(
    period: FollowUpPeriod,
    *,
    left_out: Iterable[int] = (),
    seen: str | None = None,
    user: Person,
    now: datetime,
) -> int:
    """Open a planned year: make an empty entry for all that is asked; return how many.

    `seen` is the `Asking.mark` of what the person was shown, where somebody was. Raises
    `PermissionDenied` for who does not lead, and `ValidationError` when the year is not planned,
    something else would be asked than was seen, or nobody would be asked.
    """
    _require(leads(user))
    held = FollowUpPeriod.objects.select_for_update().get(pk=period.pk)
    if held.state != FollowUpPeriod.State.PLANNED:
        raise ValidationError("Uppföljningen är redan öppnad.")
    asking = who_is_asked(held, left_out)
    if seen is not None and asking.mark != seen:
        raise ValidationError(CHANGED)
    pairs = asking.pairs
    if not pairs:
        raise ValidationError("Ingen nämnd skulle bli tillfrågad. Välj minst en aktivitet.")
    FollowUpEntry.objects.bulk_create(
        FollowUpEntry(period=held, activity=activity, board=board) for activity, board in pairs
    )
    held.state, held.opened_at, held.opened_by_id = FollowUpPeriod.State.OPEN, now, user.pk
    held.save()
    log(held, "actionplan.open_followup", user=user, timestamp=now, content_changed=True)
    return len(pairs)


@transaction.atomic
def close_period(period: FollowUpPeriod, *, user: Person, now: datetime) -> None:
    """Close an open year: the database takes no entries while it is closed.

    Raises `PermissionDenied` and, when the year is not open, `ValidationError`.
    """
    _require(leads(user))
    held = FollowUpPeriod.objects.select_for_update().get(pk=period.pk)
    if held.state != FollowUpPeriod.State.OPEN:
        raise ValidationError("Bara en öppen uppföljning kan stängas.")
    held.state, held.closed_at, held.closed_by_id = FollowUpPeriod.State.CLOSED, now, user.pk
    held.save()
    log(held, "actionplan.close_followup", user=user, timestamp=now, content_changed=True)


@transaction.atomic
def reopen_period(
    period: FollowUpPeriod, *, closes_on: date, reason: str, user: Person, now: datetime
) -> None:
    """Open a closed year again until `closes_on`, to correct what is wrong; the log keeps why.

    A frozen report stays as it is: what is corrected comes in a new report that points at it.
    Raises `PermissionDenied`, and `ValidationError` at the field that is wrong.
    """
    _require(leads(user))
    held = FollowUpPeriod.objects.select_for_update().get(pk=period.pk)
    if held.state != FollowUpPeriod.State.CLOSED:
        raise ValidationError("Bara en stängd uppföljning kan öppnas igen.")
    if not reason.strip():
        raise ValidationError({"reason": "Skriv varför uppföljningen öppnas igen."})
    if closes_on < timezone.localdate(now):
        raise ValidationError({"closes_on": "Välj en dag som inte har passerat."})
    held.state, held.closes_on = FollowUpPeriod.State.OPEN, max(closes_on, held.due_on)
    held.closed_at = held.closed_by = None
    held.save()
    data = {"reason": reason.strip()}
    log(held, "actionplan.reopen_followup", user=user, timestamp=now, data=data)
