"""How far what is written of a service can be trusted, and what a resident may see of it. Pure.

Never assured and past review are two things. Neither is the mark on a number, which says whether
somebody has tried that number; and a number that never changes is not touched by any of it.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum

# So long after a missed review nothing is shown that may be wrong: numbers that never change stay.
LONG_PAST_DAYS = 90


class Assurance(StrEnum):
    """Where a service stands with its owner's word that everything is right."""

    NEVER = "never"
    ASSURED = "assured"
    PAST_REVIEW = "past_review"
    LONG_PAST = "long_past"


class Mark(StrEnum):
    """What stands beside a number or an address."""

    CERTAIN = "certain"
    VERIFIED = "verified"
    NEEDS_CHECK = "needs_check"
    UNVERIFIED = "unverified"


@dataclass(frozen=True)
class Trust:
    """What may be shown of one channel: the channel itself, its hours, and the mark beside it."""

    is_shown: bool
    shows_hours: bool
    mark: Mark


def review_due(assured_on: datetime.date, interval_days: int) -> datetime.date:
    """Return the last day on which an assurance holds."""
    return assured_on + datetime.timedelta(days=interval_days)


def assurance_on(
    today: datetime.date, *, assured_on: datetime.date | None, interval_days: int
) -> Assurance:
    """Return where a service stands on `today`; the day of the review itself is still in time."""
    if assured_on is None:
        return Assurance.NEVER
    days_past = (today - review_due(assured_on, interval_days)).days
    if days_past <= 0:
        return Assurance.ASSURED
    return Assurance.LONG_PAST if days_past > LONG_PAST_DAYS else Assurance.PAST_REVIEW


def trust(assurance: Assurance, *, is_certain: bool, is_verified: bool) -> Trust:
    """Return what may be shown of a channel.

    Hours need both: somebody has tried the number, and the owner's word still holds.
    """
    if is_certain:
        return Trust(is_shown=True, shows_hours=True, mark=Mark.CERTAIN)
    if not is_verified:
        mark = Mark.UNVERIFIED
    elif assurance in (Assurance.PAST_REVIEW, Assurance.LONG_PAST):
        mark = Mark.NEEDS_CHECK
    else:
        mark = Mark.VERIFIED
    return Trust(
        is_shown=assurance is not Assurance.LONG_PAST,
        shows_hours=is_verified and assurance is Assurance.ASSURED,
        mark=mark,
    )
