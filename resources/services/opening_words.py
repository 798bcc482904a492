"""Opening hours in words: what a card says now, and the week as a table.

Pure but for the language: the words are the reader's, and the constants here the Swedish ones.
"""

import datetime
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from resources.services.choices import HolidayRule
from resources.services.opening_hours import DAY, MIDNIGHT, OpeningHours, OpenState, Span

WEEKDAYS = (
    gettext_noop("måndag"),
    gettext_noop("tisdag"),
    gettext_noop("onsdag"),
    gettext_noop("torsdag"),
    gettext_noop("fredag"),
    gettext_noop("lördag"),
    gettext_noop("söndag"),
)
MONTHS = (
    gettext_noop("januari"),
    gettext_noop("februari"),
    gettext_noop("mars"),
    gettext_noop("april"),
    gettext_noop("maj"),
    gettext_noop("juni"),
    gettext_noop("juli"),
    gettext_noop("augusti"),
    gettext_noop("september"),
    gettext_noop("oktober"),
    gettext_noop("november"),
    gettext_noop("december"),
)
HOLIDAY_WORDS = {
    HolidayRule.AS_USUAL: gettext_noop("som vanligt"),
    HolidayRule.CLOSED: gettext_noop("stängt"),
    HolidayRule.LIKE_SUNDAY: gettext_noop("som en söndag"),
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
        return _("Öppet nu, dygnet runt")
    if state.is_open:
        if not state.changes_at:
            return _("Öppet nu")
        return _("Öppet nu, stänger %(when)s") % {"when": _closes(state.changes_at, now)}
    reason = reason_words(state.reason)
    closed = _("Stängt i dag (%(reason)s)") % {"reason": reason} if reason else _("Stängt")
    if not state.changes_at:
        return closed
    when = _opens(state.changes_at, now)
    return _("%(closed)s, öppnar %(when)s") % {"closed": closed, "when": when}


def _closes(moment: datetime.datetime, now: datetime.datetime) -> str:
    if moment.time() != MIDNIGHT:
        return _at(moment, now)
    # The midnight that ends a day is called after that day.
    day = moment.date() - DAY
    if _is_near(day, moment, now):
        return _("vid midnatt")
    return _("%(day)s vid midnatt") % {"day": _day(day, now, moment)}


def _opens(moment: datetime.datetime, now: datetime.datetime) -> str:
    if moment.time() != MIDNIGHT:
        return _at(moment, now)
    if _is_near(moment.date() - DAY, moment, now):
        return _("vid midnatt")
    # The midnight that a day begins with belongs to the night before: both have to be said.
    return _("vid midnatt, natten till %(day)s") % {"day": _day(moment.date(), now, moment)}


def _at(moment: datetime.datetime, now: datetime.datetime) -> str:
    time = clock(moment.time())
    if _is_near(moment.date(), moment, now):
        return time
    return _("%(day)s %(time)s") % {"day": _day(moment.date(), now, moment), "time": time}


def _is_near(day: datetime.date, moment: datetime.datetime, now: datetime.datetime) -> bool:
    """Whether a time needs no day beside it: `day` is the one that it is called after."""
    return day == now.astimezone(moment.tzinfo).date() or moment - now < SOON


def _day(day: datetime.date, now: datetime.datetime, moment: datetime.datetime) -> str:
    is_this_week = (day - now.astimezone(moment.tzinfo).date()).days < A_WEEK
    return _(WEEKDAYS[day.weekday()]) if is_this_week else day_words(day)


def reason_words(reason: str) -> str:
    """Return why a day is not as usual: a holiday's name in the reader's language.

    What an editor has written is in one language alone, and left out in every other.
    """
    if get_language() == settings.LANGUAGE_CODE:
        return reason
    names = [part for part in reason.split(", ") if part]
    said = [_(name) for name in names]
    return "" if set(said) & set(names) else ", ".join(said)


def clock(time: datetime.time) -> str:
    """Return a time as the reader's language has it: in Swedish `9.00`."""
    return _("%(hour)d.%(minute)02d") % {"hour": time.hour, "minute": time.minute}


def day_words(day: datetime.date) -> str:
    """Return a day without its year: `24 december`."""
    return _("%(day)d %(month)s") % {"day": day.day, "month": _(MONTHS[day.month - 1])}


def span_words(spans: tuple[Span, ...]) -> str:
    """Return the spans of a day: `9.00–12.00 och 13.00–16.00`, `dygnet runt` or `stängt`."""
    if not spans:
        return _("stängt")
    if any(span.is_whole_day for span in spans):
        return _("dygnet runt")
    return _(" och ").join(f"{clock(span.opens_at)}–{clock(span.closes_at)}" for span in spans)


def week_rows(hours: OpeningHours) -> list[HoursRow]:
    """Return the week, days in a row with the same hours together, and what holidays do to it."""
    days = [(weekday, hours.usual_spans(weekday)) for weekday in range(1, len(WEEKDAYS) + 1)]
    rows = []
    for spans, group in groupby(days, key=lambda day: day[1]):
        weekdays = [_(WEEKDAYS[weekday - 1]) for weekday, _spans in group]
        rows.append(HoursRow(_from_to(weekdays), span_words(spans)))
    if hours.is_round_the_clock:
        return rows
    return [*rows, HoursRow(_("helgdagar"), _(HOLIDAY_WORDS[hours.on_holidays]))]


def _from_to(weekdays: list[str]) -> str:
    if len(weekdays) == len(WEEKDAYS):
        return _("alla dagar")
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
        said = reason_words(reason)
        rows.append(HoursRow(title, span_words(spans) + (f" ({said})" if said else "")))
    return rows


def _coming(hours: OpeningHours, day: datetime.date) -> tuple[str, tuple[Span, ...], bool]:
    spans = hours.spans(day)
    if spans == hours.usual_spans(day.isoweekday()):
        return "", (), False
    return hours.reason(day), spans, True


def _one_day(day: datetime.date) -> str:
    return f"{_(WEEKDAYS[day.weekday()])} {day_words(day)}"
