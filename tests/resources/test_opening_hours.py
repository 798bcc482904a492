"""Whether a channel is open, and when that changes: the clock on the wall decides."""

import datetime
from datetime import UTC, date, time
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.services.choices import HolidayRule
from resources.services.opening_hours import (
    ROUND_THE_CLOCK,
    DifferentDays,
    OpeningHours,
    Span,
    clock_switch,
    is_open,
    state_at,
)
from resources.services.opening_words import coming_rows, open_words, reason_words, week_rows
from resources.services.swedish_holidays import holiday_name

ZONE = ZoneInfo("Europe/Stockholm")
MINUTE = datetime.timedelta(minutes=1)
ALL_DAYS = range(1, 8)
WEEKDAYS = range(1, 6)


def span(opens: str, closes: str) -> Span:
    """A span as on a door; one that closes no later than it opens passes midnight."""
    first, last = time.fromisoformat(opens), time.fromisoformat(closes)
    return Span(first, last, closes_next_day=last <= first)


def hours(
    days: range, *spans: Span, exceptions: tuple[DifferentDays, ...] = (), **more: HolidayRule
) -> OpeningHours:
    week = tuple((day, each) for day in days for each in spans)
    return OpeningHours(zone=ZONE, week=week, exceptions=exceptions, **more)


def at(moment: str) -> datetime.datetime:
    """A moment by the clock in Umeå; `+01:00` at its end tells which of two equal hours."""
    parsed = datetime.datetime.fromisoformat(moment)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=ZONE)


OFFICE = hours(WEEKDAYS, span("09:00", "16:00"))
TWICE = hours(WEEKDAYS, span("08:30", "09:30"), span("13:00", "16:00"))
EVENINGS = hours(ALL_DAYS, span("20:00", "02:00"), on_holidays=HolidayRule.AS_USUAL)
DAILY = hours(ALL_DAYS, span("07:00", "21:00"), on_holidays=HolidayRule.AS_USUAL)
ALWAYS = hours(ALL_DAYS, ROUND_THE_CLOCK, on_holidays=HolidayRule.AS_USUAL)
NO_HOLIDAYS = hours(ALL_DAYS, span("07:00", "21:00"))
LIKE_SUNDAY = OpeningHours(
    zone=ZONE,
    week=(*((day, span("08:00", "20:00")) for day in range(1, 7)), (7, span("12:00", "15:00"))),
    on_holidays=HolidayRule.LIKE_SUNDAY,
)
NIGHT = hours(ALL_DAYS, span("01:00", "03:00"), on_holidays=HolidayRule.AS_USUAL)
INTO_THE_HOUR = hours(ALL_DAYS, span("01:00", "02:30"), on_holidays=HolidayRule.AS_USUAL)
NEW_YEAR = DifferentDays(date(2026, 12, 30), date(2027, 1, 2), reason="personalen är ledig")
CLOSED_OVER_NEW_YEAR = hours(WEEKDAYS, span("09:00", "16:00"), exceptions=(NEW_YEAR,))
JULY = DifferentDays(date(2026, 7, 1), date(2026, 7, 31))
CLOSED_IN_JULY = hours(WEEKDAYS, span("09:00", "16:00"), exceptions=(JULY,))
EVENINGS_CLOSED_ONE_DAY = hours(
    ALL_DAYS,
    span("20:00", "02:00"),
    exceptions=(DifferentDays(date(2026, 5, 5), date(2026, 5, 5)),),
)
LONGER_ONE_DAY = hours(
    WEEKDAYS,
    span("09:00", "16:00"),
    exceptions=(DifferentDays(date(2026, 12, 24), date(2026, 12, 24), (span("10:00", "23:00"),)),),
)
TO_MIDNIGHT = hours(ALL_DAYS, span("20:00", "00:00"))
ALL_MONDAY = hours(range(1, 2), ROUND_THE_CLOCK)
TWO_DAYS_THROUGH = hours(range(1, 3), ROUND_THE_CLOCK)
NEVER_SAID = OpeningHours(zone=ZONE)


