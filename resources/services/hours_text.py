"""The hours of a day as somebody types them: `9–12 och 13–16`, `dygnet runt`, `stängt`.

Swedish whatever the reader's language is: what is written here can be read back.
"""

import datetime
import re
from collections.abc import Iterable
from itertools import pairwise

from django.conf import settings
from django.utils import translation

from resources.services.opening_hours import MIDNIGHT, ROUND_THE_CLOCK, Span
from resources.services.opening_words import span_words

CLOSED = "stängt"
ALWAYS = "dygnet runt"
EXAMPLE = "Skriv till exempel 9–12 och 13–16.30, dygnet runt eller stängt."

_BETWEEN_SPANS = re.compile(r"\s*(?:,|;|&|\boch\b|\bsamt\b)\s*")
_SPAN = re.compile(r"(?:kl\.?\s*)?([\d.:]+)\s*(?:[-‐-―]|\btill\b)\s*(?:kl\.?\s*)?([\d.:]+)")
_TIME = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?|(\d{2})(\d{2})")


def read_day(text: str) -> tuple[Span, ...]:
    """Return the spans that `text` says, sorted; none when the day is empty or closed.

    A closing time at or before midnight of the same day ends there; one that lies before the
    opening time is the next day's. Raises `ValueError` with a sentence in Swedish.
    """
    words = " ".join(text.casefold().split()).rstrip(".")
    if words in ("", CLOSED, "-", "–"):
        return ()
    if words == ALWAYS:
        return (ROUND_THE_CLOCK,)
    spans = sorted(_span(part) for part in _BETWEEN_SPANS.split(words))
    for earlier, later in pairwise(spans):
        if earlier.closes_next_day or later.opens_at <= earlier.closes_at:
            raise ValueError(f"Tiderna {day_text((earlier, later))} går in i varandra.")
    return tuple(spans)


def day_text(spans: Iterable[Span]) -> str:
    """Return the spans of a day as they may be typed: `read_day` reads the same out of it."""
    with translation.override(settings.LANGUAGE_CODE):
        return span_words(tuple(spans))


def week_texts(week: dict[int, tuple[Span, ...]]) -> dict[int, str]:
    """Return the texts of Monday (1) to Sunday (7); all are empty when no hours are known."""
    return {day: day_text(week.get(day, ())) if week else "" for day in range(1, 8)}


def _span(text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if not found:
        raise ValueError(f"”{text}” går inte att läsa som en tid. {EXAMPLE}")
    opens_at, closes_at = _time(found[1]), _time(found[2], may_end_day=True)
    ends_the_day = closes_at == MIDNIGHT
    if opens_at == closes_at and not found[2].startswith("24"):
        raise ValueError(f"”{text}” öppnar och stänger samtidigt. Menar du {ALWAYS}?")
    return Span(opens_at, closes_at, ends_the_day or closes_at < opens_at)


def _time(text: str, *, may_end_day: bool = False) -> datetime.time:
    found = _TIME.fullmatch(text)
    hour, minute = (int(found[1] or found[3]), int(found[2] or found[4] or 0)) if found else (99, 0)
    if may_end_day and (hour, minute) == (24, 0):
        return MIDNIGHT
    if hour > 23 or minute > 59:
        raise ValueError(f"”{text}” är inget klockslag. {EXAMPLE}")
    return datetime.time(hour, minute)
