"""The state of an activity, in words; nothing unanswered is ever called late."""

import pytest

from actionplan.activities.status import (
    ANSWERED,
    EXPIRED,
    STATES,
    UNANSWERED,
    AnswerStatus,
    Tag,
    board_state,
)


@pytest.mark.parametrize(
    ("closed_as", "answered", "years_have_passed", "word"),
    [
        ("", "", True, "Planens tid har gått ut, ej besvarad"),
        ("", "", False, "Ej besvarad"),
        ("", "in_progress", True, "Pågår"),
        ("completed", "", True, "Genomförd"),
        ("completed", "delayed", False, "Genomförd"),
        ("dropped", "in_progress", False, "Avslutad utan att genomföras"),
    ],
)
def test_a_closure_stands_above_answers_and_an_answer_above_the_years(
    closed_as: str, answered: str, years_have_passed: bool, word: str
) -> None:
    state = board_state(closed_as=closed_as, answered=answered, years_have_passed=years_have_passed)

    assert state.word == word


@pytest.mark.parametrize("state", [UNANSWERED, EXPIRED], ids=lambda state: state.code)
def test_unanswered_is_neither_late_nor_not_begun(state: object) -> None:
    said = f"{state}".lower()

    assert "försen" not in said
    assert "sen" not in said.split()
    assert "påbörja" not in said
    assert state.tag not in {Tag.LATE, Tag.DOING, Tag.DONE}  # type: ignore[attr-defined]


def test_only_a_board_can_say_that_it_is_late() -> None:
    assert [code for code, state in STATES.items() if state.tag is Tag.LATE] == ["delayed"]


def test_every_answer_has_a_word_and_a_sentence() -> None:
    assert set(ANSWERED) == set(AnswerStatus.values)
    assert all(state.meaning.endswith(".") for state in STATES.values())
