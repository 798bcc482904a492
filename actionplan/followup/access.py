"""Who may do what with an answer: one rule, asked by lists and by single pages alike.

A board's spokespersons answer, its approver approves, and whoever leads the follow-up may step in
for either. What a board has not had approved is read by that board and by the leader, and by
two who change nothing: the board's secretary and the auditor.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Q

from actionplan.plan.leading import audits, leads
from resources.municipality.contacts import ContactPerson

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

    from actionplan.followup.models import FollowUpEntry

    Person = AbstractUser | AnonymousUser

NOTHING = Q(pk__in=())
# Not an empty condition: with `|` that would give way to the other side.
EVERYTHING = Q(pk__isnull=False)


class Verb(StrEnum):
    """What can be done with an answer."""

    READ = "read"
    WRITE = "write"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    RETURN = "return"
    CONFIRM = "confirm"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Standing:
    """What a person is to the follow-up on a day: leader, auditor, and their boards, by key."""

    user_id: int | None
    leads: bool
    answers_for: frozenset[int]
    approves_for: frozenset[int]
    reads_for: frozenset[int] = frozenset()
    audits: bool = False

    @property
    def speaks_for(self) -> frozenset[int]:
        """The boards in whose name the person acts. Never a board that they only read for."""
        return self.answers_for | self.approves_for

    @property
    def boards(self) -> frozenset[int]:
        """The boards whose drafts the person may read: their own."""
        return self.speaks_for | self.reads_for

    @property
    def oversees(self) -> bool:
        """Whether the person reads what every board has written, drafts and all."""
        return self.leads or self.audits

    def sees(self, board: int) -> bool:
        """Whether the person opens the pages of the board with the key `board`, drafts and all."""
        return self.oversees or board in self.boards

    def notes_how_it_stands(self, board: int | None) -> bool:
        """Whether the person may note how an activity stands for a board, None for in general."""
        return self.leads or board in self.speaks_for

    def notes_for(self, board: int) -> bool:
        """Whether the person may note what the board with the key `board` has decided."""
        return self.leads or board in self.speaks_for


def standing(user: Person, today: date) -> Standing:
    """Return what `user` is to the follow-up on the day `today`. Three queries at most."""
    if not user.is_authenticated or not user.is_active:
        return Standing(None, False, frozenset(), frozenset())
    roles = list(
        ContactPerson.objects.of_user(user, today)
        .filter(board__isnull=False)
        .values_list("board_id", "role")
    )
    Row = ContactPerson.Role

    def boards(*named: str) -> frozenset[int]:
        return frozenset(board for board, role in roles if role in named)

    return Standing(
        user_id=user.pk,
        leads=leads(user),
        answers_for=boards(Row.PRIMARY, Row.DEPUTY),
        approves_for=boards(Row.APPROVER),
        reads_for=boards(Row.SECRETARY),
        audits=audits(user),
    )


def rule(verb: Verb, who: Standing, today: date) -> Q:
    """Return which entries `who` may `verb` on the day `today`, as a condition on entries."""
    if who.user_id is None:
        return NOTHING
    own, approved = _of(who.answers_for), _of(who.approves_for)
    lead = EVERYTHING if who.leads else NOTHING
    is_open = Q(period__state="open")
    # What goes back to the board can be handed in again only while answers are taken.
    running = is_open & Q(period__opens_on__lte=today, period__closes_on__gte=today)
    not_mine = ~Q(submitted_by=who.user_id) | Q(submitted_by__isnull=True)
    not_my_words = ~Q(saved_by=who.user_id) | Q(saved_by__isnull=True)
    match verb:
        case Verb.READ:
            everything = EVERYTHING if who.oversees else NOTHING
            return everything | _of(who.boards) | Q(state="approved")
        case Verb.WRITE | Verb.SUBMIT:
            # The leader enters what nobody has begun, and never writes over a board's own words.
            untouched = Q(saved_at__isnull=True) | Q(is_on_behalf=True)
            return running & Q(state__in=["draft", "returned"]) & (own | (lead & untouched))
        case Verb.WITHDRAW:
            mine = lead & Q(is_on_behalf=True, submitted_by=who.user_id)
            return running & Q(state="submitted") & (own | mine)
        case Verb.APPROVE:
            waiting = is_open & Q(state="submitted")
            return waiting & not_mine & not_my_words & (approved | lead)
        case Verb.RETURN:
            return running & Q(state="submitted") & not_mine & (approved | lead)
        case Verb.CONFIRM:
            unconfirmed = Q(is_on_behalf=True, confirmed_at__isnull=True)
            handed_in = Q(state__in=["submitted", "approved"])
            return is_open & unconfirmed & handed_in & not_mine & _of(who.speaks_for)
        case Verb.REOPEN:
            return running & Q(state="approved") & lead


def may(verb: Verb, user: Person, entry: FollowUpEntry, today: date) -> bool:
    """Tell whether `user` may `verb` the entry as the database holds it now."""
    return type(entry).objects.allowed(verb, user, today).filter(pk=entry.pk).exists()


def _of(boards: Collection[int]) -> Q:
    return Q(board__in=boards) if boards else NOTHING
