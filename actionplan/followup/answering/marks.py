"""How an answer and a board's year stand, in the words that the boards' pages say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format

from actionplan.activities.status import Tag
from actionplan.followup.states import NOT_HANDED_IN

if TYPE_CHECKING:
    from actionplan.followup.models import FollowUpEntry, FollowUpPeriod


@dataclass(frozen=True)
class Mark:
    """A state of an answer: how it is drawn, and its word."""

    tag: Tag
    word: str


def is_handed_in(entry: FollowUpEntry) -> bool:
    """Whether the board has said its word: handed in, or approved."""
    return entry.state not in NOT_HANDED_IN


def is_ready(entry: FollowUpEntry) -> bool:
    """Whether the board can hand the answer in now."""
    return not is_handed_in(entry) and entry.is_ready and entry.is_read_again


def mark(entry: FollowUpEntry) -> Mark:
    """Return how an answer stands, as its board sees it."""
    if entry.state == "approved":
        return Mark(Tag.DONE, "Godkänd")
    if entry.state == "submitted":
        return Mark(Tag.DOING, "Inskickad")
    if is_ready(entry):
        return Mark(Tag.DOING, "Klar att skicka in")
    if entry.state == "returned":
        return Mark(Tag.LATE, "Återlämnad")
    return Mark(Tag.NONE, "Ej besvarad" if entry.saved_at is None else "Utkast")


def missing(entry: FollowUpEntry) -> str:
    """Return what an answer lacks before it can be handed in; "" when it lacks nothing."""
    if is_handed_in(entry) or is_ready(entry):
        return ""
    if not entry.status:
        return "Välj hur det går."
    if not entry.is_ready:
        return "Skriv vad som hindrar."
    return "Läs kommentaren, ändra det som behövs och spara."


def days_words(due_on: date, today: date) -> str:
    """Say how long is left to a day, or how late it is."""
    days = (due_on - today).days
    if days == 0:
        return "det är i dag"
    said = f"{abs(days)} {'dag' if abs(days) == 1 else 'dagar'}"
    return f"{said} kvar" if days > 0 else f"{said} sen"


def day_words(day: date, today: date) -> str:
    """Return a day as people say it; the year only where it is another than this."""
    return date_format(day, "j F" if day.year == today.year else "j F Y")


@dataclass(frozen=True)
class Progress:
    """How far a board has come in a year."""

    asked: int
    answered: int
    ready: int
    due_on: date
    today: date
    is_closed: bool = False

    @property
    def left(self) -> int:
        """How many answers the board has not handed in."""
        return self.asked - self.answered

    @property
    def is_late(self) -> bool:
        """Whether something is unanswered past the last day of a year that can be answered."""
        is_past = self.due_on < self.today and not self.is_closed
        return is_past and self.answered < self.asked

    @property
    def sentence(self) -> str:
        """The figures and the last day, in words."""
        said = f"{self.answered} av {self.asked} besvarade"
        if self.answered == self.asked:
            return f"{said}."
        if self.is_closed:
            return f"{said}. Uppföljningen är stängd."
        if self.ready:
            said += f", {self.ready} {'klar' if self.ready == 1 else 'klara'} att skicka in"
        verb = "var" if self.is_late else ""
        day = " ".join(filter(None, ["Sista dag", verb, day_words(self.due_on, self.today)]))
        return f"{said}. {day}, {days_words(self.due_on, self.today)}."


def progress(entries: Iterable[FollowUpEntry], period: FollowUpPeriod, today: date) -> Progress:
    """Count a board's entries of one year."""
    all_entries = list(entries)
    return Progress(
        asked=len(all_entries),
        answered=sum(is_handed_in(entry) for entry in all_entries),
        ready=sum(is_ready(entry) for entry in all_entries),
        due_on=period.due_on,
        today=today,
        is_closed=period.state == "closed",
    )
