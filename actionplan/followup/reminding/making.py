"""Reminders in the database: what is due, and that it was told. The rule itself is `reminders`.

The mail is another's: a signal asks for it inside the transaction that remembers who was told, so
that there is never one without the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.log_actions import log

from actionplan.followup.models import FollowUpEntry, FollowUpPeriod, Reminder
from actionplan.followup.reminding.data import (
    Contact,
    Digest,
    Item,
    People,
    Recipient,
    Told,
    Work,
)
from actionplan.followup.reminding.rule import asked_for, digests
from actionplan.plan.leading import LEADS, leads
from actionplan.signals import reminder_due, reminder_shown
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Board, Unit

if TYPE_CHECKING:
    from actionplan.followup.access import Person


@dataclass(frozen=True)
class Due:
    """The state of a day: every board's part in the open years, and who was told what."""

    works: tuple[Work, ...]
    told: tuple[Told, ...]
    today: date

    @property
    def digests(self) -> tuple[Digest, ...]:
        """What the next run would send."""
        return digests(self.works, self.told, self.today)

    def asked_for(self, period: FollowUpPeriod, boards: Collection[int]) -> tuple[Digest, ...]:
        """What goes out when somebody sends now to chosen boards about one year."""
        chosen = (work for work in self.works if work.period == period.pk and work.board in boards)
        return asked_for(chosen, self.told, self.today)


@dataclass(frozen=True)
class Mail:
    """A mail as it would be, and to whom."""

    digest: Digest
    subject: str
    text: str


def due(today: date) -> Due:
    """Return what the rule needs to know, in a number of queries that does not grow."""
    periods = {period.pk: period for period in FollowUpPeriod.objects.running()}
    rows: dict[tuple[int, int], list[Item]] = defaultdict(list)
    boards: dict[int, tuple[str, str]] = {}
    entries = FollowUpEntry.objects.filter(period__in=periods).order_by(
        "period__year", "board__order", "board", "activity__number"
    )
    for period, board, name, slug, *item in entries.values_list(
        "period", "board", "board__name_sv", "board__slug", "pk", "activity__number",
        "activity__title_sv", "state", "submitted_by", "submitted_at", "returned_at", "saved_by",
    ):  # fmt: skip
        boards[board] = name, slug
        rows[period, board].append(Item(*item))
    people = people_of(boards, today)
    works = tuple(
        work_of(periods[period], board, *boards[board], tuple(items), people[board])
        for (period, board), items in rows.items()
    )
    told = Reminder.objects.filter(Q(period__in=periods) | Q(made_on=today)).values_list(
        "period", "board", "step", "occasion", "recipient", "made_on"
    )
    return Due(works, tuple(Told(*one) for one in told), today)


def work_of(
    period: FollowUpPeriod,
    board: int,
    name: str,
    slug: str,
    items: tuple[Item, ...],
    people: People,
) -> Work:
    """Return one board's part in a year, as the rule sees it."""
    return Work(
        period=period.pk,
        year=period.year,
        board=board,
        board_name=name,
        board_slug=slug,
        opens_on=period.opens_on,
        due_on=period.due_on,
        closes_on=period.closes_on,
        items=items,
        people=people,
        message=period.message,
        is_example=period.is_example,
    )


def people_of(boards: Iterable[int], today: date) -> dict[int, People]:
    """Return who can be told about each of the boards today, in three queries."""
    wanted = list(boards)
    contacts: dict[int | None, list[Contact]] = defaultdict(list)
    rows = ContactPerson.objects.on(today).filter(board__in=wanted)
    for person in rows.select_related("user").order_by("pk"):
        contacts[person.board_id].append(_contact(person))
    units: dict[int | None, list[Unit]] = defaultdict(list)
    # A unit at the top answers before those inside it.
    at_work = Unit.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
    for unit in at_work.filter(board__in=wanted).order_by(
        F("parent").asc(nulls_first=True), "name", "pk"
    ):
        units[unit.board_id].append(unit)
    leaders = coordinators()
    return {
        board: People(
            contacts=tuple(contacts[board]),
            mailbox=_first(unit.function_mailbox for unit in units[board]),
            manager=_first(unit.manager_mailbox for unit in units[board]),
            coordinators=leaders,
        )
        for board in wanted
    }


def coordinators() -> tuple[Recipient, ...]:
    """Return those who lead the follow-up and have an address."""
    users = get_user_model().objects.with_perm(LEADS, include_superusers=False)
    return tuple(
        Recipient(user.email, str(user.get_full_name() or user), user.pk)
        for user in users.exclude(email="").order_by("pk")
    )


def shown(found: Iterable[Digest], today: date) -> list[Mail]:
    """Return mails as they would be; nothing is sent and nothing is remembered."""
    mails: list[Mail] = []
    for digest in found:
        for _receiver, mail in reminder_shown.send(Reminder, digest=digest, today=today):
            assert isinstance(mail, tuple)
            mails.append(Mail(digest, *mail))
    return mails


def remind(now: datetime) -> int:
    """Tell everybody what is due; return how many were told.

    May run in several processes at a time: each person is told once a day.
    """
    return sum(_tell(digest, now) for digest in due(timezone.localdate(now)).digests)


def send_now(
    period: FollowUpPeriod, boards: Collection[Board], *, user: Person, now: datetime
) -> int:
    """Remind chosen boards at once; return how many were told. Nobody gets a second mail a day.

    Raises `PermissionDenied` for who does not lead.
    """
    if not leads(user):
        raise PermissionDenied
    found = due(timezone.localdate(now)).asked_for(period, {board.pk for board in boards})
    count = sum(_tell(digest, now) for digest in found)
    if count:
        names = [board.name for board in boards]
        log(period, "actionplan.remind", user=user, timestamp=now, data={"boards": names})
    return count


@transaction.atomic
def _tell(digest: Digest, now: datetime) -> bool:
    answers = reminder_due.send(Reminder, digest=digest, now=now)
    if not any(is_new for _receiver, is_new in answers):
        return False
    Reminder.objects.bulk_create(
        Reminder(
            period_id=notice.work.period,
            board_id=notice.work.board,
            step=notice.step,
            occasion=occasion,
            recipient=digest.recipient.address,
            made_on=timezone.localdate(now),
        )
        for notice in digest.notices
        for occasion in notice.occasions
    )
    return True


def _contact(person: ContactPerson) -> Contact:
    user = person.user
    return Contact(
        role=person.role,
        recipient=Recipient(
            user.email if user else person.mailbox,
            str(person) or str(user),
            user.pk if user else None,
        ),
        is_active=user is None or user.is_active,
        away_until=person.away_until,
    )


def _first(mailboxes: Iterable[str]) -> Recipient | None:
    return next((Recipient(address) for address in mailboxes if address), None)
