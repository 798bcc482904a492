"""The schedule reader: what is printed is read, and nothing is made up."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from actionplan.activities.schedule import (
    NOT_UNDERSTOOD,
    ReadSchedule,
    read_schedule,
    schedule_words,
)

ONGOING = ReadSchedule(2018, is_ongoing=True)
DONE = ReadSchedule(2018, is_completed=True)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2019–2022", ReadSchedule(2019, 2022)),
        ("2019-2022", ReadSchedule(2019, 2022)),
        ("2019 — 2022", ReadSchedule(2019, 2022)),
        (" 2019\u00a0–\n2022 ", ReadSchedule(2019, 2022)),
        ("2018-", ONGOING),
        ("2018–", ONGOING),
        ("2018 -", ONGOING),
        ("2018- klart!", DONE),
        ("2018 – Klart", DONE),
        ("2018-klart !", DONE),
        ("2019", ReadSchedule(2019, 2019)),
        ("Genomförs under 2019", ReadSchedule(2019, 2019)),
        ("genomförs\nunder 2019", ReadSchedule(2019, 2019)),
        ("under 2019", ReadSchedule(2019, 2019)),
        ("2019–2019", ReadSchedule(2019, 2019)),
    ],
)
def test_reads_what_the_plan_prints(text: str, read: ReadSchedule) -> None:
    assert read_schedule(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "snarast",
        "2022–2019",
        "–2022",
        "våren 2019",
        "2019, 2021",
        "2019–22",
        "2019–2022 klart!",
        "12019",
        "1018-",
        "２０１９",
        "2018 klart",
    ],
)
def test_what_fits_no_rule_is_said_not_to_be_understood(text: str) -> None:
    assert read_schedule(text) is NOT_UNDERSTOOD


_PIECES = st.lists(
    st.sampled_from(
        ["2018", "2022", "1899", "-", "–", " ", "klart", "!", "under", "Genomförs", "x"]
    )
).map("".join)


@given(st.text() | _PIECES)
@example("2018- klart!")
def test_never_fails_and_never_makes_up_a_year(text: str) -> None:
    read = read_schedule(text)
    printed = {int(year) for year in re.findall("[0-9]{4}", text)}

    assert {read.start_year, read.end_year} - {None} <= printed
    if read.end_year is not None:
        assert read.start_year is not None
        assert read.start_year <= read.end_year
    if not read.is_understood:
        assert read == NOT_UNDERSTOOD
    else:
        assert read.start_year is not None
    if read.is_ongoing or read.is_completed:
        assert read.end_year is None
        assert read.is_ongoing is not read.is_completed


@given(
    st.integers(1900, 2099),
    st.integers(0, 50),
    st.sampled_from("-‐‑‒–—―−"),
    st.text(" \u00a0\t\n", max_size=3),
)
def test_any_dash_and_any_spacing_reads_the_same(
    start: int, length: int, dash: str, space: str
) -> None:
    end = min(start + length, 2099)

    assert read_schedule(f"{start}{space}{dash}{space}{end}") == ReadSchedule(start, end)
    assert read_schedule(f"{space}{start}{space}{dash}") == ReadSchedule(start, is_ongoing=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2019–2022", "2019–2022"),
        ("2018-", "2018 och framåt"),
        ("2018- klart!", "Från 2018; klart enligt planen, året framgår inte"),
        ("Genomförs under 2019", "2019"),
        ("snarast", ""),
    ],
)
def test_says_in_words_what_it_has_read(text: str, words: str) -> None:
    read = read_schedule(text)

    assert words == schedule_words(
        read.start_year, read.end_year, is_ongoing=read.is_ongoing, is_completed=read.is_completed
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2019–2022", "2019–2022 enligt planen; genomförd 2021"),
        ("2018-", "2018 och framåt enligt planen; genomförd 2021"),
        ("2018- klart!", "Från 2018; klart enligt planen, genomförd 2021"),
        ("snarast", ""),
    ],
)
def test_how_it_ended_stands_beside_what_the_plan_says(text: str, words: str) -> None:
    read = read_schedule(text)

    assert words == schedule_words(
        read.start_year,
        read.end_year,
        is_ongoing=read.is_ongoing,
        is_completed=read.is_completed,
        ended="genomförd 2021",
    )
