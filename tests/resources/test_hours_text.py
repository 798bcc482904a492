"""The hours of a day as people type them."""

import contextlib
from datetime import time

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from resources.services.hours_text import day_text, read_day
from resources.services.opening_hours import ROUND_THE_CLOCK, Span

MORNING, AFTERNOON = Span(time(9), time(12)), Span(time(13), time(16))
NIGHT = Span(time(21), time(3), closes_next_day=True)
TO_MIDNIGHT = Span(time(18), time(0), closes_next_day=True)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", ()),
        ("  ", ()),
        ("stängt", ()),
        ("Stängt.", ()),
        ("–", ()),
        ("9–12 och 13–16", (MORNING, AFTERNOON)),
        ("9-12, 13-16", (MORNING, AFTERNOON)),
        ("13–16, 9–12", (MORNING, AFTERNOON)),
        ("09:00 - 12:00 samt 13.00 — 16.00", (MORNING, AFTERNOON)),
        ("kl. 9 till 12", (MORNING,)),
        ("0900-1200", (MORNING,)),
        ("8.30-16", (Span(time(8, 30), time(16)),)),
        ("21-03", (NIGHT,)),
        ("18–24", (TO_MIDNIGHT,)),
        ("18–00", (TO_MIDNIGHT,)),
        ("0–24", (ROUND_THE_CLOCK,)),
        ("Dygnet runt", (ROUND_THE_CLOCK,)),
    ],
)
def test_what_people_type_is_read(text: str, spans: tuple[Span, ...]) -> None:
    assert read_day(text) == spans


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nio till tolv", "går inte att läsa som en tid"),
        ("9", "går inte att läsa som en tid"),
        ("9–12 13–16", "går inte att läsa som en tid"),
        ("9–12 och", "går inte att läsa som en tid"),
        ("9–25", "inget klockslag"),
        ("9.60–12", "inget klockslag"),
        ("9–24.30", "inget klockslag"),
        ("24–24", "inget klockslag"),
        ("9–9", "samtidigt"),
        ("0–0", "samtidigt"),
        ("9–13, 12–16", "går in i varandra"),
        ("9–12, 12–16", "går in i varandra"),
        ("21–03 och 22–23", "går in i varandra"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read_day(text)


@st.composite
def days(draw: st.DrawFn) -> tuple[Span, ...]:
    """Some spans after one another, of which the last may pass midnight."""
    minutes = sorted(draw(st.sets(st.integers(0, 24 * 60 - 1), max_size=6)))
    times = [time(minute // 60, minute % 60) for minute in minutes]
    spans = [Span(a, b) for a, b in zip(times[::2], times[1::2], strict=False)]
    if len(times) % 2:
        before = draw(st.sampled_from([*times, time(0)]))
        closes = min(before, times[0])
        if closes < times[-1] or closes == time(0) != times[-1]:
            spans.append(Span(times[-1], closes, closes_next_day=True))
    return tuple(spans)


@given(days())
def test_what_is_written_out_is_read_as_the_same(spans: tuple[Span, ...]) -> None:
    assert read_day(day_text(spans)) == spans


@given(st.text(alphabet="0123456789 .:–-,ochdygnetrunt", max_size=30))
def test_any_text_is_read_as_hours_that_can_be_written_out_or_refused(text: str) -> None:
    spans: tuple[Span, ...] = ()
    with contextlib.suppress(ValueError):
        spans = read_day(text)
    assert read_day(day_text(spans)) == spans


def test_what_is_written_can_be_read_back_whatever_the_editors_language() -> None:
    with override("en"):
        for spans in ((), (ROUND_THE_CLOCK,), (MORNING, AFTERNOON)):
            assert read_day(day_text(spans)) == spans
