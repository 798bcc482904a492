"""A seat is changed, or given to somebody new from a day on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from actionplan.council.access import require_runs
from actionplan.council.seats import CouncilSeat
from resources.desks.concurrency import content_mark

if TYPE_CHECKING:
    from actionplan.council.access import Person

CHANGED = (
    "Någon har sparat ändringar i platsen sedan du öppnade sidan. Det du har skrivit är inte "
    "sparat, men det står kvar. Öppna sidan i en ny flik, jämför och gör om dina ändringar där."
)


@transaction.atomic
def change_seat(seat: CouncilSeat, *, seen: str, user: Person, now: datetime) -> CouncilSeat:
    """Save what has been changed of a seat.

    `seen` is the mark of the row as the form showed it. Raises `PermissionDenied`, and
    `ValidationError` when somebody else has changed it since.
    """
    require_runs(user)
    _hold(seat, seen)
    seat.full_clean()
    seat.save()
    log(seat, "wagtail.edit", user=user, timestamp=now, content_changed=True)
    return seat


@transaction.atomic
def hand_over(
    seat: CouncilSeat,
    following: CouncilSeat,
    from_day: date,
    *,
    seen: str,
    user: Person,
    now: datetime,
) -> CouncilSeat:
    """End a seat's time the day before `from_day`, and begin that of who comes; return the new row.

    What has been stays: who sat, and when. Raises as `change_seat`, and at `from_day` when it lies
    before the present time began.
    """
    require_runs(user)
    held = _hold(seat, seen)
    if held.valid_from and from_day <= held.valid_from:
        raise ValidationError({"from_day": "Välj en dag efter den då den nuvarande tiden började."})
    # A time that has ended already is not made longer: nobody sat in between.
    if held.valid_to is None or held.valid_to >= from_day:
        held.valid_to = from_day - timedelta(days=1)
        held.save(update_fields=["valid_to"])
    following.valid_from = from_day
    following.full_clean()
    following.save(force_insert=True)
    log(held, "wagtail.edit", user=user, timestamp=now, content_changed=True)
    log(following, "wagtail.create", user=user, timestamp=now)
    return following


def _hold(seat: CouncilSeat, seen: str) -> CouncilSeat:
    held = CouncilSeat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    if content_mark(CouncilSeat, held.pk) != seen:
        raise ValidationError(CHANGED)
    return held
