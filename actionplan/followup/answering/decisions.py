"""Noting when a board decided on its follow-up of a year."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from actionplan.followup.access import standing
from actionplan.followup.models import BoardDecision, FollowUpPeriod

if TYPE_CHECKING:
    from actionplan.followup.access import Person
    from resources.municipality.models import Board


@transaction.atomic
def note_decision(
    period: FollowUpPeriod,
    board: Board,
    *,
    decided_on: date,
    paragraph: str,
    seen: str,
    user: Person,
    now: datetime,
) -> BoardDecision:
    """Note the board's decision, or correct what was noted before; log what it said before.

    `seen` is what the page showed, as `said` has it. Raises `PermissionDenied` for who does not
    speak for the board, and `ValidationError` for a day that has not come, or when another has
    noted something since the page was shown.
    """
    today = timezone.localdate(now)
    who = standing(user, today)
    if who.user_id is None or not who.notes_for(board.pk):
        raise PermissionDenied
    if decided_on > today:
        raise ValidationError({"decided_on": "Skriv dagen när nämnden har beslutat."})
    fields = {
        "decided_on": decided_on,
        "paragraph": paragraph,
        "noted_at": now,
        "noted_by_id": who.user_id,
    }
    decision, is_new = BoardDecision.objects.select_for_update(of=("self",)).get_or_create(
        period=period, board=board, defaults=fields
    )
    before = None if is_new else decision
    if before is not None and said(before) != seen:
        by = decision.noted_by.get_full_name() or decision.noted_by.get_username()
        raise ValidationError(
            f"{by} har antecknat {said(decision)} sedan du öppnade sidan. "
            "Spara igen om det du har skrivit ska gälla i stället."
        )
    data = {"board": board.name, "before": said(before)}
    for name, value in fields.items():
        setattr(decision, name, value)
    decision.save()
    log(
        period,
        "actionplan.note_decision",
        user=user,
        timestamp=now,
        data=data | {"after": said(decision)},
    )
    return decision


def said(decision: BoardDecision | None) -> str:
    """Return a decision in words; "" when none is noted."""
    return f"{decision.decided_on:%Y-%m-%d}, {decision.paragraph}" if decision else ""
