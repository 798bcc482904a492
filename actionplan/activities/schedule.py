"""Reads a schedule as the plan prints it. Pure: text in, years out, and nothing is guessed.

The rules are those of the data model: an end year is only ever one that stands in the text,
and a text that fits no rule is kept by its owner and said not to be understood.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_YEAR = "((?:19|20)[0-9]{2})"
_SPAN = re.compile(rf"{_YEAR} ?- ?{_YEAR}")
_OPEN = re.compile(rf"{_YEAR} ?-")
_DONE = re.compile(rf"{_YEAR} ?- ?klart ?!?", re.IGNORECASE)
_SINGLE = re.compile(rf"(?:genomförs )?(?:under )?{_YEAR}", re.IGNORECASE)


@dataclass(frozen=True)
class ReadSchedule:
    """What a schedule text says; years are None where the text is silent."""

    start_year: int | None = None
    end_year: int | None = None
    is_ongoing: bool = False
    is_completed: bool = False
    is_understood: bool = True


NOT_UNDERSTOOD = ReadSchedule(is_understood=False)


def read_schedule(text: str) -> ReadSchedule:
    """Return what `text` says, or `NOT_UNDERSTOOD`. Never raises.

    Hyphen or dash, any spacing. "2018-" is ongoing; "2018- klart!" is completed with a start
    year alone, since the text does not say when it was done.
    """
    plain = " ".join(text.translate(_DASHES).split())
    if match := _SPAN.fullmatch(plain):
        start, end = int(match[1]), int(match[2])
        return ReadSchedule(start, end) if end >= start else NOT_UNDERSTOOD
    if match := _OPEN.fullmatch(plain):
        return ReadSchedule(int(match[1]), is_ongoing=True)
    if match := _DONE.fullmatch(plain):
        return ReadSchedule(int(match[1]), is_completed=True)
    if match := _SINGLE.fullmatch(plain):
        return ReadSchedule(int(match[1]), int(match[1]))
    return NOT_UNDERSTOOD


def schedule_words(
    start_year: int | None,
    end_year: int | None,
    *,
    is_ongoing: bool,
    is_completed: bool,
    ended: str = "",
) -> str:
    """Say in words what the years mean, with what is unknown said as unknown.

    `is_completed` is what the schedule's own text says, and nothing else. `ended` says how the
    activity was closed, when that is known from elsewhere: the plan's words then stand as the
    plan's, beside it. Returns "" when no year is known.
    """
    if start_year is not None and end_year is None and is_completed:
        return gettext("Från %(year)s; klart enligt planen, %(ended)s") % {
            "year": start_year,
            "ended": ended or gettext("året framgår inte"),
        }
    words = _years_in_words(start_year, end_year, is_ongoing=is_ongoing)
    if not (words and ended):
        return words
    return gettext("%(schedule)s enligt planen; %(ended)s") % {"schedule": words, "ended": ended}


def _years_in_words(start_year: int | None, end_year: int | None, *, is_ongoing: bool) -> str:
    if start_year is None:
        return gettext("Senast %(year)s") % {"year": end_year} if end_year else ""
    if end_year is not None:
        return str(start_year) if start_year == end_year else f"{start_year}–{end_year}"
    if is_ongoing:
        return gettext("%(year)s och framåt") % {"year": start_year}
    return gettext("%(year)s; slutåret framgår inte") % {"year": start_year}
