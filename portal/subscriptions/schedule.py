"""When a digest goes out: pure rules of the clock on the wall.

At once is the next minute. Daily is seven in the morning, Monday to Friday; weekly is seven on
Monday. A holiday changes nothing: a mail that waits in an inbox wakes nobody.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models

MORNING = time(7)
MONDAY, FRIDAY = 0, 4


class Rhythm(models.TextChoices):
    """How often somebody is told. `NONE` is a choice too, and is kept."""

    NONE = "none", "Inte alls"
    AT_ONCE = "at_once", "Genast"
    DAILY = "daily", "En gång om dagen"
    WEEKLY = "weekly", "En gång i veckan"


def gathered_until(rhythm: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return up to when what has happened is told at `now` (aware); None when nothing ever is.

    What happens later waits for the next time. The answer never lies after `now`.
    """
    if rhythm == Rhythm.AT_ONCE:
        return now
    if rhythm == Rhythm.NONE:
        return None
    here = now.astimezone(zone)
    day = here.date() if here.time() >= MORNING else here.date() - timedelta(days=1)
    while not _goes_out_on(day, rhythm):
        day -= timedelta(days=1)
    return datetime.combine(day, MORNING, zone)


def _goes_out_on(day: date, rhythm: str) -> bool:
    return day.weekday() == MONDAY if rhythm == Rhythm.WEEKLY else day.weekday() <= FRIDAY


def week_of(moment: datetime, zone: ZoneInfo) -> tuple[int, int]:
    """Return the year and the week, as the calendar on the wall counts, that a moment is of.

    A week begins and ends when its digest goes out: at seven on Monday.
    """
    here = moment.astimezone(zone)
    day = here.date()
    if day.weekday() == MONDAY and here.time() < MORNING:
        day -= timedelta(days=1)
    year, week, _ = day.isocalendar()
    return year, week


def span_of_week(year: int, week: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when a week begins and ends; raises `ValueError` for one that does not exist."""
    monday = date.fromisocalendar(year, week, 1)
    ends = monday + timedelta(days=7)
    return datetime.combine(monday, MORNING, zone), datetime.combine(ends, MORNING, zone)
