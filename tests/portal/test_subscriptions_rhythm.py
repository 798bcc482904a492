"""When a digest goes out: the rules of the clock, as properties; what a subject is told of."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.subscriptions import subjects
from portal.subscriptions.schedule import MORNING, Rhythm, gathered_until, span_of_week, week_of

ZONE = ZoneInfo("Europe/Stockholm")
GATHERED = (Rhythm.DAILY, Rhythm.WEEKLY)
# Over both changes of the clock, several years of them.
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2031, 1, 1)).map(
    lambda naive: naive.replace(tzinfo=UTC)
)


@settings(max_examples=300)
@given(now=MOMENTS, rhythm=st.sampled_from(GATHERED))
def test_a_digest_gathers_until_seven_by_the_clock_on_a_day_it_goes_out(
    now: datetime, rhythm: Rhythm
) -> None:
    until = gathered_until(rhythm, now, ZONE)
    assert until is not None
    here = until.astimezone(ZONE)
    assert until <= now
    assert here.time() == MORNING
    assert here.weekday() == 0 if rhythm == Rhythm.WEEKLY else here.weekday() < 5
    # Nobody waits longer than over a weekend, or a week; an hour more or less with the clock.
    longest = timedelta(days=7 if rhythm == Rhythm.WEEKLY else 3)
    assert now - until <= longest + timedelta(hours=1)


@settings(max_examples=300)
@given(one=MOMENTS, later=st.timedeltas(timedelta(0), timedelta(days=20)))
def test_what_has_been_gathered_never_shrinks(one: datetime, later: timedelta) -> None:
    for rhythm in GATHERED:
        first, second = (gathered_until(rhythm, at, ZONE) for at in (one, one + later))
        assert first is not None
        assert second is not None
        assert first <= second


@pytest.mark.parametrize(
    ("rhythm", "now", "until"),
    [
        (Rhythm.DAILY, "2026-11-23 06:59", "2026-11-20 07:00"),  # Monday: Friday's is the last
        (Rhythm.DAILY, "2026-11-23 07:00", "2026-11-23 07:00"),
        (Rhythm.DAILY, "2026-11-21 12:00", "2026-11-20 07:00"),  # Saturday
        (Rhythm.DAILY, "2026-12-25 07:00", "2026-12-25 07:00"),  # a holiday on a Friday
        (Rhythm.WEEKLY, "2026-11-22 23:59", "2026-11-16 07:00"),  # Sunday
        (Rhythm.WEEKLY, "2026-11-23 07:00", "2026-11-23 07:00"),
        (Rhythm.WEEKLY, "2026-03-30 07:00", "2026-03-30 07:00"),  # summer time began yesterday
        (Rhythm.WEEKLY, "2026-10-26 06:30", "2026-10-19 07:00"),  # and ended yesterday
    ],
)
def test_days_at_the_edges(rhythm: Rhythm, now: str, until: str) -> None:
    def at(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=ZONE)

    assert gathered_until(rhythm, at(now), ZONE) == at(until)


def test_at_once_is_now_and_not_at_all_is_never() -> None:
    now = datetime(2026, 11, 22, 3, tzinfo=UTC)
    assert gathered_until(Rhythm.AT_ONCE, now, ZONE) == now
    assert gathered_until(Rhythm.NONE, now, ZONE) is None


@settings(max_examples=300)
@given(moment=MOMENTS)
def test_every_moment_is_of_one_week_which_holds_it(moment: datetime) -> None:
    begins, ends = span_of_week(*week_of(moment, ZONE), ZONE)
    assert begins <= moment < ends
    assert ends.astimezone(ZONE).time() == time(7)
    assert week_of(ends, ZONE) != week_of(ends - timedelta(seconds=1), ZONE)


@pytest.mark.parametrize(
    ("subject", "about", "is_told"),
    [
        ("site", ["area:1", "site"], True),
        ("area:1", ["area:1", "site"], True),
        ("area:1", ["area:11", "site"], False),
        ("routines:7", ["routines"], True),
        ("routines:7", ["routines:7"], True),
        ("routines:7", ["routines:70"], False),
        ("site", ["routines"], False),
        ("council", ["site"], False),
        ("site", ["council"], False),
    ],
)
def test_what_a_subject_is_told_of(subject: str, about: list[str], is_told: bool) -> None:
    assert subjects.concerns(subject, about) is is_told


def test_one_thing_stands_under_the_narrowest_of_several_subjects() -> None:
    lineage = "11111111-1111-1111-1111-111111111111"
    about = ["site", "area:2", f"activity:{lineage}"]
    assert subjects.narrowest(["site", "area:2", f"activity:{lineage}"], about) == about[2]
    assert subjects.narrowest(["site", "area:2"], about) == "area:2"
    assert subjects.narrowest(["area:3"], about) is None
