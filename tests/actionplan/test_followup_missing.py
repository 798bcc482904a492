"""*Vem saknas?*: each answer in a word, the same counts as everywhere, as a table and as a file."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from actionplan.followup.leading.matrix import cell, entries_of, matrix
from actionplan.followup.models import FollowUpEntry
from actionplan.followup.reminding.making import remind
from actionplan.followup.services import Answer, hand_back, save_draft, submit
from tests.stage import DUE, NOW, TODAY, YEAR, Stage, set_up

MISSING = f"/intranet/uppfoljning/{YEAR}/vem-saknas/"
LATE = date(2027, 12, 12)
CONFIRMED = datetime(2027, 10, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("entry", "today", "tag", "word"),
    [
        (("draft", False, None), DUE, "none", "Ej besvarad"),
        (("draft", False, None), LATE, "late", "12 dagar sen"),
        (("draft", True, None), DUE, "none", "Ej besvarad"),
        (("returned", False, None), DUE, "mixed", "Återlämnad"),
        (("returned", False, None), LATE, "late", "Återlämnad, 12 dagar sen"),
        (("submitted", False, None), LATE, "doing", "Inskickad"),
        (("submitted", True, None), LATE, "doing", "Införd åt nämnden"),
        (("approved", True, None), LATE, "done", "Införd åt nämnden"),
        (("approved", True, CONFIRMED), LATE, "done", "Godkänd"),
        (("approved", False, None), LATE, "done", "Godkänd"),
    ],
)
def test_an_answer_has_one_word(
    entry: tuple[str, bool, datetime | None], today: date, tag: str, word: str
) -> None:
    found = cell(entry, DUE, today, "prov", 1)
    assert (found.tag, found.word) == (tag, word)


@pytest.fixture
def stage(db: None) -> Stage:
    """A year with an answer of each kind from the first board, and one that was handed back."""
    stage = set_up().open()
    approved, submitted, behalf, *_ = stage.entries()
    stage.approved(approved)
    stage.answered(submitted)
    said = Answer(status="in_progress", done="Infört.")
    saved = save_draft(behalf, said, revision=0, on_behalf=True, user=stage.coordinator, now=NOW)
    submit([saved], user=stage.coordinator, now=NOW)
    returned = stage.answered(stage.entries(1)[0])
    hand_back(returned, comment="Skriv mer.", user=stage.approvers[1], now=NOW)
    return stage


@pytest.mark.parametrize("today", [TODAY, LATE])
def test_the_cells_say_what_the_counts_say(stage: Stage, today: date) -> None:
    entries = FollowUpEntry.objects.of(stage.period)
    found = matrix(stage.period, entries_of(stage.period), today, only_missing=False)
    cells = [one for row in found.rows for one in row.cells if one]
    assert len(cells) == found.figures.asked == entries.count()
    assert sum(one.is_missing for one in cells) == entries.unanswered().count()
    late = sum(one.tag == "late" for one in cells)
    assert late == found.figures.late == entries.late(today).count()
    assert sum(one.word == "Införd åt nämnden" for one in cells) == entries.unconfirmed().count()
    assert sum(column.figures.unanswered for column in found.columns) == found.figures.unanswered


def test_only_what_is_missing_leaves_out_whom_nothing_is_missing_from(stage: Stage) -> None:
    entries = entries_of(stage.period, board=stage.boards[0].slug)
    for entry in entries.unanswered().for_page():
        stage.answered(entry)
    found = matrix(stage.period, entries_of(stage.period), TODAY, only_missing=True)
    assert stage.boards[0] not in [column.board for column in found.columns]
    assert stage.boards[1] in [column.board for column in found.columns]


def test_each_cell_leads_to_its_answer_and_each_board_to_a_reminder(
    stage: Stage, client: Client
) -> None:
    remind(NOW)
    client.force_login(stage.coordinator)
    page = client.get(MISSING).content.decode()
    entry = stage.entries()[0]
    assert f'href="../{entry.board.slug}/{entry.activity.number}/"' in page
    assert f"/paminnelser/skicka/?namnd={entry.board.slug}" in page
    assert page.count("påminnelse lagd för utskick 20 oktober 2027") == len(
        {entry.board for entry in FollowUpEntry.objects.of(stage.period)}
    )


def test_filters_narrow_the_table_and_a_made_up_choice_does_not(
    stage: Stage, client: Client
) -> None:
    client.force_login(stage.coordinator)
    slug = stage.boards[0].slug
    one = client.get(MISSING, {"namnd": slug}).content.decode()
    assert one.count("<td") == FollowUpEntry.objects.by(stage.boards[0]).count()
    assert 'class="matrix matrix--narrow"' in one
    assert client.get(MISSING, {"namnd": "finns-inte"}).status_code == 200
    parts = [client.get(MISSING, {"del": part}).content.decode() for part in (1, 2)]
    rows = [page.count('<th scope="row">') for page in parts]
    assert sum(rows) == client.get(MISSING).content.decode().count('<th scope="row">')


def test_the_file_has_a_row_for_each_answer(stage: Stage, client: Client) -> None:
    remind(NOW)
    client.force_login(stage.coordinator)
    answer = client.get(f"{MISSING}fil/", {"namnd": stage.boards[1].slug})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == FollowUpEntry.objects.by(stage.boards[1]).count()
    assert rows[0]["Läge"].startswith("Återlämnad")
    assert rows[0]["Påminnelse lagd för utskick"] == "2027-10-20"
    assert f"vem-saknas-{YEAR}-" in answer["Content-Disposition"]
