"""What a council's year lacks, who is missing among the seats: tables of cases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actionplan.council.coverage import Held, gaps
from actionplan.council.kinds import MeetingKind
from actionplan.council.seating.missing import lack, unsettled
from actionplan.council.seats import CouncilSeat
from portal.intranet.models import User

EARLY = date(2027, 1, 4)
FOUR = [(2, 10), (5, 12), (9, 8), (11, 17)]
OTHERS = [
    Held(MeetingKind.JOINT, date(2027, 10, 5)),
    Held(MeetingKind.FORUM, date(2027, 4, 20)),
    Held(MeetingKind.STEERING, date(2027, 3, 1)),
]


def regular(*days: tuple[int, int]) -> list[Held]:
    return [Held(MeetingKind.REGULAR, date(2027, month, day)) for month, day in days]


@pytest.mark.parametrize(
    ("meetings", "today", "said"),
    [
        pytest.param([*regular(*FOUR), *OTHERS], EARLY, [], id="whole year"),
        pytest.param(
            [*regular(*FOUR[:2], FOUR[3]), *OTHERS],
            EARLY,
            ["Inget ordinarie möte är planerat i juli–september 2027."],
            id="a quarter is missing",
        ),
        pytest.param(
            [*regular((2, 10), (3, 10), (5, 12), (11, 17)), *OTHERS],
            EARLY,
            ["Inget ordinarie möte är planerat i juli–september 2027."],
            id="four meetings, and a quarter is missing still",
        ),
        pytest.param(
            [*regular(*FOUR[1:]), *OTHERS],
            date(2027, 4, 1),
            ["Inget ordinarie möte är inskrivet i januari–mars 2027."],
            id="what has passed is said to have passed",
        ),
        pytest.param(
            [*regular(*FOUR[1:]), *OTHERS],
            date(2027, 3, 31),
            ["Inget ordinarie möte är planerat i januari–mars 2027."],
            id="the last day of a quarter can still be used",
        ),
        pytest.param(
            [*regular((3, 31), (6, 30), (7, 1), (12, 31)), *OTHERS], EARLY, [], id="edges"
        ),
        pytest.param(
            [*regular(*FOUR), *OTHERS[1:]],
            EARLY,
            ["Inget gemensamt möte med referensgruppen är planerat 2027."],
            id="the joint meeting comes besides the four",
        ),
        pytest.param(
            [*regular(*FOUR), *OTHERS[:1]],
            date(2028, 1, 1),
            [
                "Inget öppet forum är inskrivet 2027.",
                "Inget möte i styrgruppen är inskrivet 2027.",
            ],
            id="a year that is over",
        ),
        pytest.param(
            [Held(MeetingKind.REGULAR, date(2026, 8, 1)), *regular(*FOUR[:2], FOUR[3]), *OTHERS],
            EARLY,
            ["Inget ordinarie möte är planerat i juli–september 2027."],
            id="another year's meeting does not count",
        ),
    ],
)
def test_a_year_that_is_not_covered_is_said_in_words(
    meetings: list[Held], today: date, said: list[str]
) -> None:
    assert [gap.text for gap in gaps(2027, meetings, today)] == said


def test_an_empty_year_lacks_all_seven_and_suggests_no_day_that_has_passed() -> None:
    today = date(2027, 5, 3)
    found = gaps(2027, [], today)

    assert len(found) == 7
    days = [gap.from_day for gap in found]
    assert days == [None, today, date(2027, 7, 1), date(2027, 10, 1), today, today, today]


@pytest.mark.parametrize(
    ("holder", "deputy", "ends", "said"),
    [
        (None, None, None, "Ingen är utsedd."),
        (None, User(), None, "Ersättaren sitter ensam."),
        (User(), None, None, ""),
        (User(is_active=False), None, None, "Ledamotens konto är stängt."),
        (User(), None, date(2027, 3, 5), "Tiden går ut 5 mars 2027."),
        (User(), None, date(2027, 3, 6), ""),
        (User(), None, EARLY, "Tiden går ut 4 januari 2027."),
        (User(), None, date(2027, 1, 3), "Tiden gick ut 3 januari 2027."),
        (None, None, date(2027, 1, 3), "Tiden gick ut 3 januari 2027."),
    ],
)
def test_a_seat_without_somebody_or_whose_time_ends_soon_is_said(
    holder: User | None, deputy: User | None, ends: date | None, said: str
) -> None:
    seat = CouncilSeat(holder=holder, deputy=deputy, valid_to=ends)
    assert lack(seat, EARLY) == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ""),
        ({"holder": None, "mandate_text": ""}, ""),
        ({"valid_to": date(2027, 1, 3), "mandate_text": ""}, ""),
        ({"mandate_text": ""}, "Inte antecknat: vilket mandat ledamoten har."),
        ({"appointed_by_id": None}, "Inte antecknat: vem som har utsett ledamoten."),
        (
            {"appointed_by_id": None, "mandate_text": ""},
            "Inte antecknat: vem som har utsett ledamoten och vilket mandat ledamoten har.",
        ),
        ({"away_until": EARLY}, "Ledamoten är borta och ingen ersättare är utsedd."),
        ({"away_until": EARLY, "deputy": User()}, ""),
        ({"away_until": date(2027, 1, 3)}, ""),
    ],
)
def test_what_is_left_to_settle_about_who_sits_is_said_apart(
    fields: dict[str, Any], said: str
) -> None:
    settled = {"holder": User(), "appointed_by_id": 1, "mandate_text": "Får besluta"}
    seat = CouncilSeat(**{**settled, **fields})
    assert unsettled(seat, EARLY) == said
