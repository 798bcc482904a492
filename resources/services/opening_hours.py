"""When a channel answers: whether it is open at a moment, and when that changes.

The rule is the clock on the wall: a channel is open exactly when that clock stands within one of
its spans. So in the night when the clocks go forward a span 1–3 lasts an hour, and when they go
back it lasts three; an hour that does not exist is never reached, one that comes twice counts both
times. Pure: no database, no settings, no time of its own.
"""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from resources.services.choices import HolidayRule
from resources.services.swedish_holidays import holiday_name

DAY = datetime.timedelta(days=1)
MIDNIGHT = datetime.time()
SUNDAY = 7
# How far ahead a change is looked for: a channel may be closed for a whole season.
HORIZON_DAYS = 366


@dataclass(frozen=True, order=True)
class Span:
    """From one time of a day to another, which may lie on the next day."""

    opens_at: datetime.time
    closes_at: datetime.time
    closes_next_day: bool = False

    @property
    def is_whole_day(self) -> bool:
        """Whether the span goes from midnight to midnight."""
        return self == ROUND_THE_CLOCK

    def on(self, day: datetime.date) -> tuple[datetime.datetime, datetime.datetime]:
        """Return the span of `day` as two moments on the wall clock."""
        last = day + DAY if self.closes_next_day else day
        combine = datetime.datetime.combine
        return combine(day, self.opens_at), combine(last, self.closes_at)


ROUND_THE_CLOCK = Span(MIDNIGHT, MIDNIGHT, closes_next_day=True)


@dataclass(frozen=True)
class DifferentDays:
    """Days in a row that are not as usual: closed when there are no spans."""

    first_day: datetime.date
    last_day: datetime.date
    spans: tuple[Span, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class OpeningHours:
    """The hours of one channel: `week` holds the spans that start on Monday (1) to Sunday (7)."""

    zone: ZoneInfo
    week: tuple[tuple[int, Span], ...] = ()
    exceptions: tuple[DifferentDays, ...] = ()
    on_holidays: HolidayRule = HolidayRule.CLOSED

    @property
    def is_known(self) -> bool:
        """Whether anybody has said when the channel answers."""
        return bool(self.week)

    @property
    def is_round_the_clock(self) -> bool:
        """Whether it never closes: every day of the week, and on holidays too."""
        whole = {weekday for weekday, span in self.week if span.is_whole_day}
        return len(whole) == SUNDAY and self.on_holidays != HolidayRule.CLOSED

    def usual_spans(self, weekday: int) -> tuple[Span, ...]:
        """Return the spans that start on a weekday (1–7) when nothing is out of the ordinary."""
        return tuple(sorted(span for day, span in self.week if day == weekday))

    def exception(self, day: datetime.date) -> DifferentDays | None:
        """Return what differs on `day`, if anything does."""
        return next((e for e in self.exceptions if e.first_day <= day <= e.last_day), None)

    def spans(self, day: datetime.date) -> tuple[Span, ...]:
        """Return the spans that start on `day`.

        An exception stands in place of the week, and above the rule for holidays. What started
        the evening before is not touched by either.
        """
        if exception := self.exception(day):
            return tuple(sorted(exception.spans))
        if self.on_holidays != HolidayRule.AS_USUAL and holiday_name(day):
            is_closed = self.on_holidays == HolidayRule.CLOSED
            return () if is_closed else self.usual_spans(SUNDAY)
        return self.usual_spans(day.isoweekday())

    def reason(self, day: datetime.date) -> str:
        """Return why `day` is not as usual, or an empty string when it is or nobody has said."""
        if self.spans(day) == self.usual_spans(day.isoweekday()):
            return ""
        exception = self.exception(day)
        return exception.reason if exception and exception.reason else holiday_name(day)


@dataclass(frozen=True)
class OpenState:
    """How it is at a moment; `changes_at` is when it next opens or closes, None if never.

    `reason` says why a day that would have been open is closed.
    """

    is_known: bool
    is_open: bool = False
    is_round_the_clock: bool = False
    changes_at: datetime.datetime | None = None
    reason: str = ""


UNKNOWN = OpenState(is_known=False)


def state_at(hours: OpeningHours, now: datetime.datetime) -> OpenState:
    """Return whether a channel is open at `now` (aware), and when that changes.

    Hours that nobody has given are unknown, and then nothing is said.
    """
    if not hours.is_known:
        return UNKNOWN
    today = now.astimezone(hours.zone).date()
    open_now = is_open(hours, now)
    never_closes = hours.is_round_the_clock and all(e.last_day < today for e in hours.exceptions)
    return OpenState(
        is_known=True,
        is_open=open_now,
        is_round_the_clock=open_now and never_closes,
        changes_at=None if open_now and never_closes else _next_change(hours, now, open_now),
        reason="" if open_now or hours.spans(today) else hours.reason(today),
    )


def is_open(hours: OpeningHours, moment: datetime.datetime) -> bool:
    """Return whether the clock on the wall stands within a span at `moment` (aware)."""
    wall = moment.astimezone(hours.zone).replace(tzinfo=None, fold=0)
    return any(
        opens <= wall < closes
        for day in (wall.date() - DAY, wall.date())
        for opens, closes in (span.on(day) for span in hours.spans(day))
    )


def _next_change(
    hours: OpeningHours, now: datetime.datetime, open_now: bool
) -> datetime.datetime | None:
    """Return the first moment after `now` when the channel is not as it is now."""
    today = now.astimezone(hours.zone).date()
    for ahead in range(HORIZON_DAYS):
        for moment in sorted(_moments(hours, today + ahead * DAY)):
            if moment > now and is_open(hours, moment) is not open_now:
                return moment.astimezone(hours.zone)
    return None


def _moments(hours: OpeningHours, day: datetime.date) -> set[datetime.datetime]:
    """Return every moment of `day`, in UTC, at which the channel may open or close.

    A time that comes twice gives two moments. One that does not exist gives a moment beside it,
    which does no harm: what happens then happens when the clock is moved.
    """
    walls = {
        wall
        for started in (day - DAY, day)
        for span in hours.spans(started)
        for wall in span.on(started)
        if wall.date() == day
    }
    found = {
        wall.replace(tzinfo=hours.zone, fold=fold).astimezone(datetime.UTC)
        for wall in walls
        for fold in (0, 1)
    }
    switch = clock_switch(day, hours.zone)
    return found | {switch} if switch else found


def clock_switch(day: datetime.date, zone: ZoneInfo) -> datetime.datetime | None:
    """Return the moment (UTC) of `day` when summer time begins or ends, None on all other days."""

    def offset(moment: datetime.datetime) -> datetime.timedelta | None:
        return moment.astimezone(zone).utcoffset()

    start = datetime.datetime.combine(day, MIDNIGHT, zone).astimezone(datetime.UTC)
    end = datetime.datetime.combine(day + DAY, MIDNIGHT, zone).astimezone(datetime.UTC)
    if offset(start) == offset(end):
        return None
    before, after = start, end
    while after - before > datetime.timedelta(minutes=1):
        middle = before + (after - before) // 2
        middle = middle.replace(second=0, microsecond=0)
        before, after = (middle, after) if offset(middle) == offset(start) else (before, middle)
    return after
