"""What the boards' pages say: days, progress, the state of an answer, what a file is."""

from datetime import UTC, date, datetime

import pytest

from actionplan.followup.answering.marks import Progress, days_words, mark, missing
from actionplan.followup.models import FollowUpEntry

DUE = date(2026, 11, 30)
EARLY, LATER = datetime(2026, 11, 1, 9, tzinfo=UTC), datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 11, 21), "9 dagar kvar"),
        (date(2026, 11, 29), "1 dag kvar"),
        (DUE, "det är i dag"),
        (date(2026, 12, 1), "1 dag sen"),
        (date(2026, 12, 12), "12 dagar sen"),
    ],
)
def test_days_are_said_as_people_say_them(today: date, said: str) -> None:
    assert days_words(DUE, today) == said


@pytest.mark.parametrize(
    ("answered", "ready", "today", "is_closed", "said"),
    [
        (2, 0, date(2026, 11, 21), False, "Sista dag 30 november, 9 dagar kvar."),
        (2, 1, date(2026, 11, 21), False, "2 av 5 besvarade, 1 klar att skicka in. Sista dag 30"),
        (2, 0, date(2026, 12, 12), False, "Sista dag var 30 november, 12 dagar sen."),
        (2, 0, date(2027, 1, 1), False, "Sista dag var 30 november 2026, 32 dagar sen."),
        (5, 0, date(2026, 12, 12), False, "5 av 5 besvarade."),
        (2, 0, date(2027, 5, 1), True, "2 av 5 besvarade. Uppföljningen är stängd."),
    ],
)
def test_progress_says_how_much_is_left_and_how_long(
    answered: int, ready: int, today: date, is_closed: bool, said: str
) -> None:
    assert said in Progress(5, answered, ready, DUE, today, is_closed).sentence


@pytest.mark.parametrize(
    ("entry", "word", "lacks"),
    [
        (FollowUpEntry(), "Ej besvarad", "Välj hur det går."),
        (FollowUpEntry(saved_at=EARLY, done="Text"), "Utkast", "Välj hur det går."),
        (FollowUpEntry(saved_at=EARLY, status="delayed"), "Utkast", "Skriv vad som hindrar."),
        (FollowUpEntry(saved_at=EARLY, status="delayed", obstacles="Tid"), "Klar att skicka", ""),
        (FollowUpEntry(saved_at=EARLY, status="in_progress", state="submitted"), "Inskickad", ""),
        (FollowUpEntry(saved_at=EARLY, status="in_progress", state="approved"), "Godkänd", ""),
        (
            FollowUpEntry(saved_at=EARLY, status="completed", state="returned", returned_at=LATER),
            "Återlämnad",
            "Läs kommentaren",
        ),
        (
            FollowUpEntry(saved_at=LATER, status="completed", state="returned", returned_at=EARLY),
            "Klar att skicka",
            "",
        ),
    ],
)
def test_an_answer_has_a_word_and_says_what_it_lacks(
    entry: FollowUpEntry, word: str, lacks: str
) -> None:
    assert mark(entry).word.startswith(word)
    assert missing(entry).startswith(lacks)
    assert bool(missing(entry)) is bool(lacks)
