"""Who is told what on which day: the rule alone, by tables and over whole schedules."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplan.followup.reminding.data import (
    As,
    Contact,
    Digest,
    Item,
    People,
    Recipient,
    Step,
    Told,
    Work,
)
from actionplan.followup.reminding.rule import asked_for, digests, has_had_mail, step_on

OPENS, DUE, CLOSES = date(2027, 10, 1), date(2027, 11, 30), date(2028, 1, 31)
ANNA, BO, CHEF, BOX, RUT, SAM = (
    Recipient(f"{name}@example.org", name.capitalize(), number)
    for number, name in enumerate(("anna", "bo", "chef", "box", "rut", "sam"))
)
PEOPLE = People(
    contacts=(
        Contact("primary", ANNA),
        Contact("deputy", BO),
        Contact("approver", RUT),
    ),
    mailbox=BOX,
    manager=CHEF,
    coordinators=(SAM,),
)
EMPTY = Item(1, 6, "Ett exempel")
HANDED_IN = Item(2, 7, "Ett till", "submitted", 0, datetime(2027, 10, 5, 9, tzinfo=UTC))
APPROVED = replace(HANDED_IN, entry=3, state="approved")
RETURNED = Item(4, 8, "Ännu ett", "returned", returned_at=datetime(2027, 10, 7, 9, tzinfo=UTC))


def work(*items: Item, people: People = PEOPLE, board: int = 1, **dates: date) -> Work:
    days: dict[str, Any] = {"opens_on": OPENS, "due_on": DUE, "closes_on": CLOSES} | dates
    return Work(1, 2027, board, "Provnämnden", "prov", items=items, people=people, **days)


def told_of(mails: tuple[Digest, ...], on: date) -> list[Told]:
    """What is remembered when the mails have been made."""
    return [
        Told(n.work.period, n.work.board, n.step, occasion, mail.recipient.address, on)
        for mail in mails
        for n in mail.notices
        for occasion in n.occasions
    ]


def on(day: date) -> dict[str, list[Step]]:
    """Who is told what about one empty answer on a day, when nothing has been told before."""
    mails = digests([work(EMPTY)], [], day)
    return {mail.recipient.name: [notice.step for notice in mail.notices] for mail in mails}


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (OPENS - timedelta(days=1), None),
        (OPENS, Step.OPENED),
        (DUE - timedelta(days=15), Step.OPENED),
        (DUE - timedelta(days=14), Step.TWO_WEEKS),
        (DUE - timedelta(days=1), Step.TWO_WEEKS),
        (DUE, Step.DUE),
        (DUE + timedelta(days=1), Step.OVERDUE),
        (DUE + timedelta(days=7), Step.OVERDUE_DEPUTY),
        (DUE + timedelta(days=14), Step.OVERDUE_MANAGER),
        (DUE + timedelta(days=21), Step.OVERDUE_COORDINATORS),
        (CLOSES, Step.OVERDUE_COORDINATORS),
        (CLOSES + timedelta(days=1), None),
    ],
)
def test_only_the_highest_step_that_has_begun_is_told(day: date, step: Step | None) -> None:
    assert step_on(work(EMPTY), day) == step


@pytest.mark.parametrize(
    ("days", "name"),
    [(-14, "Anna"), (0, "Anna"), (1, "Anna"), (7, "Bo"), (14, "Chef"), (21, "Sam")],
)
def test_an_answer_that_is_late_is_told_of_higher_and_higher_up(days: int, name: str) -> None:
    assert list(on(DUE + timedelta(days=days))) == [name]


def without(*gone: str, **changes: object) -> People:
    contacts = tuple(contact for contact in PEOPLE.contacts if contact.role not in gone)
    return replace(PEOPLE, contacts=contacts, **changes)  # type: ignore[arg-type]


AWAY = replace(PEOPLE.contacts[0], away_until=OPENS)
RETIRED = replace(PEOPLE.contacts[0], is_active=False)
NO_ADDRESS = replace(PEOPLE.contacts[0], recipient=Recipient("", "Anna"))


@pytest.mark.parametrize(
    ("people", "name", "told_as"),
    [
        (PEOPLE, "Anna", As.CONTACT),
        (replace(PEOPLE, contacts=(AWAY, *PEOPLE.contacts[1:])), "Bo", As.DEPUTY),
        (replace(PEOPLE, contacts=(RETIRED, *PEOPLE.contacts[1:])), "Bo", As.DEPUTY),
        (replace(PEOPLE, contacts=(NO_ADDRESS, *PEOPLE.contacts[1:])), "Bo", As.DEPUTY),
        (without("primary"), "Bo", As.DEPUTY),
        (without("primary", "deputy"), "Box", As.MAILBOX),
        (without("primary", "deputy", mailbox=None), "Sam", As.COORDINATOR),
    ],
)
def test_who_stands_in_when_the_contact_is_not_there(
    people: People, name: str, told_as: As
) -> None:
    (mail,) = digests([work(EMPTY, people=people)], [], OPENS)
    assert (mail.recipient.name, mail.notices[0].told_as) == (name, told_as)


def test_the_last_day_away_is_a_day_away_and_the_next_is_not() -> None:
    people = replace(PEOPLE, contacts=(AWAY, *PEOPLE.contacts[1:]))
    assert [m.recipient for m in digests([work(EMPTY, people=people)], [], OPENS)] == [BO]
    after = OPENS + timedelta(days=1)
    assert [m.recipient for m in digests([work(EMPTY, people=people)], [], after)] == [ANNA]


def test_what_is_answered_is_not_asked_for() -> None:
    assert digests([work(APPROVED)], [], DUE) == ()


def test_several_boards_are_one_mail() -> None:
    (mail,) = digests([work(EMPTY), work(EMPTY, board=2)], [], OPENS)
    assert [notice.work.board for notice in mail.notices] == [1, 2]


def test_two_contact_persons_with_one_address_get_one_mail() -> None:
    twins = replace(PEOPLE, contacts=(), mailbox=None, coordinators=(SAM, replace(SAM, user=9)))
    (mail,) = digests([work(EMPTY, people=twins)], [], OPENS)
    assert len(mail.notices) == 1


def test_an_approver_is_told_once_of_each_answer_that_waits() -> None:
    day = date(2027, 10, 6)
    first = digests([work(HANDED_IN)], [], day)
    assert [(m.recipient.name, m.notices[0].step) for m in first] == [("Rut", Step.TO_APPROVE)]
    told = told_of(first, day)
    later = replace(HANDED_IN, entry=9)
    (mail,) = digests([work(HANDED_IN, later)], told, day + timedelta(days=1))
    assert mail.notices[0].items == (later,)


@pytest.mark.parametrize(
    "own",
    [replace(HANDED_IN, submitted_by=RUT.user), replace(HANDED_IN, saved_by=RUT.user)],
    ids=["handed in", "written"],
)
def test_nobody_is_asked_to_approve_their_own(own: Item) -> None:
    assert [m.recipient.name for m in digests([work(own)], [], OPENS)] == ["Sam"]


def test_what_is_handed_back_is_told_of_each_time() -> None:
    day = date(2027, 10, 8)
    told = told_of(digests([work(RETURNED)], [], day), day)
    assert digests([work(RETURNED)], told, day + timedelta(days=1)) == ()
    again = replace(RETURNED, returned_at=datetime(2027, 10, 9, 9, tzinfo=UTC))
    (mail,) = digests([work(again)], told, day + timedelta(days=2))
    assert [notice.step for notice in mail.notices] == [Step.RETURNED]


def test_more_time_is_news() -> None:
    told = told_of(digests([work(EMPTY)], [], DUE), DUE)
    later = DUE + timedelta(days=30)
    assert digests([work(EMPTY, due_on=later)], told, later - timedelta(days=14))


def test_a_greeting_comes_in_the_first_mail_about_a_year_only() -> None:
    (first,) = digests([work(EMPTY)], [], OPENS)
    (second,) = digests([work(EMPTY)], told_of((first,), OPENS), DUE)
    assert (first.firsts, second.firsts) == (frozenset({1}), frozenset())


def test_sending_by_hand_counts_as_the_mail_of_the_day() -> None:
    mails = asked_for([work(EMPTY), work(APPROVED, board=2)], [], OPENS)
    assert [(m.recipient, len(m.notices)) for m in mails] == [(ANNA, 1)]
    told = told_of(mails, OPENS)
    assert has_had_mail(replace(ANNA, address="ANNA@example.org"), told, OPENS)
    assert asked_for([work(EMPTY)], told, OPENS) == ()
    assert digests([work(EMPTY)], told, OPENS) == ()
    assert digests([work(EMPTY)], told, OPENS + timedelta(days=1)), "the opening is still untold"


STATES = st.sampled_from(["draft", "submitted", "approved", "returned"])
MOMENT = st.sampled_from([datetime(2027, 10, day, 9, tzinfo=UTC) for day in range(1, 6)])
ITEMS = st.lists(
    st.builds(
        Item,
        entry=st.integers(1, 99),
        number=st.just(1),
        title=st.just("Ett exempel"),
        state=STATES,
        submitted_by=st.sampled_from([None, 0, 1, 4]),
        saved_by=st.sampled_from([None, 0, 1, 4]),
        submitted_at=MOMENT,
        returned_at=MOMENT,
    ),
    max_size=3,
    unique_by=lambda item: item.entry,
).map(tuple)
SOMEBODY = st.sampled_from([ANNA, BO, RUT, SAM, replace(ANNA, address="Anna@Example.org")])
CONTACTS = st.lists(
    st.builds(
        Contact,
        role=st.sampled_from(["primary", "deputy", "approver"]),
        recipient=SOMEBODY,
        is_active=st.booleans(),
        away_until=st.none() | st.dates(OPENS, CLOSES),
    ),
    max_size=3,
).map(tuple)
EVERYBODY = st.builds(
    People,
    contacts=CONTACTS,
    mailbox=st.none() | SOMEBODY,
    manager=st.none() | SOMEBODY,
    coordinators=st.lists(SOMEBODY, max_size=2).map(tuple),
)
SPAN = st.tuples(st.integers(0, 70), st.integers(0, 40))


@st.composite
def schedules(draw: st.DrawFn) -> list[tuple[date, list[Work]]]:
    """Some days in any order of states and people: what a year could look like from day to day."""
    answering, closing = draw(SPAN)
    due = OPENS + timedelta(days=answering)
    boards = draw(st.integers(1, 3))
    days = draw(st.lists(st.integers(-5, 140), min_size=1, max_size=12).map(sorted))
    return [
        (
            OPENS + timedelta(days=day),
            [
                work(
                    *draw(ITEMS),
                    people=draw(EVERYBODY),
                    board=board,
                    due_on=due,
                    closes_on=due + timedelta(days=closing),
                )
                for board in range(boards)
            ],
        )
        for day in days
    ]


@given(schedules())
def test_over_any_year_nobody_is_told_twice_or_too_soon_or_for_nothing(
    schedule: list[tuple[date, list[Work]]],
) -> None:
    told: list[Told] = []
    mails: Counter[tuple[date, str]] = Counter()
    for day, works in schedule:
        for digest in digests(works, told, day):
            assert day >= OPENS
            assert digest.notices
            mails[day, digest.recipient.key] += 1
            for notice in digest.notices:
                assert notice.items
                if notice.step is Step.TO_APPROVE:
                    assert {item.state for item in notice.items} == {"submitted"}
                    assert digest.recipient.user not in {i.submitted_by for i in notice.items}
                    assert digest.recipient.user not in {i.saved_by for i in notice.items}
                else:
                    assert all(item.is_unanswered for item in notice.items)
                    assert day <= notice.work.closes_on
            told += told_of((digest,), day)
    assert all(count == 1 for count in mails.values())
    said = Counter((o.period, o.board, o.step, o.occasion, o.address.lower()) for o in told)
    assert all(count == 1 for count in said.values())