@pytest.mark.parametrize(
    ("line", "moment", "words"),
    [
        # 2026-05-03 is a Sunday.
        (OFFICE, "2026-05-03 03:00", "Stängt, öppnar måndag 9.00"),
        (ALWAYS, "2026-05-03 03:00", "Öppet nu, dygnet runt"),
        (DAILY, "2026-05-03 03:00", "Stängt, öppnar 7.00"),
        (NEVER_SAID, "2026-05-03 03:00", ""),
        (OFFICE, "2026-05-04 08:59", "Stängt, öppnar 9.00"),
        (OFFICE, "2026-05-04 09:00", "Öppet nu, stänger 16.00"),
        (OFFICE, "2026-05-04 15:59", "Öppet nu, stänger 16.00"),
        (OFFICE, "2026-05-04 16:00", "Stängt, öppnar tisdag 9.00"),
        (OFFICE, "2026-05-08 16:00", "Stängt, öppnar måndag 9.00"),
        (TWICE, "2026-05-04 10:00", "Stängt, öppnar 13.00"),
        (TWICE, "2026-05-04 13:00", "Öppet nu, stänger 16.00"),
        # Past midnight.
        (EVENINGS, "2026-05-04 23:00", "Öppet nu, stänger 2.00"),
        (EVENINGS, "2026-05-05 01:59", "Öppet nu, stänger 2.00"),
        (EVENINGS, "2026-05-05 02:00", "Stängt, öppnar 20.00"),
        (hours(WEEKDAYS, span("20:00", "02:00")), "2026-05-09 01:00", "Öppet nu, stänger 2.00"),
        (TO_MIDNIGHT, "2026-05-04 21:00", "Öppet nu, stänger vid midnatt"),
        (ALL_MONDAY, "2026-05-04 09:00", "Öppet nu, stänger vid midnatt"),
        (TWO_DAYS_THROUGH, "2026-05-04 09:00", "Öppet nu, stänger tisdag vid midnatt"),
        # The midnight that a day begins with is named after that day.
        (ALL_MONDAY, "2026-05-01 12:00", "Stängt, öppnar vid midnatt, natten till måndag"),
        (ALL_MONDAY, "2026-05-02 23:59", "Stängt, öppnar vid midnatt, natten till måndag"),
        (ALL_MONDAY, "2026-05-03 00:00", "Stängt, öppnar vid midnatt"),
        (ALL_MONDAY, "2026-05-03 23:59", "Stängt, öppnar vid midnatt"),
        (ALL_MONDAY, "2026-05-05 00:00", "Stängt, öppnar vid midnatt, natten till måndag"),
        (ALL_MONDAY, "2026-05-04 23:59", "Öppet nu, stänger vid midnatt"),
        (
            hours(range(1, 2), ROUND_THE_CLOCK, exceptions=(JULY,)),
            "2026-07-01 12:00",
            "Stängt, öppnar vid midnatt, natten till 3 augusti",
        ),
        # Epiphany 2027 is a Wednesday.
        (NO_HOLIDAYS, "2027-01-06 03:00", "Stängt i dag (trettondedag jul), öppnar torsdag 7.00"),
        (OFFICE, "2027-01-06 10:00", "Stängt i dag (trettondedag jul), öppnar torsdag 9.00"),
        (LIKE_SUNDAY, "2027-01-06 10:00", "Stängt, öppnar 12.00"),
        (DAILY, "2027-01-06 10:00", "Öppet nu, stänger 21.00"),
        (ALWAYS, "2027-01-06 03:00", "Öppet nu, dygnet runt"),
        # Midsummer Eve 2026 is Friday 19 June.
        (NO_HOLIDAYS, "2026-06-19 10:00", "Stängt i dag (midsommarafton), öppnar söndag 7.00"),
        (OFFICE, "2026-06-19 10:00", "Stängt i dag (midsommarafton), öppnar måndag 9.00"),
        # A day that would have been closed anyway is not closed for its holiday's sake.
        (OFFICE, "2026-06-20 10:00", "Stängt, öppnar måndag 9.00"),
        # Christmas Eve is a Thursday, New Year's Eve a Thursday.
        (OFFICE, "2026-12-24 10:00", "Stängt i dag (julafton), öppnar måndag 9.00"),
        (LIKE_SUNDAY, "2026-12-24 13:00", "Öppet nu, stänger 15.00"),
        (LONGER_ONE_DAY, "2026-12-24 22:00", "Öppet nu, stänger 23.00"),
        (OFFICE, "2026-12-31 10:00", "Stängt i dag (nyårsafton), öppnar måndag 9.00"),
        # What started the evening before goes on, into a holiday and into a day that is excepted.
        (hours(ALL_DAYS, span("20:00", "02:00")), "2026-12-24 01:00", "Öppet nu, stänger 2.00"),
        (EVENINGS_CLOSED_ONE_DAY, "2026-05-05 01:00", "Öppet nu, stänger 2.00"),
        (EVENINGS_CLOSED_ONE_DAY, "2026-05-05 21:00", "Stängt, öppnar onsdag 20.00"),
        (EVENINGS_CLOSED_ONE_DAY, "2026-05-06 01:00", "Stängt, öppnar 20.00"),
        # An exception over New Year.
        (CLOSED_OVER_NEW_YEAR, "2026-12-29 17:00", "Stängt, öppnar måndag 9.00"),
        (
            CLOSED_OVER_NEW_YEAR,
            "2026-12-30 10:00",
            "Stängt i dag (personalen är ledig), öppnar måndag 9.00",
        ),
        (CLOSED_OVER_NEW_YEAR, "2027-01-04 09:00", "Öppet nu, stänger 16.00"),
        # A weekday that lies more than a week away is a date.
        (CLOSED_IN_JULY, "2026-06-30 17:00", "Stängt, öppnar 3 augusti 9.00"),
        # 29 March 2026: 2.00 becomes 3.00.
        (NIGHT, "2026-03-29 01:59", "Öppet nu, stänger 3.00"),
        (NIGHT, "2026-03-29 03:00", "Stängt, öppnar måndag 1.00"),
        (INTO_THE_HOUR, "2026-03-29 01:59", "Öppet nu, stänger 3.00"),
        (INTO_THE_HOUR, "2026-03-29 03:00", "Stängt, öppnar måndag 1.00"),
        (ALWAYS, "2026-03-29 03:00", "Öppet nu, dygnet runt"),
        # 25 October 2026: 3.00 becomes 2.00, and the hour comes twice.
        (NIGHT, "2026-10-25T02:30+02:00", "Öppet nu, stänger 3.00"),
        (NIGHT, "2026-10-25T02:30+01:00", "Öppet nu, stänger 3.00"),
        (NIGHT, "2026-10-25T03:00+01:00", "Stängt, öppnar måndag 1.00"),
        (INTO_THE_HOUR, "2026-10-25T02:15+01:00", "Öppet nu, stänger 2.30"),
        (ALWAYS, "2026-10-25T02:30+01:00", "Öppet nu, dygnet runt"),
    ],
)  # fmt: skip
def test_what_a_card_says(line: OpeningHours, moment: str, words: str) -> None:
    now = at(moment)
    assert open_words(state_at(line, now), now) == words


