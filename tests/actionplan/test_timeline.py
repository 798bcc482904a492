"""The timeline: where bars lie, and that nothing is drawn that is not known."""

from datetime import date

import pytest

from actionplan.activities.models import ActivityClosure
from actionplan.plan.models import PlanVersion
from actionplan.reports.filtering import ActivityFilter
from actionplan.reports.rows import activity_rows
from actionplan.reports.timeline import (
    NOTHING_TO_DRAW,
    Bar,
    Ending,
    Span,
    Timeline,
    Years,
    columns_for,
    span_of,
    timeline,
)
from tests.actionplan.conftest import TODAY
from tests.factories import ActivityFactory, PlanVersionFactory


def drawn(version: PlanVersion) -> Timeline:
    return timeline(version, activity_rows(version, ActivityFilter(), TODAY), TODAY)


def bars(version: PlanVersion) -> dict[int, Bar]:
    return {bar.row.activity.number: bar for bar in drawn(version).bars}


@pytest.mark.django_db
def test_open_and_unknown_ends_are_told_apart(starting_version: PlanVersion) -> None:
    assert drawn(starting_version).years == (2018, 2019, 2020, 2021, 2022)
    by_number = bars(starting_version)
    assert by_number[1].span == Span(2, 5, Ending.KNOWN)
    assert by_number[6].span == Span(1, 5, Ending.OPEN)
    assert by_number[7].span == Span(1, 1, Ending.UNKNOWN)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "year", "span"),
    [
        (6, 2021, Span(1, 4, Ending.KNOWN)),
        (6, None, Span(1, 1, Ending.UNKNOWN)),
        (1, 2020, Span(2, 3, Ending.KNOWN)),
        (1, None, Span(2, 2, Ending.UNKNOWN)),
        (9, 2018, Span(1, 1, Ending.KNOWN)),
    ],
)
def test_the_bar_of_a_closed_activity_ends_when_it_was_closed(
    starting_version: PlanVersion, number: int, year: int | None, span: Span
) -> None:
    activity = starting_version.activities.get(number=number)
    ActivityClosure.objects.create(
        activity=activity, outcome="completed", year=year, source="Nämndens beslut"
    )

    assert bars(starting_version)[number].span == span


@pytest.mark.django_db
def test_a_closure_after_the_plan_has_a_column(starting_version: PlanVersion) -> None:
    activity = starting_version.activities.get(number=6)
    ActivityClosure.objects.create(activity=activity, outcome="completed", year=2024, source="Prov")

    assert drawn(starting_version).years[-1] == 2024
    assert bars(starting_version)[6].span == Span(1, 7, Ending.KNOWN)


@pytest.mark.django_db
def test_years_outside_the_plan_have_columns_too() -> None:
    activity = ActivityFactory(number=1, schedule_text="2028–2036")
    unread = ActivityFactory(number=2, version=activity.version, schedule_text="snarast")

    assert drawn(activity.version).years == tuple(range(2028, 2037))
    by_number = bars(activity.version)
    assert by_number[1].span == Span(1, 9, Ending.KNOWN)
    assert by_number[2].span == NOTHING_TO_DRAW
    assert by_number[2].words == "snarast"
    assert unread.schedule_needs_reading


@pytest.mark.django_db
def test_a_long_plan_is_drawn_in_the_years_around_today_and_its_words_say_the_rest() -> None:
    version = PlanVersionFactory(first_year=1990, last_year=2030)
    for number, text in enumerate(["1990–2030", "1990-", "2016–2017", "1990–2000", "2020"], 1):
        ActivityFactory(version=version, number=number, schedule_text=text)

    assert drawn(version).years == tuple(range(2015, 2031))
    by_number = bars(version)
    assert [by_number[number].span for number in range(1, 6)] == [
        Span(1, 16, Ending.KNOWN),
        Span(1, 16, Ending.OPEN),
        Span(2, 3, Ending.KNOWN),
        NOTHING_TO_DRAW,
        Span(6, 6, Ending.KNOWN),
    ]
    assert by_number[1].words == "1990–2030"
    assert by_number[2].words == "1990 och framåt"
    assert by_number[4].words == "1990–2000"


@pytest.mark.parametrize(
    ("first", "last", "mentioned", "columns"),
    [
        (2018, 2022, [], (2018, 2022)),
        (2018, 2022, [2017, 2024], (2017, 2024)),
        (2018, 2022, [1990], (2007, 2022)),
        (2018, 2022, [1990, 2060], (2018, 2033)),
        (2018, 2033, [2034], (2018, 2033)),
        (1990, 2030, [], (2015, 2030)),
        (2000, 2090, [], (2018, 2033)),
        (2040, 2090, [], (2040, 2055)),
    ],
)
def test_sixteen_columns_at_most_and_the_plans_own_years_first(
    first: int, last: int, mentioned: list[int], columns: tuple[int, int]
) -> None:
    years = columns_for(first, last, mentioned, date(2026, 6, 1))

    assert (years[0], years[-1]) == columns
    assert years == tuple(range(columns[0], columns[1] + 1))
    assert len(years) <= 16


@pytest.mark.parametrize(
    ("years", "span"),
    [
        (Years(2019, 2020), Span(2, 3, Ending.KNOWN)),
        (Years(2019, None, is_open=True), Span(2, 3, Ending.OPEN)),
        (Years(2019, None), Span(2, 2, Ending.UNKNOWN)),
        (Years(None, 2020), Span(3, 3, Ending.KNOWN)),
        (Years(None, None), NOTHING_TO_DRAW),
        (Years(2010, 2030), Span(1, 3, Ending.KNOWN)),
        (Years(2010, None, is_open=True), Span(1, 3, Ending.OPEN)),
        (Years(2010, None), NOTHING_TO_DRAW),
        (Years(2021, None, is_open=True), NOTHING_TO_DRAW),
    ],
)
def test_where_a_bar_lies(years: Years, span: Span) -> None:
    assert span_of(years, (2018, 2019, 2020)) == span
