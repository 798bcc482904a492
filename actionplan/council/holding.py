"""Two people with the same meeting open: the second is told, and nothing is overwritten."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from actionplan.council.access import require_runs
from actionplan.council.meetings import CouncilMeeting
from actionplan.council.openings import Opens, require_open

if TYPE_CHECKING:
    from actionplan.council.access import Person

CHANGED = (
    "Någon har sparat ändringar i mötet sedan du öppnade sidan. Det du har skrivit är inte sparat, "
    "men det står kvar. Öppna sidan i en ny flik, jämför och gör om dina ändringar där."
)


def hold(
    meeting: CouncilMeeting,
    revision: int,
    user: Person,
    now: datetime,
    opens: Opens = Opens.WHILE_HELD,
) -> CouncilMeeting:
    """Return the meeting as the database holds it, held until the transaction ends.

    Raises `PermissionDenied` for who does not run the council, and `ValidationError` when the
    meeting has been changed since `revision`, or what is written is not open at `now`.
    """
    require_runs(user)
    held = CouncilMeeting.objects.select_for_update().get(pk=meeting.pk)
    if held.revision != revision:
        raise ValidationError(CHANGED)
    require_open(held, opens, now)
    return held


def keep(held: CouncilMeeting, *fields: str, now: datetime) -> None:
    """Save some fields of a held meeting as its next revision."""
    held.revision += 1
    held.changed_at = now
    held.full_clean(exclude=("minutes_document",))
    held.save(update_fields=[*fields, "revision", "changed_at"])