@pytest.mark.parametrize(
    ("line", "moment", "words"),
    [
        (ALWAYS, "2026-05-03 03:00", "Open now, day and night"),
        (OFFICE, "2026-05-04 09:00", "Open now, closes 16:00"),
        (TO_MIDNIGHT, "2026-05-04 21:00", "Open now, closes at midnight"),
        (TWO_DAYS_THROUGH, "2026-05-04 09:00", "Open now, closes Tuesday at midnight"),
        (ALL_MONDAY, "2026-05-02 12:00", "Closed, opens at midnight, as Monday begins"),
        (CLOSED_IN_JULY, "2026-06-30 17:00", "Closed, opens 3 August 9:00"),
        (OFFICE, "2027-01-06 10:00", "Closed today (Epiphany), opens Thursday 9:00"),
        # What an editor has written is in Swedish alone.
        (CLOSED_OVER_NEW_YEAR, "2026-12-30 10:00", "Closed, opens Monday 9:00"),
    ],
)
def test_what_a_card_says_in_english(line: OpeningHours, moment: str, words: str) -> None:
    now = at(moment)
    with override("en"):
        assert open_words(state_at(line, now), now) == words


def test_every_holiday_has_a_name_in_english() -> None:
    names = {holiday_name(date(2024, 1, 1) + datetime.timedelta(n)) for n in range(30 * 366)}
    with override("en"):
        assert not [name for name in names if name and not reason_words(name)]
        # A day that is two holidays.
        assert reason_words(holiday_name(date(2049, 6, 6))) == "National Day, Whit Sunday"


