"""The rule of who may do what with an answer, as a table: every verb, state and person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser

from actionplan.followup.access import Verb, may, standing
from actionplan.followup.models import FollowUpEntry
from actionplan.followup.services import Answer, approve, confirm, hand_back, save_draft, submit
from actionplan.followup.years import close_period
from portal.intranet.roles import Role
from resources.municipality.contacts import ContactPerson
from tests.stage import NOW, TODAY, Stage, person, set_up, speaks_for

if TYPE_CHECKING:
    from actionplan.followup.access import Person

pytestmark = pytest.mark.django_db
GOING = Answer(status="in_progress", done="Vi har börjat.")


def untouched(stage: Stage) -> FollowUpEntry:
    return stage.entries()[0]


def begun(stage: Stage) -> FollowUpEntry:
    return save_draft(untouched(stage), GOING, revision=0, user=stage.contacts[0], now=NOW)


def begun_on_behalf(stage: Stage) -> FollowUpEntry:
    entry, leader = untouched(stage), stage.coordinator
    return save_draft(entry, GOING, revision=0, on_behalf=True, user=leader, now=NOW)


def handed_in(stage: Stage) -> FollowUpEntry:
    return stage.answered(untouched(stage))


def handed_in_on_behalf(stage: Stage) -> FollowUpEntry:
    entry = begun_on_behalf(stage)
    submit([entry], user=stage.coordinator, now=NOW)
    entry.refresh_from_db()
    return entry


def handed_in_as_prepared(stage: Stage) -> FollowUpEntry:
    """The board itself has handed in what the leader prepared."""
    entry = begun_on_behalf(stage)
    submit([entry], user=stage.contacts[0], now=NOW)
    return entry


def written_by_the_approver(stage: Stage) -> FollowUpEntry:
    """The approver answers for the board too, and has written what the contact handed in."""
    writer = stage.approvers[0]
    speaks_for(writer, stage.boards[0], ContactPerson.Role.DEPUTY)
    entry = save_draft(untouched(stage), GOING, revision=0, user=writer, now=NOW)
    submit([entry], user=stage.contacts[0], now=NOW)
    return entry


def confirmed(stage: Stage) -> FollowUpEntry:
    return confirm(handed_in_on_behalf(stage), user=stage.contacts[0], now=NOW)


def returned(stage: Stage) -> FollowUpEntry:
    return hand_back(handed_in(stage), comment="Skriv mer.", user=stage.approvers[0], now=NOW)


def approved(stage: Stage) -> FollowUpEntry:
    return stage.approved(untouched(stage))


def approved_on_behalf(stage: Stage) -> FollowUpEntry:
    return approve(handed_in_on_behalf(stage), user=stage.approvers[0], now=NOW)


def in_a_closed_year(stage: Stage) -> FollowUpEntry:
    entry = approved(stage)
    close_period(stage.period, user=stage.coordinator, now=NOW)
    return entry


# Who is inside reads everything of the board; the secretary and the auditor do nothing else.
INSIDERS = {"contact", "deputy", "approver", "leader", "secretary", "auditor"}
STAFF = (
    INSIDERS
    | {"reader", "communicator", "stranger", "former"}
    | {
        "steering",
        "other secretary",
    }
)
BOARD = {"contact", "deputy"}

# Who may, for each state and verb; a verb that is not named nobody may.
TABLE: dict[Callable[[Stage], FollowUpEntry], dict[Verb, set[str]]] = {
    untouched: {
        Verb.READ: INSIDERS,
        Verb.WRITE: BOARD | {"leader"},
        Verb.SUBMIT: BOARD | {"leader"},
    },
    begun: {Verb.READ: INSIDERS, Verb.WRITE: BOARD, Verb.SUBMIT: BOARD},
    begun_on_behalf: {
        Verb.READ: INSIDERS,
        Verb.WRITE: BOARD | {"leader"},
        Verb.SUBMIT: BOARD | {"leader"},
    },
    handed_in: {
        Verb.READ: INSIDERS,
        Verb.WITHDRAW: BOARD,
        Verb.APPROVE: {"approver", "leader"},
        Verb.RETURN: {"approver", "leader"},
    },
    handed_in_on_behalf: {
        Verb.READ: INSIDERS,
        Verb.WITHDRAW: BOARD | {"leader"},
        Verb.APPROVE: {"approver"},
        Verb.RETURN: {"approver"},
        Verb.CONFIRM: BOARD | {"approver"},
    },
    handed_in_as_prepared: {
        Verb.READ: INSIDERS,
        Verb.WITHDRAW: BOARD,
        Verb.APPROVE: {"approver"},
        Verb.RETURN: {"approver", "leader"},
    },
    written_by_the_approver: {
        Verb.READ: INSIDERS,
        Verb.WITHDRAW: BOARD | {"approver"},
        Verb.APPROVE: {"leader"},
        Verb.RETURN: {"approver", "leader"},
    },
    confirmed: {
        Verb.READ: INSIDERS,
        Verb.WITHDRAW: BOARD | {"leader"},
        Verb.APPROVE: {"approver"},
        Verb.RETURN: {"approver"},
    },
    returned: {Verb.READ: INSIDERS, Verb.WRITE: BOARD, Verb.SUBMIT: BOARD},
    approved: {Verb.READ: STAFF, Verb.REOPEN: {"leader"}},
    approved_on_behalf: {
        Verb.READ: STAFF,
        Verb.REOPEN: {"leader"},
        Verb.CONFIRM: BOARD | {"approver"},
    },
    in_a_closed_year: {Verb.READ: STAFF},
}

# After the closing day nothing can be handed in, so nothing goes back to be handed in again.
AFTER = {Verb.READ, Verb.APPROVE, Verb.CONFIRM}


def people(stage: Stage) -> dict[str, Person]:
    """Everyone whom the rule tells apart."""
    former, deputy, retired = (person(name) for name in ("former", "deputy", "retired"))
    speaks_for(deputy, stage.boards[0], ContactPerson.Role.DEPUTY)
    row = speaks_for(former, stage.boards[0], ContactPerson.Role.DEPUTY)
    row.valid_to = TODAY - timedelta(1)
    row.save()
    speaks_for(retired, stage.boards[0], ContactPerson.Role.DEPUTY)
    retired.is_active = False
    retired.save()
    secretary, other = (person(name, Role.BOARD_SECRETARY) for name in ("secretary", "other"))
    speaks_for(secretary, stage.boards[0], ContactPerson.Role.SECRETARY)
    speaks_for(other, stage.boards[1], ContactPerson.Role.SECRETARY)
    return {
        "anonymous": AnonymousUser(),
        "reader": person("reader", Role.READER),
        "communicator": person("communicator", Role.COMMUNICATOR),
        "contact": stage.contacts[0],
        "deputy": deputy,
        "approver": stage.approvers[0],
        "stranger": stage.contacts[1],
        "leader": stage.coordinator,
        "former": former,
        "retired": retired,
        "secretary": secretary,
        "other secretary": other,
        "auditor": person("auditor", Role.AUDITOR),
        "steering": person("steering", Role.STEERING_GROUP),
    }


@pytest.mark.parametrize("state", TABLE, ids=lambda state: state.__name__)
def test_who_may_do_what(state: Callable[[Stage], FollowUpEntry]) -> None:
    stage = set_up().open()
    entry = state(stage)
    everyone = people(stage)
    after = stage.period.closes_on + timedelta(1)
    for day, verbs in ((TODAY, set(Verb)), (after, AFTER)):
        expected = {
            (verb.value, name): verb in verbs and name in TABLE[state].get(verb, set())
            for verb in Verb
            for name in everyone
        }
        found = {
            (verb.value, name): may(verb, who, entry, day)
            for verb in Verb
            for name, who in everyone.items()
        }
        assert found == expected, day


@pytest.mark.parametrize(("days", "is_open"), [(-1, False), (0, True), (122, True), (123, False)])
def test_answers_are_written_from_the_opening_day_to_the_closing_day(
    days: int, is_open: bool
) -> None:
    stage = set_up().open()
    day = stage.period.opens_on + timedelta(days)
    assert stage.period.closes_on == stage.period.opens_on + timedelta(122)
    assert may(Verb.WRITE, stage.contacts[0], untouched(stage), day) is is_open


def test_a_secretary_and_an_auditor_speak_for_nobody() -> None:
    """They read for a board: notes and decisions in its name are not theirs to write."""
    stage = set_up().open()
    board = stage.boards[0].pk
    everyone = people(stage)
    for name in ("secretary", "auditor"):
        who = standing(everyone[name], TODAY)
        assert who.sees(board)
        assert not who.speaks_for
        assert not who.notes_for(board)
        assert not who.notes_how_it_stands(board)
        assert not who.notes_how_it_stands(None)
    assert not standing(everyone["secretary"], TODAY).sees(stage.boards[1].pk)
