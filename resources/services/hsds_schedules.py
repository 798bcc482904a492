"""Opening hours as HSDS 3.0 writes them: weekly rules with times and a UTC offset. Pure.

Schema: https://github.com/openreferral/specification/blob/3.0/schema/schedule.json. Three things
the standard cannot say are said around it. It wants an offset, which a rule on the wall clock has
only until the clocks are moved: so the rule ends the day before, and is to be fetched again. It has
no holidays and no days that differ: they are in `notes`. It has no day and night: 00:00–23:59
stands for that, as its guide says.
"""

import datetime
from zoneinfo import ZoneInfo

from resources.services.opening_hours import DAY, HORIZON_DAYS, OpeningHours, Span
from resources.services.opening_words import HOLIDAY_WORDS, WEEKDAYS, coming_rows, span_words

BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NOON = datetime.time(12)
LAST_MINUTE = datetime.time(23, 59)
HOUR = datetime.timedelta(hours=1)

Record = dict[str, str | float]


def schedule_records(
    hours: OpeningHours, *, today: datetime.date, valid_to: datetime.date | None, way: str
) -> list[tuple[str, Record]]:
    """Return a record for each span of the week, with the words that tell it from the others.

    `way` says which way to the service the hours are of, since a schedule belongs to the service
    as a whole. A record lacks its identifiers.
    """
    days_of: dict[Span, list[int]] = {}
    for weekday, span in sorted(hours.week):
        days_of.setdefault(span, []).append(weekday)
    return [
        (
            span_words((span,)),
            _record(hours, span, weekdays, today=today, valid_to=valid_to, way=way),
        )
        for span, weekdays in sorted(days_of.items())
    ]


def _record(
    hours: OpeningHours,
    span: Span,
    weekdays: list[int],
    *,
    today: datetime.date,
    valid_to: datetime.date | None,
    way: str,
) -> Record:
    offset = _offset(today, hours.zone)
    closes_at = LAST_MINUTE if span.is_whole_day else span.closes_at
    return {
        "freq": "WEEKLY",
        "interval": 1,
        "byday": ",".join(BYDAY[weekday - 1] for weekday in weekdays),
        "opens_at": f"{span.opens_at:%H:%M}{_suffix(offset)}",
        "closes_at": f"{closes_at:%H:%M}{_suffix(offset)}",
        "timezone": offset / HOUR,
        "valid_to": valid_to.isoformat() if valid_to else "",
        "description": _words(span, weekdays),
        "attending_type": way,
        "notes": " ".join(_notes(hours, span, today)),
    }


def _words(span: Span, weekdays: list[int]) -> str:
    return f"{', '.join(WEEKDAYS[weekday - 1] for weekday in weekdays)}: {span_words((span,))}"


def _notes(hours: OpeningHours, span: Span, today: datetime.date) -> list[str]:
    notes = []
    if span.closes_next_day and not span.is_whole_day:
        notes.append("Stänger dagen efter.")
    if not hours.is_round_the_clock:
        notes.append(f"På helgdagar: {HOLIDAY_WORDS[hours.on_holidays]}.")
    return notes + [f"{row.days.capitalize()}: {row.times}." for row in coming_rows(hours, today)]


def last_day_of_offset(today: datetime.date, zone: ZoneInfo) -> datetime.date | None:
    """Return the last day before the clocks are moved next, None where they are not."""
    for ahead in range(1, HORIZON_DAYS):
        day = today + ahead * DAY
        if _offset(day, zone) != _offset(today, zone):
            return day - DAY
    return None


def _offset(day: datetime.date, zone: ZoneInfo) -> datetime.timedelta:
    """Return how far a zone is from UTC on most of `day`: the clocks are moved at night."""
    return datetime.datetime.combine(day, NOON, zone).utcoffset() or datetime.timedelta()


def _suffix(offset: datetime.timedelta) -> str:
    minutes = int(abs(offset).total_seconds()) // 60
    sign = "-" if offset < datetime.timedelta() else "+"
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}"
