"""The states an activity can be in, in words that people read, and how today's is derived.

Status belongs to an activity and a board. An answer is one of `AnswerStatus`; the room that
gathers answers passes the board's latest approved one to `board_state` as `answered`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class AnswerStatus(models.TextChoices):
    """What a board can answer about an activity."""

    NOT_STARTED = "not_started", _("Ej påbörjad")
    IN_PROGRESS = "in_progress", _("Pågår")
    COMPLETED = "completed", _("Genomförd")
    DELAYED = "delayed", _("Försenad")
    PAUSED = "paused", _("Pausad")
    DROPPED = "dropped", _("Avslutad utan att genomföras")


class Tag(StrEnum):
    """How a state is drawn; the look of each is the portal's."""

    DONE = "done"
    DOING = "doing"
    NOT_STARTED = "not_started"
    LATE = "late"
    NONE = "none"
    PAUSED = "paused"
    DROPPED = "dropped"
    EXPIRED = "expired"
    MIXED = "mixed"


@dataclass(frozen=True)
class State:
    """One state: its code in addresses, its tag, its name and a sentence that explains it."""

    code: str
    tag: Tag
    name: _StrPromise
    sentence: _StrPromise

    @property
    def word(self) -> str:
        """The name in the language of the reader."""
        return str(self.name)

    @property
    def meaning(self) -> str:
        """The sentence in the language of the reader."""
        return str(self.sentence)


UNANSWERED = State(
    "unanswered",
    Tag.NONE,
    _("Ej besvarad"),
    _("Ingen uppföljning har lämnats. Det säger inget om hur arbetet går."),
)
EXPIRED = State(
    "expired",
    Tag.EXPIRED,
    _("Planens tid har gått ut, ej besvarad"),
    _(
        "Åren i planen har passerat utan att någon uppföljning har lämnats. "
        "Det säger inget om hur arbetet har gått."
    ),
)
_MEANINGS = {
    AnswerStatus.NOT_STARTED: (Tag.NOT_STARTED, _("Arbetet har inte börjat.")),
    AnswerStatus.IN_PROGRESS: (Tag.DOING, _("Arbetet pågår.")),
    AnswerStatus.COMPLETED: (Tag.DONE, _("Aktiviteten är klar.")),
    AnswerStatus.DELAYED: (Tag.LATE, _("Den ansvariga har meddelat att arbetet är försenat.")),
    AnswerStatus.PAUSED: (Tag.PAUSED, _("Arbetet är tillfälligt stoppat.")),
    AnswerStatus.DROPPED: (Tag.DROPPED, _("Aktiviteten är avslutad utan att ha genomförts.")),
}
ANSWERED: dict[str, State] = {
    status.value: State(status.value, tag, status.label, meaning)
    for status, (tag, meaning) in _MEANINGS.items()
}
# Not states of a board: an activity whose boards say different things, and one that has stood
# still for years. Neither is ever merged into one of the boards' words.
MIXED = State(
    "mixed", Tag.MIXED, _("Olika svar"), _("Nämnderna har svarat olika. Se var och en nedan.")
)
UNDELIVERED = State(
    "undelivered",
    Tag.LATE,
    _("Inte genomfört flera år i rad"),
    _(
        "Minst en nämnd har i sina två senaste svar sagt att arbetet inte har börjat, "
        "är försenat eller pausat."
    ),
)
STATES: dict[str, State] = {state.code: state for state in (UNANSWERED, EXPIRED)} | ANSWERED


def board_state(*, closed_as: str, answered: str = "", years_have_passed: bool) -> State:
    """Return the state of an activity, for one board, today.

    `closed_as` is the outcome of a closure ("" when there is none): it stands above answers.
    `answered` is the board's latest approved answer ("" when there is none). Without an
    answer an activity is unanswered, or, when its years have passed, expired; it is never
    called late, since that is for the board to say. `ActivityQuerySet.with_years_passed` says
    whether they have.
    """
    if closed_as or answered:
        return ANSWERED[closed_as or answered]
    return EXPIRED if years_have_passed else UNANSWERED