def test_the_tables_of_hours_in_english() -> None:
    with override("en"):
        rows = [(row.days, row.times) for row in week_rows(TWICE)]
        assert rows[0] == ("Monday–Friday", "8:30–9:30 and 13:00–16:00")
        assert rows[-1] == ("public holidays", "closed")
        coming = coming_rows(CLOSED_OVER_NEW_YEAR, date(2026, 12, 20))
        assert [(row.days, row.times) for row in coming][1:3] == [
            ("Friday 25 December", "closed (Christmas Day)"),
            ("30 December–1 January", "closed"),
        ]


def test_a_span_of_two_hours_lasts_one_in_spring_and_three_in_autumn() -> None:
    for night, minutes in (("2026-03-29", 60), ("2026-10-25", 180), ("2026-05-05", 120)):
        start = at(f"{night} 00:00").astimezone(UTC)
        assert sum(is_open(NIGHT, start + n * MINUTE) for n in range(8 * 60)) == minutes, night


def test_the_clock_is_moved_twice_a_year_at_one_in_universal_time() -> None:
    days = [date(2026, 1, 1) + datetime.timedelta(n) for n in range(365)]
    switches = [switch for day in days if (switch := clock_switch(day, ZONE))]
    assert [str(each) for each in switches] == [
        "2026-03-29 01:00:00+00:00",
        "2026-10-25 01:00:00+00:00",
    ]


@pytest.mark.parametrize("year", range(2025, 2032))
def test_the_days_that_count_as_holidays(year: int) -> None:
    days = [date(year, 12, 31) - datetime.timedelta(n) for n in range(365)]
    named = {name: day for day in days if (name := holiday_name(day))}

    assert {named["julafton"], named["nyårsafton"]} == {date(year, 12, 24), date(year, 12, 31)}
    assert named["midsommarafton"].isoweekday() == 5
    assert date(year, 6, 19) <= named["midsommarafton"] <= date(year, 6, 25)
    assert (named["midsommardagen"] - named["midsommarafton"]).days == 1
    assert named["trettondedag jul"] == date(year, 1, 6)
    assert "Kristi himmelsfärdsdag" in named
    # A short eve and an ordinary Sunday are days as usual.
    assert not holiday_name(date(year, 4, 30))
    assert "söndag" not in named


def test_the_week_as_a_table() -> None:
    def rows(line: OpeningHours) -> list[tuple[str, str]]:
        return [(row.days, row.times) for row in week_rows(line)]

    assert rows(ALWAYS) == [("alla dagar", "dygnet runt")]
    assert rows(TWICE) == [
        ("måndag–fredag", "8.30–9.30 och 13.00–16.00"),
        ("lördag–söndag", "stängt"),
        ("helgdagar", "stängt"),
    ]
    assert rows(LIKE_SUNDAY) == [
        ("måndag–lördag", "8.00–20.00"),
        ("söndag", "12.00–15.00"),
        ("helgdagar", "som en söndag"),
    ]
    assert rows(EVENINGS)[0] == ("alla dagar", "20.00–2.00")


