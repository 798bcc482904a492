"""An earlier answer taken over in one click, and the way back."""

from __future__ import annotations

import pytest
from django.utils import timezone

from actionplan.followup.services import Answer, save_draft
from tests.actionplan.board_pages import (
    NOW,
    board,
    client,
    form_of,
    last_year,
    place,
    text_of,
    words,
)
from tests.stage import Stage, around, set_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return around(set_up(), timezone.localdate()).open(timezone.now())


def test_unchanged_is_one_click_and_can_be_undone(stage: Stage) -> None:
    last_year(stage)
    entry, following = stage.entries()[:2]
    browser = client(stage.contacts[0])
    assert "I fjol" in text_of(browser, place(stage, entry))
    sent = {"action": "unchanged", "revision": "0"}
    answer = browser.post(place(stage, entry), sent)
    assert answer.headers["Location"] == place(stage, following)
    entry.refresh_from_db()
    assert (entry.done, entry.is_unchanged, entry.state) == ("I fjol", True, "draft")

    assert "Ångra" in text_of(browser, place(stage, following))
    browser.post(place(stage, entry), {"action": "undo"})
    entry.refresh_from_db()
    assert (entry.done, entry.status, entry.is_unchanged) == ("", "", False)


def test_an_undo_never_takes_what_was_written_after(stage: Stage) -> None:
    last_year(stage)
    entry = stage.entries()[0]
    browser = client(stage.contacts[0])
    browser.post(place(stage, entry), {"action": "unchanged", "revision": "0"})
    entry.refresh_from_db()
    save_draft(entry, Answer(done="Nytt"), revision=1, user=stage.contacts[0], now=NOW)
    answer = browser.post(place(stage, entry), {"action": "undo"}, follow=True)
    assert "Inget är ångrat" in words(answer.content)
    entry.refresh_from_db()
    assert entry.done == "Nytt"


def test_words_that_were_changed_are_no_longer_unchanged(stage: Stage) -> None:
    last_year(stage)
    entry = stage.entries()[0]
    browser = client(stage.contacts[0])
    browser.post(place(stage, entry), {"action": "unchanged", "revision": "0"})
    sent = form_of(browser, place(stage, entry))
    browser.post(place(stage, entry), sent | {"reference": "Avsnitt 2"})
    entry.refresh_from_db()
    assert entry.is_unchanged
    sent = form_of(browser, place(stage, entry))
    browser.post(place(stage, entry), sent | {"done": "I år"})
    entry.refresh_from_db()
    assert not entry.is_unchanged


def test_an_answer_from_longer_ago_is_offered_by_its_year_and_never_called_unchanged(
    stage: Stage,
) -> None:
    year = stage.period.year
    last_year(stage, years=2)
    entry, following = stage.entries()[:2]
    browser = client(stage.contacts[0])
    said = text_of(browser, place(stage, entry))
    assert f"Ta över svaret från {year}" in said
    assert "Oförändrat" not in said
    browser.post(place(stage, entry), {"action": "unchanged", "revision": "0"})
    assert "Det tidigare svaret är sparat här" in text_of(browser, place(stage, following))
    assert "oförändrat" not in text_of(browser, board(stage, "lamna"))
    entry.refresh_from_db()
    assert (entry.done, entry.is_unchanged) == ("I fjol", False)
