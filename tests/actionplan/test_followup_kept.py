"""What belongs to a closed year stays as it is, whatever way somebody takes to the database."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from actionplan.activities.models import AssignmentInclusion
from actionplan.followup.models import EntryAttachment, FollowUpEntry
from actionplan.followup.years import close_period, reopen_period
from tests.factories import LibraryDocumentFactory
from tests.stage import CLOSES, NOW, Stage, set_up

pytestmark = pytest.mark.django_db
DAYS = "a closed follow-up keeps its days"
YEAR = "a follow-up that boards were asked about stays what it was"
CLOSED = "a closed follow-up is kept as it was"
FILES = "the files of a closed follow-up stay as they are"
PLACE = "what a closed follow-up says of a board's plan stays as it is"
LOG = "the log of the answers is kept as it was written"
# What is tried, and what the database says.
ATTEMPTS = {
    "UPDATE actionplan_assignmentinclusion SET reference = 'Annat'": PLACE,
    "DELETE FROM actionplan_assignmentinclusion": PLACE,
    "DELETE FROM actionplan_entryattachment": FILES,
    "UPDATE actionplan_followupperiod SET is_example = NOT is_example": YEAR,
    "UPDATE actionplan_followupperiod SET due_on = due_on + 1": DAYS,
    "UPDATE actionplan_followupperiod SET opens_on = opens_on - 1": DAYS,
    "UPDATE actionplan_followupperiod SET closes_on = closes_on + 1": DAYS,
    "TRUNCATE actionplan_followupperiod CASCADE": CLOSED,
    "TRUNCATE actionplan_entryattachment": CLOSED,
    "TRUNCATE actionplan_assignmentinclusion": CLOSED,
    "TRUNCATE actionplan_entryevent": LOG,
}


@pytest.fixture
def stage() -> Stage:
    return set_up().open()


@pytest.fixture
def entry(stage: Stage) -> FollowUpEntry:
    """An approved answer with a file and a place in the board's plan."""
    entry = stage.approved(stage.entries()[0])
    EntryAttachment.objects.create(entry=entry, document=LibraryDocumentFactory())
    return entry


def said(attempt: str) -> str:
    """What the database says to an attempt; "" where it obeys."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(attempt)
    except DatabaseError as error:
        return str(error).splitlines()[0]
    return ""


def test_a_closed_year_keeps_all_that_belongs_to_it(stage: Stage, entry: FollowUpEntry) -> None:
    assert AssignmentInclusion.objects.filter(activity=entry.activity, board=entry.board).exists()
    close_period(stage.period, user=stage.coordinator, now=NOW)
    assert {attempt: said(attempt) for attempt in ATTEMPTS} == ATTEMPTS
    with pytest.raises(DatabaseError), transaction.atomic():
        EntryAttachment.objects.create(entry=entry, document=LibraryDocumentFactory())
    other = AssignmentInclusion(activity=entry.activity, board=entry.board, year=2040)
    other.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        AssignmentInclusion.objects.filter(pk=other.pk).update(year=stage.period.year)


def test_an_open_year_keeps_its_log_and_what_it_is(stage: Stage, entry: FollowUpEntry) -> None:
    kept = [attempt for attempt in ATTEMPTS if said(attempt)]
    assert kept == [
        "UPDATE actionplan_followupperiod SET is_example = NOT is_example",
        "TRUNCATE actionplan_followupperiod CASCADE",
        "TRUNCATE actionplan_entryevent",
    ]


def test_a_year_that_is_opened_again_gets_another_last_day(
    stage: Stage, entry: FollowUpEntry
) -> None:
    close_period(stage.period, user=stage.coordinator, now=NOW)
    later = CLOSES.replace(month=3)
    reopen_period(stage.period, closes_on=later, reason="Fel", user=stage.coordinator, now=NOW)
    entry.attachments.all().delete()
    stage.period.refresh_from_db()
    assert stage.period.closes_on == later
