"""A board's year as its pages show it: the entries, what the person may do, and the addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from actionplan.activities.models import AssignmentInclusion
from actionplan.followup.access import Standing, Verb, standing
from actionplan.followup.answering.marks import (
    Progress,
    is_handed_in,
    is_ready,
    mark,
    missing,
    progress,
)
from actionplan.followup.models import FollowUpEntry, FollowUpPeriod
from actionplan.followup.querysets import FollowUpEntryQuerySet
from actionplan.followup.services import Answer
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Board

if TYPE_CHECKING:
    from actionplan.followup.answering.marks import Mark


@dataclass(frozen=True)
class Item:
    """An entry on a board's page, with how it stands and where it is answered."""

    entry: FollowUpEntry
    url: str
    mark: Mark
    missing: str
    is_late: bool

    @property
    def number(self) -> int:
        """The activity's number in the plan."""
        return int(self.entry.activity.number)


@dataclass
class BoardDesk:
    """What one person sees of one board's year."""

    period: FollowUpPeriod
    board: Board
    who: Standing
    now: datetime
    entries: list[FollowUpEntry] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The day it is where the municipality is."""
        return timezone.localdate(self.now)

    @cached_property
    def progress(self) -> Progress:
        """How far the board has come."""
        return progress(self.entries, self.period, self.today)

    @cached_property
    def items(self) -> list[Item]:
        """The entries as a list shows them."""
        late = self.period.due_on < self.today
        return [
            Item(
                entry,
                self.entry_url(entry),
                mark(entry),
                missing(entry),
                late and not is_handed_in(entry),
            )
            for entry in self.entries
        ]

    @property
    def url(self) -> str:
        """The board's list."""
        return reverse("followup_board", args=[self.period.year, self.board.slug])

    @property
    def all_url(self) -> str:
        """All answers on one page."""
        return reverse("followup_answers", args=[self.period.year, self.board.slug])

    @property
    def hand_in_url(self) -> str:
        """The summary, where answers are handed in."""
        return reverse("followup_hand_in", args=[self.period.year, self.board.slug])

    @property
    def review_url(self) -> str:
        """Where answers are approved."""
        return reverse("followup_review", args=[self.period.year, self.board.slug])

    def entry_url(self, entry: FollowUpEntry) -> str:
        """Where an entry is answered."""
        return entry_url(self.period.year, self.board.slug, entry.activity.number)

    def may(self, verb: Verb, entry: FollowUpEntry) -> bool:
        """Whether the person may `verb` an entry of this page, as it was fetched."""
        return bool(getattr(entry, f"may_{verb.value}"))

    def those_to(self, verb: Verb) -> list[FollowUpEntry]:
        """The entries that the person may `verb`."""
        return [entry for entry in self.entries if self.may(verb, entry)]

    def entry(self, number: int) -> FollowUpEntry:
        """Return the entry about the activity with a number. Raises `Http404`."""
        for entry in self.entries:
            if entry.activity.number == number:
                return entry
        raise Http404

    def place(self, entry: FollowUpEntry) -> int:
        """The place of an entry among the board's, from 1."""
        return self.entries.index(entry) + 1

    def after(self, entry: FollowUpEntry) -> str:
        """Return where to go when an entry is done: the next to write, else the summary."""
        following = self.entries[self.place(entry) :]
        for other in following:
            if self.may(Verb.WRITE, other):
                return self.entry_url(other)
        return self.hand_in_url

    @cached_property
    def ready(self) -> list[FollowUpEntry]:
        """The entries that the person can hand in now."""
        return [entry for entry in self.those_to(Verb.SUBMIT) if is_ready(entry)]

    @cached_property
    def approvers(self) -> list[ContactPerson]:
        """Who approves for the board today."""
        approver = ContactPerson.Role.APPROVER
        people = ContactPerson.objects.on(self.today).filter(board=self.board, role=approver)
        return list(people.select_related("user"))

    @cached_property
    def answers(self) -> dict[int, Answer]:
        """What each entry says now, by the key of the entry."""
        inclusions = {
            inclusion.activity_id: inclusion
            for inclusion in AssignmentInclusion.objects.filter(
                board=self.board, year=self.period.year
            )
        }
        return {
            entry.pk: answer_of(entry, inclusions.get(entry.activity_id)) for entry in self.entries
        }


def entry_url(year: int, slug: str, number: int) -> str:
    """Where an entry is answered."""
    return reverse("followup_answer", args=[year, slug, number])


def answer_of(entry: FollowUpEntry, inclusion: AssignmentInclusion | None) -> Answer:
    """Return what an entry says, with what is known of the *uppdragsplan*."""
    known = inclusion or AssignmentInclusion(goal="")
    return Answer(
        status=entry.status,
        done=entry.done,
        obstacles=entry.obstacles,
        next_step=entry.next_step,
        is_unchanged=entry.is_unchanged,
        is_included=known.is_included,
        reference=known.reference,
        goal=known.goal,
    )


def answer_now(entry: FollowUpEntry) -> Answer:
    """Return what an entry says, asked for it alone."""
    inclusion = AssignmentInclusion.objects.filter(
        activity=entry.activity_id, board=entry.board_id, year=entry.period.year
    ).first()
    return answer_of(entry, inclusion)


def shown(entries: FollowUpEntryQuerySet, who: Standing, today: date) -> FollowUpEntryQuerySet:
    """Fetch entries with what the person may do and with everybody who has done something."""
    return (
        entries.for_page()
        .select_related("approved_by", "returned_by", "confirmed_by")
        .with_rights(who, today)
    )


def board_desk(request: HttpRequest, year: int, slug: str, now: datetime) -> BoardDesk:
    """Return a board's year to somebody who speaks for the board or leads the follow-up.

    Raises `Http404` for all others, just as for a board or a year that does not exist.
    """
    today = timezone.localdate(now)
    who = standing(request.user, today)
    board = Board.objects.filter(slug=slug).first()
    period = (
        FollowUpPeriod.objects.opened().select_related("version__plan").filter(year=year).first()
    )
    if board is None or period is None or not who.sees(board.pk):
        raise Http404
    entries = list(shown(FollowUpEntry.objects.of(period).by(board), who, today))
    if not entries:
        raise Http404
    return BoardDesk(period, board, who, now, entries)