def test_the_days_ahead_that_are_not_as_usual() -> None:
    rows = [(row.days, row.times) for row in coming_rows(CLOSED_OVER_NEW_YEAR, date(2026, 12, 20))]
    assert rows == [
        ("torsdag 24 december", "stängt (julafton)"),
        ("fredag 25 december", "stängt (juldagen)"),
        ("30 december–1 januari", "stängt (personalen är ledig)"),
        ("onsdag 6 januari", "stängt (trettondedag jul)"),
    ]
    assert not coming_rows(ALWAYS, date(2026, 12, 20))


TIMES = st.times().map(lambda each: each.replace(second=0, microsecond=0, tzinfo=None))
# Often about the hours when clocks are moved.
NEAR = st.sampled_from([time(0), time(1), time(1, 30), time(2), time(2, 30), time(3), time(23)])


@st.composite
def spans(draw: st.DrawFn) -> Span:
    first, last = draw(NEAR | TIMES), draw(NEAR | TIMES)
    return Span(first, last, last <= first or draw(st.booleans()))


@st.composite
def any_hours(draw: st.DrawFn, around: date) -> OpeningHours:
    week = draw(st.lists(st.tuples(st.integers(1, 7), spans()), min_size=1, max_size=9))
    days = draw(st.lists(st.integers(-2, 8), unique=True, max_size=3))
    return OpeningHours(
        zone=ZONE,
        week=tuple(week),
        exceptions=tuple(
            DifferentDays(day, day, tuple(draw(st.lists(spans(), max_size=2))))
            for day in (around + datetime.timedelta(n) for n in days)
        ),
        on_holidays=draw(st.sampled_from(HolidayRule)),
    )


# Weeks with both switches of the clock, Christmas and New Year, Midsummer, and one with nothing.
WEEKS = [
    date(2026, 3, 26),
    date(2026, 10, 22),
    date(2026, 12, 22),
    date(2026, 6, 17),
    date(2026, 5, 4),
]


def scan(line: OpeningHours, start: datetime.datetime) -> list[bool]:
    """Whether it is open at each minute of a week, by walking over what every day says."""
    days = [start.astimezone(ZONE).date() + datetime.timedelta(n) for n in range(-1, 9)]
    open_walls: set[datetime.datetime] = set()
    for day in days:
        for each in line.spans(day):
            wall, end = each.on(day)
            while wall < end:
                open_walls.add(wall)
                wall += MINUTE
    minutes = (start + n * MINUTE for n in range(7 * 24 * 60))
    return [m.astimezone(ZONE).replace(tzinfo=None, fold=0) in open_walls for m in minutes]


@settings(max_examples=30, deadline=None)
@given(st.data(), st.sampled_from(WEEKS), st.integers(0, 24 * 60))
def test_open_and_the_next_change_agree_with_going_through_every_minute(
    data: st.DataObject, monday: date, skipped: int
) -> None:
    line = data.draw(any_hours(monday))
    start = datetime.datetime.combine(monday, time(), ZONE).astimezone(UTC) + skipped * MINUTE
    truth = scan(line, start)

    for offset in range(0, len(truth), 173):
        assert is_open(line, start + offset * MINUTE) is truth[offset]
    for offset in range(0, len(truth), 1009):
        now = start + offset * MINUTE
        later = (n for n in range(offset, len(truth)) if truth[n] is not truth[offset])
        first = next(later, None)
        said = state_at(line, now).changes_at
        # In UTC: Python calls no repeated hour equal to its own moment in another zone (PEP 495).
        changes_at = said.astimezone(UTC) if said else None
        if first is None:
            assert changes_at is None or changes_at >= start + len(truth) * MINUTE
        else:
            assert changes_at == start + first * MINUTE
