"""All answers of a board on one page: what is saved, and what is told where something cannot be."""

from __future__ import annotations

import pytest
from django.utils import timezone

from actionplan.followup.answering.forms import LONGEST
from actionplan.followup.services import Answer, hand_back, save_draft
from tests.actionplan.board_pages import (
    DRAFT,
    NOW,
    board,
    client,
    ended,
    form_of,
    hidden,
    text_of,
    words,
)
from tests.stage import Stage, around, set_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return around(set_up(), timezone.localdate()).open(timezone.now())


def test_on_the_page_of_all_only_what_was_touched_is_saved(stage: Stage) -> None:
    first, second, third = stage.entries()[:3]
    browser = client(stage.contacts[0])
    sent = form_of(browser, board(stage, "alla"), prefix="svar")
    save_draft(second, Answer(done="Kollegans"), revision=0, user=stage.contacts[0], now=NOW)
    sent[f"svar{first.activity.number}-done"] = "Mitt"
    assert browser.post(board(stage, "alla"), sent).status_code == 302
    for entry in (first, second, third):
        entry.refresh_from_db()
    assert [first.done, second.done, third.revision] == ["Mitt", "Kollegans", 0]


def test_on_the_page_of_all_one_conflict_does_not_lose_the_others(stage: Stage) -> None:
    first, second = stage.entries()[:2]
    browser = client(stage.contacts[0])
    sent = form_of(browser, board(stage, "alla"), prefix="svar")
    save_draft(second, Answer(done="Kollegans"), revision=0, user=stage.contacts[0], now=NOW)
    sent[f"svar{first.activity.number}-done"] = "Mitt ena"
    sent[f"svar{second.activity.number}-done"] = "Mitt andra"
    page = browser.post(board(stage, "alla"), sent)
    assert page.status_code == 409
    said = words(page.content)
    assert "Mitt andra" in said
    assert "Kollegans" in said
    first.refresh_from_db()
    assert first.done == "Mitt ena"


def test_what_was_typed_while_a_colleague_handed_in_stays_and_the_rest_is_saved(
    stage: Stage,
) -> None:
    first, second, third = stage.entries()[:3]
    browser = client(stage.contacts[0])
    sent = form_of(browser, board(stage, "alla"), prefix="svar")
    sent[f"svar{first.activity.number}-done"] = "Mitt ena"
    sent[f"svar{second.activity.number}-done"] = "Mitt andra"
    sent[f"svar{third.activity.number}-is_included"] = "yes"
    for entry in (second, third):
        stage.answered(entry, Answer(status="completed", done="Kollegans"), NOW)
    reply = browser.post(board(stage, "alla"), sent, headers=DRAFT)
    assert (reply.status_code, reply.json()["is_conflict"]) == (409, True)
    assert f"{second.activity}: svaret går inte att ändra längre." in reply.json()["message"]
    first.refresh_from_db()
    assert first.done == "Mitt ena"

    page = browser.post(board(stage, "alla"), sent | reply.json()["fields"])
    assert page.status_code == 409
    said = words(page.content)
    assert "Utkast sparat" not in said
    assert "Det du skrev är inte sparat: Vad har ni gjort? Mitt andra" in said
    # A choice alone is no less than a text.
    assert "Det du skrev är inte sparat: Står aktiviteten i er uppdragsplan? Ja" in said
    assert said.count("Det du skrev är inte sparat") == 2


def test_what_is_typed_when_the_closing_day_has_passed_is_not_lost(stage: Stage) -> None:
    entry = stage.entries()[0]
    browser = client(stage.contacts[0])
    shown = form_of(browser, board(stage, "alla"), prefix="svar")
    ended(stage)
    sent = shown | {f"svar{entry.activity.number}-done": "Det jag just skrev"}
    assert browser.post(board(stage, "alla"), sent, headers=DRAFT).json()["is_conflict"]
    page = browser.post(board(stage, "alla"), sent)
    assert page.status_code == 409
    assert "Det jag just skrev" in words(page.content)
    assert "Uppföljningen tog emot svar till och med" in words(page.content)
    untouched = browser.post(board(stage, "alla"), shown, follow=True)
    assert "Inget är ändrat." in words(untouched.content)


def test_the_script_goes_on_where_the_writer_can_mend_what_is_wrong(stage: Stage) -> None:
    first, second = stage.entries()[:2]
    browser = client(stage.contacts[0])
    sent = form_of(browser, board(stage, "alla"), prefix="svar")
    sent[f"svar{first.activity.number}-done"] = "å" * (LONGEST + 1)
    sent[f"svar{second.activity.number}-done"] = "Mitt"
    reply = browser.post(board(stage, "alla"), sent, headers=DRAFT)
    assert reply.status_code == 422
    assert "is_conflict" not in reply.json()
    assert str(first.activity) in reply.json()["message"]
    second.refresh_from_db()
    assert second.done == "Mitt"
    assert reply.json()["fields"][f"svar{second.activity.number}-revision"] == "1"


def test_saving_all_says_of_no_returned_answer_that_it_was_read(stage: Stage) -> None:
    entry, other = [stage.answered(entry, now=NOW) for entry in stage.entries()[:2]]
    for each in (entry, other):
        hand_back(each, comment="Skriv mer.", user=stage.approvers[0], now=timezone.now())
    browser = client(stage.contacts[0])
    sent = form_of(browser, board(stage, "alla"), prefix="svar")
    assert text_of(browser, board(stage, "alla")).count("Skriv mer.") == 2
    browser.post(board(stage, "alla"), sent | {f"svar{other.activity.number}-done": "Mer"})
    for each in (entry, other):
        each.refresh_from_db()
    assert (entry.is_read_again, other.is_read_again) == (False, True)
    submitting = browser.post(board(stage, "lamna"), {"entry": [hidden(entry)]}, follow=True)
    assert "läs kommentaren" in words(submitting.content)
    entry.refresh_from_db()
    assert entry.state == "returned"
