"""What the style guide shows of the follow-up: answers, years, a log, a matrix."""

from datetime import date, datetime
from typing import Any

EXAMPLE_DAY = date(2026, 5, 4)
HERE = "#innehall"


def answers() -> list[dict[str, Any]]:
    """Who answers for an activity: with an answer, and without one that was due."""
    board = {"name": "Exempelnämnden", "url": HERE, "role": "ansvarar tillsammans med andra"}
    state = {"status": "doing", "status_text": "Pågår"}
    years = [(12, 2031, "none"), (56, 2032, "late"), (100, 2033, "doing")]
    said = {
        "year": 2033,
        "approved_on": EXAMPLE_DAY,
        "done": "Vad nämnden har gjort.",
        "obstacles": "Vad som hindrar.",
        "next_step": "Vad som händer sedan.",
        "is_unconfirmed": True,
        "is_example": True,
        "strip": {
            "cells": [{"x": x, "year": year, "status": status} for x, year, status in years],
            "width": 132,
            "title": "2031: Ej besvarad, 2032: Försenad, 2033: Pågår",
        },
    }
    return [
        {**board, **state, **said},
        {**board, **state, "is_unverified": "ej kontrollerat", "late_since": EXAMPLE_DAY},
    ]


def followup_years() -> list[dict[str, Any]]:
    """A year that is open and one that is closed."""
    figures = [{"value": 30, "label": "svar begärda"}, {"value": 21, "label": "svar godkända"}]
    year = {"is_example": True, "due_on": EXAMPLE_DAY, "figures": figures}
    return [{**year, "year": 2033, "is_open": True}, {**year, "year": 2032, "is_open": False}]


def events() -> list[dict[str, Any]]:
    """The log of an answer that was handed back once."""
    by = {"get_full_name": "Kim Exempel"}
    at = datetime(2031, 11, 3, 14, 2)
    content = {"done": "Vad svaret sade innan det ändrades.", "next_step": "Ett nästa steg."}
    return [
        {"get_verb_display": "skickade in", "at": at, "by": by},
        {
            "get_verb_display": "lämnade tillbaka",
            "at": at,
            "by": by,
            "comment": "Skriv vad ni har gjort.",
            "content": content,
        },
    ]


def matrix_rows() -> list[dict[str, Any]]:
    words = {"done": "Godkänd", "late": "12 dagar sen", "none": "Ej besvarad"}
    cells: list[dict[str, Any] | None] = [
        {"tag": tag, "word": word, "slug": "exempel", "number": 1} for tag, word in words.items()
    ]
    return [
        {"number": 1, "title": "Ett exempel", "cells": [*cells, None]},
        {"number": 2, "title": "Ett exempel till", "cells": [None, *cells]},
    ]


def waiting() -> list[dict[str, Any]]:
    """What waits for somebody: late, with a day left, and without a day."""
    return [
        {
            "text": "Exempelnämnden: 2 svar kvar att lämna",
            "url": HERE,
            "due_on": EXAMPLE_DAY,
            "days": "3 dagar sen",
            "is_late": True,
        },
        {"text": "En rutin att läsa", "url": HERE, "due_on": EXAMPLE_DAY, "days": "9 dagar kvar"},
        {"text": "Exempelnämnden: 1 svar att godkänna", "url": HERE},
    ]
