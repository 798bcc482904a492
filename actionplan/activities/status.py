"""The states an activity can be in, in words that people read, and how today's is derived.

Status belongs to an activity and a board. An answer is one of `AnswerStatus`; the room that
gathers answers passes the board's latest approved one to `board_state` as `answered`.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models


class AnswerStatus(models.TextChoices):
    """What a board can answer about an activity."""

    NOT_STARTED = "not_started", "Ej påbörjad"
    IN_PROGRESS = "in_progress", "Pågår"
    COMPLETED = "completed", "Genomförd"
    DELAYED = "delayed", "Försenad"
    PAUSED = "paused", "Pausad"
    DROPPED = "dropped", "Avslutad utan att genomföras"


class Tag(StrEnum):
    """How a state is drawn; the look of each is the portal's."""

    DONE = "done"
    DOING = "doing"
    LATE = "late"
    NONE = "none"
    PAUSED = "paused"
    DROPPED = "dropped"
    EXPIRED = "expired"


@dataclass(frozen=True)
class State:
    """One state: its code in addresses, its word, a sentence that explains it, and its tag."""

    code: str
    word: str
    meaning: str
    tag: Tag


UNANSWERED = State(
    "unanswered",
    "Ej besvarad",
    "Ingen uppföljning har lämnats. Det säger inget om hur arbetet går.",
    Tag.NONE,
)
EXPIRED = State(
    "expired",
    "Planens tid har gått ut, ej besvarad",
    "Åren i planen har passerat utan att någon uppföljning har lämnats. "
    "Det säger inget om hur arbetet har gått.",
    Tag.EXPIRED,
)
_MEANINGS = {
    AnswerStatus.NOT_STARTED: ("Arbetet har inte börjat.", Tag.NONE),
    AnswerStatus.IN_PROGRESS: ("Arbetet pågår.", Tag.DOING),
    AnswerStatus.COMPLETED: ("Aktiviteten är klar.", Tag.DONE),
    AnswerStatus.DELAYED: ("Den ansvariga har meddelat att arbetet är försenat.", Tag.LATE),
    AnswerStatus.PAUSED: ("Arbetet är tillfälligt stoppat.", Tag.PAUSED),
    AnswerStatus.DROPPED: ("Aktiviteten är avslutad utan att ha genomförts.", Tag.DROPPED),
}
ANSWERED: dict[str, State] = {
    status.value: State(status.value, str(status.label), meaning, tag)
    for status, (meaning, tag) in _MEANINGS.items()
}
STATES: dict[str, State] = {state.code: state for state in (UNANSWERED, EXPIRED)} | ANSWERED


def board_state(
    *, closed_as: str, answered: str = "", last_year: int | None, today_year: int
) -> State:
    """Return the state of an activity, for one board, today.

    `closed_as` is the outcome of a closure ("" when there is none): it stands above answers.
    `answered` is the board's latest approved answer ("" when there is none). Without an
    answer an activity is unanswered, or, when its `last_year` has passed, expired; it is
    never called late, since that is for the board to say.
    """
    if closed_as or answered:
        return ANSWERED[closed_as or answered]
    if last_year is not None and last_year < today_year:
        return EXPIRED
    return UNANSWERED
