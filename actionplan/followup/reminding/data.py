"""What the rule of reminders knows of a year, and what it says: plain data, no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from actionplan.followup.states import is_handed_in


class Step(StrEnum):
    """What a person is told about a board; the first six follow one another in time."""

    OPENED = "opened"
    TWO_WEEKS = "two_weeks"
    DUE = "due"
    OVERDUE = "overdue"
    OVERDUE_DEPUTY = "overdue_deputy"
    OVERDUE_MANAGER = "overdue_manager"
    OVERDUE_COORDINATORS = "overdue_coordinators"
    RETURNED = "returned"
    TO_APPROVE = "to_approve"
    ASKED = "asked"


class As(StrEnum):
    """Why somebody is told: as what they are to the board."""

    CONTACT = "contact"
    DEPUTY = "deputy"
    MAILBOX = "mailbox"
    MANAGER = "manager"
    APPROVER = "approver"
    COORDINATOR = "coordinator"


@dataclass(frozen=True)
class Recipient:
    """Somebody with an address; `user` is the key of their account where they have one."""

    address: str
    name: str = ""
    user: int | None = None

    @property
    def key(self) -> str:
        """What tells one recipient from another: addresses are the same in any case of letters."""
        return self.address.lower()


@dataclass(frozen=True)
class Contact:
    """A contact person of a board: where they are reached, and whether they are there."""

    role: str
    recipient: Recipient
    is_active: bool = True
    away_until: date | None = None

    def is_there(self, today: date) -> bool:
        """Whether a mail would be read today: the last day away is still a day away."""
        is_away = self.away_until is not None and self.away_until >= today
        return self.is_active and not is_away and bool(self.recipient.address)


@dataclass(frozen=True)
class People:
    """Everybody whom a mail about a board can go to."""

    contacts: tuple[Contact, ...] = ()
    mailbox: Recipient | None = None
    manager: Recipient | None = None
    coordinators: tuple[Recipient, ...] = ()


@dataclass(frozen=True)
class Item:
    """An activity that a board answers for, and how far its answer has come."""

    entry: int
    number: int
    title: str
    state: str = "draft"
    submitted_by: int | None = None
    submitted_at: datetime | None = None
    returned_at: datetime | None = None
    saved_by: int | None = None

    @property
    def is_unanswered(self) -> bool:
        """Whether nothing has been handed in."""
        return not is_handed_in(self.state)


@dataclass(frozen=True)
class Work:
    """One board's part in an open year."""

    period: int
    year: int
    board: int
    board_name: str
    board_slug: str
    opens_on: date
    due_on: date
    closes_on: date
    items: tuple[Item, ...]
    people: People
    message: str = ""
    is_example: bool = False

    @property
    def unanswered(self) -> tuple[Item, ...]:
        """What nobody has handed in."""
        return tuple(item for item in self.items if item.is_unanswered)


@dataclass(frozen=True)
class Told:
    """That a recipient was told of a step once."""

    period: int
    board: int
    step: str
    occasion: str
    address: str
    on: date


@dataclass(frozen=True)
class Notice:
    """One thing to tell about a board: the step, the activities it is about, and what it is called.

    `occasions` are what is remembered, so that nobody is told the same thing twice.
    """

    work: Work
    step: Step
    items: tuple[Item, ...]
    occasions: tuple[str, ...]
    told_as: As = As.CONTACT


@dataclass(frozen=True)
class Digest:
    """All that one person is told on a day, in one mail; `firsts` are years new to the person."""

    recipient: Recipient
    notices: tuple[Notice, ...]
    firsts: frozenset[int] = frozenset()

    @property
    def is_example(self) -> bool:
        """Whether any of it is made up for development."""
        return any(notice.work.is_example for notice in self.notices)


# Who is reached, and as what.
Reached = tuple[tuple[As, Recipient], ...]
