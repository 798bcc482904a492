"""What anyone can read of the follow-up: answers with year and source, and what nobody said."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from actionplan.followup.models import FollowUpEntry, FollowUpPeriod
from actionplan.followup.services import Answer, approve, save_draft, submit
from actionplan.followup.years import close_period
from actionplan.reports.filtering import ActivityFilter
from actionplan.reports.overview import plan_figures
from actionplan.reports.rows import activity_rows
from resources.municipality.models import Board
from tests.factories import ActivityFactory, PlanVersionFactory, ResponsibilityFactory, adopted
from tests.stage import NOW, TODAY, Stage, set_up

pytestmark = pytest.mark.django_db
PLAN = "/handlingsplanen/aktiviteter/"


@pytest.fixture
def stage() -> Stage:
    return set_up().open()


def read(client: Client, address: str) -> str:
    """The words of a page, with single spaces."""
    html = client.get(address).content.decode()
    main = html[html.index("<main") : html.index("</main")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def next_year(stage: Stage, year: int) -> Stage:
    """The same boards and people, asked again."""
    period = FollowUpPeriod.objects.create(
        version=stage.period.version,
        year=year,
        opens_on=date(year, 10, 1),
        due_on=date(year, 11, 30),
        closes_on=date(year + 1, 1, 31),
    )
    return Stage(stage.coordinator, stage.boards, period, stage.contacts, stage.approvers).open()


def page_of(entry: FollowUpEntry) -> str:
    return f"{PLAN}{entry.activity.version.slug}/{entry.activity.number}/"


def test_an_approved_answer_is_read_with_its_year_its_source_and_its_day(
    client: Client, stage: Stage
) -> None:
    entry = stage.approved(
        stage.entries()[0],
        Answer(status="delayed", done="Vi började.", obstacles="För få.", next_step="Fler."),
    )
    words = read(client, page_of(entry))
    assert "Försenad" in words
    assert f"Svar för {entry.period.year}" in words
    for said in ("Vi började.", "För få.", "Fler."):
        assert said in words
    assert f"Källa: {entry.board.name}, svaret godkänt 20 oktober 2027." in words


def test_a_draft_and_what_waits_for_approval_are_read_by_nobody_outside(
    client: Client, stage: Stage
) -> None:
    first, second = stage.entries()[:2]
    save_draft(
        first, Answer("paused", "Hemligt utkast"), revision=0, user=stage.contacts[0], now=NOW
    )
    stage.answered(second, Answer("in_progress", "Inskickat men inte godkänt"))
    for entry in (first, second):
        words = read(client, page_of(entry))
        assert "Hemligt" not in words
        assert "Inskickat men" not in words
        assert "Svar för" not in words


def test_an_answer_entered_for_a_board_says_so_until_the_board_confirms(
    client: Client, stage: Stage
) -> None:
    entry = stage.entries()[0]
    leader = stage.coordinator
    saved = save_draft(
        entry, Answer("in_progress", "Ja."), revision=0, on_behalf=True, user=leader, now=NOW
    )
    submit([saved], user=leader, now=NOW)
    entry.refresh_from_db()
    approve(entry, user=stage.approvers[0], now=NOW)
    assert "ej bekräftat av nämnden" in read(client, page_of(entry))


def test_boards_that_differ_are_counted_and_never_merged_into_one_word(
    client: Client, stage: Stage
) -> None:
    shared = next(
        entry
        for entry in stage.entries()
        if stage.period.entries.filter(activity=entry.activity).count() > 1
    )
    stage.approved(shared, Answer("completed", "Klart."))
    words = read(client, page_of(shared))
    assert re.search(r"ej besvarad hos \d+|tid har gått ut, ej besvarad hos \d+", words, re.I)
    assert "genomförd hos 1" in words.lower()


def test_unanswered_is_never_called_not_begun_and_counts_as_no_answer(
    client: Client, stage: Stage
) -> None:
    words = read(client, PLAN)
    asked = stage.period.entries.count()
    assert f"svar begärda {asked}" in words
    assert "svar godkända 0" in words
    assert "Ej påbörjad" not in words


def test_a_late_answer_is_said_to_be_missing_since_its_day(
    client: Client, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    FollowUpPeriod.objects.filter(pk=stage.period.pk).update(
        opens_on=date(2020, 10, 1), due_on=date(2020, 11, 30)
    )
    words = read(client, page_of(stage.entries()[0]))
    assert "Svar saknas. Det skulle ha kommit 30 november 2020." in words


def test_invented_answers_are_marked_wherever_they_show(client: Client) -> None:
    stage = set_up(is_example=True).open()
    entry = stage.approved(stage.entries()[0])
    for address in (page_of(entry), PLAN, f"{PLAN}namnd/{entry.board.slug}/"):
        assert "Exempeldata" in read(client, address)


def test_two_years_of_standing_still_can_be_listed(client: Client, stage: Stage) -> None:
    entry = stage.approved(stage.entries()[0], Answer("delayed", "Nej.", "Hinder."))
    version = entry.activity.version
    assert not FollowUpEntry.objects.standing_still(version).exists()
    close_period(stage.period, user=stage.coordinator, now=NOW)
    again = next_year(stage, 2028)
    later = datetime(2028, 10, 20, 9, tzinfo=UTC)
    same = again.period.entries.get(activity=entry.activity, board=entry.board)
    draft = Answer("paused", "Nej.", "Hinder.")
    saved = save_draft(same, draft, revision=0, user=again.contacts[0], now=later)
    assert not FollowUpEntry.objects.standing_still(version).exists()
    again.approved(saved, draft, now=later)
    assert list(FollowUpEntry.objects.standing_still(version)) == [saved]
    words = read(client, f"{PLAN}?status=undelivered")
    assert "1 aktivitet" in words
    assert entry.activity.title in words


def test_the_years_of_a_board_stand_in_a_table_and_in_a_drawing_told_in_words(
    client: Client, stage: Stage
) -> None:
    entry = stage.approved(stage.entries()[0])
    html = client.get(page_of(entry)).content.decode()
    assert "<title>2027: Pågår</title>" in html
    words = read(client, f"{PLAN}namnd/{entry.board.slug}/")
    assert "Svaren år för år" in words
    assert "svar godkänt 1" in words


def test_opening_a_year_answers_nothing(client: Client) -> None:
    stage = set_up()
    version = stage.period.version
    before = plan_figures(version, TODAY)
    stage.open()
    stage.answered(stage.entries()[0])
    assert plan_figures(version, TODAY) == before


def test_two_bad_years_with_a_good_one_between_are_not_in_a_row(stage: Stage) -> None:
    entry = stage.approved(stage.entries()[0], Answer("delayed", "Nej.", "Hinder."))
    for year, status in ((2028, "in_progress"), (2029, "paused")):
        later = next_year(stage, year)
        same = later.period.entries.get(activity=entry.activity, board=entry.board)
        now = datetime(year, 10, 20, 9, tzinfo=UTC)
        later.approved(same, Answer(status, "Nej.", "Hinder."), now=now)
    assert not FollowUpEntry.objects.standing_still(entry.activity.version).exists()


def test_a_board_that_takes_over_answers_in_the_place_of_the_closed_one(
    client: Client, stage: Stage
) -> None:
    entry = stage.approved(stage.entries()[0], Answer("delayed", "Nej.", "Hinder."))
    closed = entry.board
    heir = Board.objects.create(name_sv="Arvnämnden", slug="arvnamnden", kind=closed.kind)
    closed.valid_to, closed.successor = date(2020, 1, 1), heir
    closed.save()
    (row,) = activity_rows(
        entry.activity.version, ActivityFilter(number=entry.activity.number), TODAY
    )
    boards = {answer.board: answer for answer in row.answers}
    assert closed not in boards
    assert boards[heir].state.code == "delayed"
    assert boards[heir].note == f"Har tagit över efter {closed.name}."
    words = read(client, f"{PLAN}namnd/{heir.slug}/")
    assert entry.activity.title in words


def test_an_activity_that_is_carried_over_keeps_its_answers_and_the_old_version_its_own(
    stage: Stage,
) -> None:
    entry = stage.approved(stage.entries()[0], Answer("delayed", "Nej.", "Hinder."))
    old = entry.activity.version
    new = PlanVersionFactory(plan=old.plan)
    carried = ActivityFactory(version=new, lineage=entry.activity.lineage)
    ResponsibilityFactory(activity=carried, board=entry.board)
    adopted(new)
    old.refresh_from_db()
    close_period(stage.period, user=stage.coordinator, now=NOW)
    (row,) = activity_rows(new, ActivityFilter(), TODAY)
    assert row.state.code == "delayed"
    period = FollowUpPeriod.objects.create(
        version=new,
        year=2031,
        opens_on=date(2031, 10, 1),
        due_on=date(2031, 11, 30),
        closes_on=date(2032, 1, 31),
    )
    later = Stage(stage.coordinator, stage.boards, period, stage.contacts, stage.approvers).open()
    now = datetime(2031, 10, 20, 9, tzinfo=UTC)
    later.approved(later.entries()[0], Answer("completed", "Ja."), now=now)
    (row,) = activity_rows(new, ActivityFilter(), TODAY)
    assert row.state.code == "completed"
    (row,) = activity_rows(old, ActivityFilter(number=entry.activity.number), TODAY)
    assert {answer.board: answer.state.code for answer in row.answers}[entry.board] == "delayed"
