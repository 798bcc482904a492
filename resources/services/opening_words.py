"""Opening hours in words: what a card says now, and the week as a table. Pure."""

import datetime
from dataclasses import dataclass
from itertools import groupby

from resources.services.choices import HolidayRule
from resources.services.opening_hours import DAY, MIDNIGHT, OpeningHours, OpenState, Span

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
HOLIDAY_WORDS = {
    HolidayRule.AS_USUAL: "som vanligt",
    HolidayRule.CLOSED: "stängt",
    HolidayRule.LIKE_SUNDAY: "som en söndag",
}
# A closing time this near needs no day: `stänger 2.00` is the coming night.
SOON = datetime.timedelta(hours=12)
# From here on a weekday alone would mean two days.
A_WEEK = 7
# How far ahead the table tells of days that differ.
COMING_DAYS = 21


@dataclass(frozen=True)
class HoursRow:
    """A row of the table: which days, and when it is open on them."""

    days: str
    times: str


def open_words(state: OpenState, now: datetime.datetime) -> str:
    """Return the state in words, or an empty string when the hours are not known.

    `now` is the moment that the state was asked for.
    """
    if not state.is_known:
        return ""
    if state.is_round_the_clock:
        return "Öppet nu, dygnet runt"
    if state.is_open:
        closes = f", stänger {_when(state.changes_at, now)}" if state.changes_at else ""
        return f"Öppet nu{closes}"
    closed = f"Stängt i dag ({state.reason})" if state.reason else "Stängt"
    return f"{closed}, öppnar {_when(state.changes_at, now)}" if state.changes_at else closed


def _when(moment: datetime.datetime, now: datetime.datetime) -> str:
    local_now = now.astimezone(moment.tzinfo)
    day, time = moment.date(), clock(moment.time())
    if moment.time() == MIDNIGHT:
        # The midnight that ends a day is called after that day.
        day, time = day - DAY, "vid midnatt"
    days_ahead = (day - local_now.date()).days
    if days_ahead == 0 or moment - now < SOON:
        return time
    return f"{WEEKDAYS[day.weekday()] if days_ahead < A_WEEK else day_words(day)} {time}"


def clock(time: datetime.time) -> str:
    """Return a time as Swedes print it: `9.00`."""
    return f"{time.hour}.{time.minute:02}"


def day_words(day: datetime.date) -> str:
    """Return a day without its year: `24 december`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def span_words(spans: tuple[Span, ...]) -> str:
    """Return the spans of a day: `9.00–12.00 och 13.00–16.00`, `dygnet runt` or `stängt`."""
    if not spans:
        return "stängt"
    if any(span.is_whole_day for span in spans):
        return "dygnet runt"
    return " och ".join(f"{clock(span.opens_at)}–{clock(span.closes_at)}" for span in spans)


def week_rows(hours: OpeningHours) -> list[HoursRow]:
    """Return the week, days in a row with the same hours together, and what holidays do to it."""
    days = [(weekday, hours.usual_spans(weekday)) for weekday in range(1, len(WEEKDAYS) + 1)]
    rows = []
    for spans, group in groupby(days, key=lambda day: day[1]):
        weekdays = [WEEKDAYS[weekday - 1] for weekday, _ in group]
        rows.append(HoursRow(_from_to(weekdays), span_words(spans)))
    if hours.is_round_the_clock:
        return rows
    return [*rows, HoursRow("helgdagar", HOLIDAY_WORDS[hours.on_holidays])]


def _from_to(weekdays: list[str]) -> str:
    if len(weekdays) == len(WEEKDAYS):
        return "alla dagar"
    return weekdays[0] if len(weekdays) == 1 else f"{weekdays[0]}–{weekdays[-1]}"


def coming_rows(hours: OpeningHours, today: datetime.date) -> list[HoursRow]:
    """Return the days of the next three weeks that are not as usual, those alike in a row as one.

    Hours that are not known have no such days.
    """
    if not hours.is_known:
        return []
    rows = []
    days = [today + ahead * DAY for ahead in range(COMING_DAYS)]
    for (reason, spans, differs), group in groupby(days, key=lambda day: _coming(hours, day)):
        if not differs:
            continue
        first, *rest = group
        title = f"{day_words(first)}–{day_words(rest[-1])}" if rest else _one_day(first)
        rows.append(HoursRow(title, span_words(spans) + (f" ({reason})" if reason else "")))
    return rows


def _coming(hours: OpeningHours, day: datetime.date) -> tuple[str, tuple[Span, ...], bool]:
    spans = hours.spans(day)
    if spans == hours.usual_spans(day.isoweekday()):
        return "", (), False
    return hours.reason(day), spans, True


def _one_day(day: datetime.date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day_words(day)}"
