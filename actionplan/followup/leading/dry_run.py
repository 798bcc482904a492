"""What opening a year would do: who is asked what, who gets the mail, and what it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from actionplan.followup.asking import Asking, who_is_asked
from actionplan.followup.models import FollowUpPeriod
from actionplan.followup.reminding.data import Item, People, Recipient
from actionplan.followup.reminding.making import Mail, people_of, shown, work_of
from actionplan.followup.reminding.rule import answering, digests
from resources.municipality.models import Board

ANSWERS = ("primary", "deputy")


@dataclass(frozen=True)
class BoardRow:
    """A board that would be asked: how much, who gets the mail, and what is missing."""

    board: Board
    count: int
    recipients: tuple[Recipient, ...]
    can_answer: bool
    has_approver: bool


@dataclass(frozen=True)
class DryRun:
    """All that opening would do, and the day when the mail goes out."""

    asking: Asking
    boards: tuple[BoardRow, ...]
    mails: tuple[Mail, ...]
    mail_on: date

    @property
    def silent(self) -> tuple[BoardRow, ...]:
        """Boards for which nobody can sign in and answer."""
        return tuple(row for row in self.boards if not row.can_answer)

    @property
    def count(self) -> int:
        """How many answers would be asked for."""
        return len(self.asking.pairs)

    @property
    def asked(self) -> int:
        """How many activities would be asked about."""
        return sum(bool(activity.asked) for activity in self.asking.activities)


def dry_run(period: FollowUpPeriod, left_out: Collection[int], today: date) -> DryRun:
    """Return what opening `period` would do; nothing is written and nothing is sent."""
    asking = who_is_asked(period, left_out)
    mail_on = max(today, period.opens_on)
    items: dict[int, list[Item]] = defaultdict(list)
    for number, (activity, board) in enumerate(asking.pairs):
        items[board.pk].append(Item(number, activity.number, activity.title))
    people = people_of(items, mail_on)
    works = [
        work_of(period, board.pk, board.name, board.slug, tuple(items[board.pk]), people[board.pk])
        for board in asking.boards
    ]
    rows = tuple(
        _row(board, len(items[board.pk]), people[board.pk], mail_on) for board in asking.boards
    )
    mails = shown(digests(works, (), mail_on), mail_on)
    return DryRun(asking, rows, tuple(mails), mail_on)


def _row(board: Board, count: int, people: People, day: date) -> BoardRow:
    with_account = [
        contact.role
        for contact in people.contacts
        if contact.is_active and contact.recipient.user is not None
    ]
    return BoardRow(
        board=board,
        count=count,
        recipients=tuple(recipient for _as, recipient in answering(people, day)),
        can_answer=any(role in ANSWERS for role in with_account),
        has_approver="approver" in with_account,
    )
