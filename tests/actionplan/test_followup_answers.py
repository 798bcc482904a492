"""An answer from empty to approved, and what refuses to happen on the way."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from actionplan.followup.models import EntryEvent, FollowUpEntry
from actionplan.followup.services import (
    Answer,
    Conflict,
    approve,
    confirm,
    hand_back,
    reopen,
    save_draft,
    submit,
    unchanged,
    withdraw,
)
from actionplan.followup.years import close_period
from resources.municipality.contacts import ContactPerson
from tests.stage import NOW, Stage, set_up, speaks_for

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)
GOING = Answer(status="in_progress", done="Vi har börjat.")


@pytest.fixture
def stage() -> Stage:
    return set_up().open()


def test_opening_makes_an_empty_entry_for_each_board_and_activity(stage: Stage) -> None:
    entries = FollowUpEntry.objects.of(stage.period)
    assert entries.count() > 20
    assert set(entries.values_list("state", "status")) == {("draft", "")}
    closed = entries.filter(activity__closure__isnull=False)
    assert not closed.exists()


def test_an_answer_goes_from_draft_to_approved(stage: Stage) -> None:
    entry = stage.approved(stage.entries()[0])
    assert (entry.state, entry.approved_by) == ("approved", stage.approvers[0])
    verbs = list(entry.events.values_list("verb", flat=True))
    assert verbs == [EntryEvent.Verb.APPROVED, EntryEvent.Verb.SUBMITTED]


def test_nobody_approves_their_own_not_even_the_leader(stage: Stage) -> None:
    entry = stage.entries()[0]
    leader = stage.coordinator
    saved = save_draft(entry, GOING, revision=0, on_behalf=True, user=leader, now=NOW)
    submit([saved], user=leader, now=NOW)
    entry.refresh_from_db()
    with pytest.raises(PermissionDenied):
        approve(entry, user=leader, now=NOW)
    assert approve(entry, user=stage.approvers[0], now=NOW).is_unconfirmed


def test_the_board_confirms_what_was_entered_for_it(stage: Stage) -> None:
    entry = stage.entries()[0]
    saved = save_draft(entry, GOING, revision=0, on_behalf=True, user=stage.coordinator, now=NOW)
    submit([saved], user=stage.coordinator, now=NOW)
    entry.refresh_from_db()
    with pytest.raises(PermissionDenied):
        confirm(entry, user=stage.contacts[1], now=NOW)
    assert not confirm(entry, user=stage.contacts[0], now=NOW).is_unconfirmed


def on_behalf(stage: Stage) -> FollowUpEntry:
    """An answer that the leader has prepared for the first board."""
    entry, leader = stage.entries()[0], stage.coordinator
    return save_draft(entry, GOING, revision=0, on_behalf=True, user=leader, now=NOW)


def test_a_board_that_hands_in_what_was_prepared_for_it_says_that_it_is_right(
    stage: Stage,
) -> None:
    entry = on_behalf(stage)
    submit([entry], user=stage.contacts[0], now=NOW)
    entry.refresh_from_db()
    assert (entry.is_on_behalf, entry.confirmed_by) == (True, stage.contacts[0])
    assert entry.events.filter(verb=EntryEvent.Verb.CONFIRMED, by=stage.contacts[0]).exists()


def confirmed_and_back(stage: Stage, verb: str) -> FollowUpEntry:
    """An answer that was entered for a board, confirmed by it, and came back to be changed."""
    entry = on_behalf(stage)
    submit([entry], user=stage.coordinator, now=NOW)
    entry.refresh_from_db()
    entry = confirm(entry, user=stage.contacts[0], now=NOW)
    if verb == "return":
        return hand_back(entry, comment="Mer.", user=stage.approvers[0], now=NOW)
    entry = approve(entry, user=stage.approvers[0], now=NOW)
    return reopen(entry, comment="Fel år", user=stage.coordinator, now=NOW)


@pytest.mark.parametrize("verb", ["return", "reopen"])
def test_a_confirmed_answer_that_came_back_is_confirmed_no_more(stage: Stage, verb: str) -> None:
    entry = confirmed_and_back(stage, verb)
    assert entry.is_unconfirmed
    leader = stage.coordinator
    again = save_draft(
        entry, GOING, revision=entry.revision, on_behalf=True, user=leader, now=LATER
    )
    assert again.is_unconfirmed
    own = save_draft(again, GOING, revision=again.revision, user=stage.contacts[0], now=LATER)
    assert (own.is_on_behalf, own.confirmed_at, own.confirmed_by) == (False, None, None)


def test_words_that_are_written_over_are_not_those_that_were_confirmed(stage: Stage) -> None:
    entry, contact = on_behalf(stage), stage.contacts[0]
    FollowUpEntry.objects.filter(pk=entry.pk).update(confirmed_at=NOW, confirmed_by=contact)
    assert save_draft(entry, GOING, revision=1, user=contact, now=NOW).confirmed_by is None


def test_who_wrote_an_answer_does_not_approve_it_though_another_handed_it_in(
    stage: Stage,
) -> None:
    entry, writer = stage.entries()[0], stage.approvers[0]
    speaks_for(writer, stage.boards[0], ContactPerson.Role.DEPUTY)
    saved = save_draft(entry, GOING, revision=0, user=writer, now=NOW)
    submit([saved], user=stage.contacts[0], now=NOW)
    entry.refresh_from_db()
    with pytest.raises(PermissionDenied):
        approve(entry, user=writer, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpEntry.objects.filter(pk=entry.pk).update(
            state="approved", approved_at=NOW, approved_by=writer
        )
    assert approve(entry, user=stage.coordinator, now=NOW).state == "approved"


def test_what_is_not_what_was_shown_is_neither_returned_nor_opened_again(stage: Stage) -> None:
    shown = stage.answered(stage.entries()[0])
    contact, approver = stage.contacts[0], stage.approvers[0]
    back = withdraw(shown, user=contact, now=NOW)
    said = Answer(status="completed", done="Nu är det klart")
    again = save_draft(back, said, revision=back.revision, user=contact, now=NOW)
    submit([again], user=contact, now=NOW)
    with pytest.raises(Conflict):
        hand_back(shown, comment="Skriv mer.", user=approver, now=NOW)
    again.refresh_from_db()
    approve(again, user=approver, now=NOW)
    with pytest.raises(Conflict):
        reopen(shown, comment="Fel år", user=stage.coordinator, now=NOW)


def test_the_second_of_two_writers_is_told_and_the_first_ones_words_stand(stage: Stage) -> None:
    entry = stage.entries()[0]
    save_draft(entry, GOING, revision=0, user=stage.contacts[0], now=NOW)
    with pytest.raises(Conflict) as told:
        save_draft(entry, Answer(done="Annat"), revision=0, user=stage.contacts[0], now=NOW)
    assert told.value.entry.done == GOING.done


def test_words_written_over_by_another_stay_in_the_log(stage: Stage) -> None:
    entry, leader = stage.entries()[0], stage.coordinator
    saved = save_draft(entry, GOING, revision=0, on_behalf=True, user=leader, now=NOW)
    save_draft(saved, Answer(done="Nämndens ord"), revision=1, user=stage.contacts[0], now=NOW)
    event = entry.events.get(verb=EntryEvent.Verb.REPLACED)
    assert event.content["done"] == GOING.done


def test_the_leader_does_not_write_over_what_a_board_has_begun(stage: Stage) -> None:
    entry = stage.entries()[0]
    saved = save_draft(entry, GOING, revision=0, user=stage.contacts[0], now=NOW)
    with pytest.raises(PermissionDenied):
        save_draft(saved, GOING, revision=1, on_behalf=True, user=stage.coordinator, now=NOW)


@pytest.mark.parametrize("status", ["delayed", "paused", "dropped"])
def test_what_is_not_going_as_planned_says_what_hinders(stage: Stage, status: str) -> None:
    entry = stage.entries()[0]
    said = Answer(status=status, done="Inget")
    saved = save_draft(entry, said, revision=0, user=stage.contacts[0], now=NOW)
    with pytest.raises(ValidationError):
        submit([saved], user=stage.contacts[0], now=NOW)


def test_handing_back_needs_a_comment_and_lets_the_board_answer_again(stage: Stage) -> None:
    entry = stage.answered(stage.entries()[0])
    with pytest.raises(ValidationError):
        hand_back(entry, comment=" ", user=stage.approvers[0], now=NOW)
    back = hand_back(entry, comment="Skriv mer.", user=stage.approvers[0], now=NOW)
    assert (back.state, back.comment) == ("returned", "Skriv mer.")
    with pytest.raises(ValidationError, match="läs kommentaren"):
        submit([back], user=stage.contacts[0], now=LATER)
    assert stage.approved(back, now=LATER).state == "approved"


def test_what_is_handed_in_can_be_taken_back_until_it_is_approved(stage: Stage) -> None:
    entry = stage.answered(stage.entries()[0])
    assert withdraw(entry, user=stage.contacts[0], now=NOW).state == "draft"


def test_opening_an_approved_answer_again_is_logged_with_what_it_said(stage: Stage) -> None:
    entry = stage.approved(stage.entries()[0])
    with pytest.raises(PermissionDenied):
        reopen(entry, comment="Fel år", user=stage.approvers[0], now=NOW)
    reopen(entry, comment="Fel år", user=stage.coordinator, now=NOW)
    event = entry.events.get(verb=EntryEvent.Verb.REOPENED)
    assert (event.comment, event.content["done"]) == ("Fel år", "Vi har börjat.")


def test_last_years_answer_is_taken_over_whole(stage: Stage) -> None:
    entry = stage.approved(stage.entries()[0])
    close_period(stage.period, user=stage.coordinator, now=NOW)
    following = set_up_next(stage)
    again = FollowUpEntry.objects.get(
        period=following.period, activity=entry.activity, board=entry.board
    )
    said = unchanged(again, Answer(reference="Mål 3"))
    assert said == Answer(
        status="in_progress", done="Vi har börjat.", is_unchanged=True, reference="Mål 3"
    )


def test_an_answer_from_longer_ago_is_taken_over_but_is_not_unchanged_since_last_year(
    stage: Stage,
) -> None:
    entry = stage.approved(stage.entries()[0])
    close_period(stage.period, user=stage.coordinator, now=NOW)
    stage.period.year += 1
    following = set_up_next(stage)
    again = FollowUpEntry.objects.get(
        period=following.period, activity=entry.activity, board=entry.board
    )
    said = unchanged(again, Answer())
    assert said is not None
    assert (said.done, said.is_unchanged) == ("Vi har börjat.", False)


def test_a_closed_year_takes_no_answers_and_no_change(stage: Stage) -> None:
    entry = stage.approved(stage.entries()[0])
    close_period(stage.period, user=stage.coordinator, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpEntry.objects.filter(pk=entry.pk).update(done="Annat")
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.events.all().delete()


def set_up_next(stage: Stage) -> Stage:
    """The same boards and people a year later."""
    from actionplan.followup.models import FollowUpPeriod

    period = FollowUpPeriod.objects.create(
        version=stage.period.version,
        year=stage.period.year + 1,
        opens_on=stage.period.opens_on.replace(year=stage.period.year + 1),
        due_on=stage.period.due_on.replace(year=stage.period.year + 1),
        closes_on=stage.period.closes_on.replace(year=stage.period.year + 2),
    )
    return Stage(stage.coordinator, stage.boards, period, stage.contacts, stage.approvers).open()
