"""Who is told what about the follow-up on a day: a rule over plain data, with no database in it.

The plan wants a yearly follow-up and says nothing of reminders: the numbers and the order of the
recipients are this system's own, written down in `docs/decisions/0012-reminders.md`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from actionplan.followup.reminding.data import (
    As,
    Digest,
    Item,
    Notice,
    People,
    Reached,
    Recipient,
    Step,
    Told,
    Work,
)

# Days from the due date on which each step begins; the opening begins on the opening day.
DAYS_FROM_DUE = {
    Step.TWO_WEEKS: -14,
    Step.DUE: 0,
    Step.OVERDUE: 1,
    Step.OVERDUE_DEPUTY: 7,
    Step.OVERDUE_MANAGER: 14,
    Step.OVERDUE_COORDINATORS: 21,
}


def step_on(work: Work, today: date) -> Step | None:
    """Return the highest step that has begun: a step that was missed is never caught up with.

    None before the opening, and after the closing day, when nobody can answer any more.
    """
    if not work.opens_on <= today <= work.closes_on:
        return None
    begun = [
        step for step, days in DAYS_FROM_DUE.items() if work.due_on + timedelta(days=days) <= today
    ]
    return begun[-1] if begun else Step.OPENED


def digests(works: Iterable[Work], told: Collection[Told], today: date) -> tuple[Digest, ...]:
    """Return what is to be said today, one digest a person; nobody gets a second on a day."""
    return _gathered(_due(works, today), told, today)


def asked_for(works: Iterable[Work], told: Collection[Told], today: date) -> tuple[Digest, ...]:
    """Return what goes out when somebody sends now: to whoever answers for the boards today."""
    notices = (
        (recipient, Notice(work, Step.ASKED, work.unanswered, (today.isoformat(),), told_as))
        for work in works
        if work.unanswered and step_on(work, today)
        for told_as, recipient in answering(work.people, today)
    )
    return _gathered(notices, told, today)


def has_had_mail(recipient: Recipient, told: Collection[Told], today: date) -> bool:
    """Whether the day's one mail has been made already."""
    return any(one.on == today and one.address.lower() == recipient.key for one in told)


def answering(people: People, today: date) -> Reached:
    """Return who is told about a board that has not answered: the first that is there."""
    return _at(Step.OPENED, people, today)


def _gathered(
    notices: Iterable[tuple[Recipient, Notice]], told: Collection[Told], today: date
) -> tuple[Digest, ...]:
    said = {(one.period, one.board, one.step, one.occasion, one.address.lower()) for one in told}
    served = {one.address.lower() for one in told if one.on == today}
    known = {(one.period, one.address.lower()) for one in told}
    people: dict[str, Recipient] = {}
    mails: dict[str, list[Notice]] = defaultdict(list)
    for recipient, notice in notices:
        key, work = recipient.key, notice.work
        # Two contact persons may share an address: what is in the mail already is not fresh.
        marks = {o: (work.period, work.board, notice.step, o, key) for o in notice.occasions}
        fresh = tuple(occasion for occasion, mark in marks.items() if mark not in said)
        if fresh and key not in served:
            said.update(marks[occasion] for occasion in fresh)
            people.setdefault(key, recipient)
            mails[key].append(_about(notice, fresh))
    return tuple(
        Digest(
            people[key],
            tuple(found),
            frozenset(n.work.period for n in found if (n.work.period, key) not in known),
        )
        for key, found in sorted(mails.items())
    )


def _about(notice: Notice, fresh: tuple[str, ...]) -> Notice:
    """The notice with only what is new in it: each answer of its own is told of once."""
    if len(notice.occasions) == len(fresh):
        return notice
    pairs = zip(notice.items, notice.occasions, strict=True)
    items = tuple(item for item, occasion in pairs if occasion in fresh)
    return replace(notice, items=items, occasions=fresh)


def _due(works: Iterable[Work], today: date) -> Iterator[tuple[Recipient, Notice]]:
    for work in works:
        step = step_on(work, today)
        if step and work.unanswered:
            # New dates are news; that the year has opened is said once.
            occasion = "" if step is Step.OPENED else work.due_on.isoformat()
            for told_as, recipient in _at(step, work.people, today):
                yield recipient, Notice(work, step, work.unanswered, (occasion,), told_as)
        returned = tuple(item for item in work.items if item.state == "returned")
        if step and returned:
            occasions = tuple(_occasion(item, item.returned_at) for item in returned)
            for told_as, recipient in answering(work.people, today):
                yield recipient, Notice(work, Step.RETURNED, returned, occasions, told_as)
        if work.opens_on <= today:
            yield from _to_approve(work, today)


def _to_approve(work: Work, today: date) -> Iterator[tuple[Recipient, Notice]]:
    """Each waiting answer goes to those who may approve it, as `access.rule` has it."""
    found: dict[tuple[As, Recipient], list[Item]] = defaultdict(list)
    for item in work.items:
        if item.state == "submitted":
            for reached in _approving(work.people, item, today):
                found[reached].append(item)
    for (told_as, recipient), items in found.items():
        occasions = tuple(_occasion(item, item.submitted_at) for item in items)
        yield recipient, Notice(work, Step.TO_APPROVE, tuple(items), occasions, told_as)


def _occasion(item: Item, at: datetime | None) -> str:
    """The same answer may be handed in or back several times, and each time is news."""
    return f"{item.entry} {at:%Y%m%d%H%M%S%f}" if at else str(item.entry)


def _at(step: Step, people: People, today: date) -> Reached:
    contact = _there(people, As.CONTACT, "primary", today)[:1]
    deputy = _there(people, As.DEPUTY, "deputy", today)[:1]
    mailbox = ((As.MAILBOX, people.mailbox),) if people.mailbox else ()
    manager = ((As.MANAGER, people.manager),) if people.manager else ()
    chains: dict[Step, tuple[Reached, ...]] = {
        Step.OVERDUE_DEPUTY: (deputy, mailbox, contact),
        Step.OVERDUE_MANAGER: (manager, mailbox),
        Step.OVERDUE_COORDINATORS: (),
    }
    chain = chains.get(step, (contact, deputy, mailbox))
    return next((found for found in chain if found), _coordinators(people))


def _approving(people: People, item: Item, today: date) -> Reached:
    own = {item.submitted_by, item.saved_by} - {None}

    def others(reached: Reached) -> Reached:
        return tuple(one for one in reached if one[1].user not in own)

    return others(_there(people, As.APPROVER, "approver", today)) or others(_coordinators(people))


def _coordinators(people: People) -> Reached:
    return tuple((As.COORDINATOR, recipient) for recipient in people.coordinators)


def _there(people: People, told_as: As, role: str, today: date) -> Reached:
    return tuple(
        (told_as, contact.recipient)
        for contact in people.contacts
        if contact.role == role and contact.is_there(today)
    )
