"""Handing in, four eyes, confirming, and the board's decision: page by page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.log_actions import registry

from actionplan.followup.models import (
    BoardDecision,
    FollowUpEntry,
)
from actionplan.followup.services import Answer, approve, hand_back, reopen, save_draft, submit
from tests.actionplan.board_pages import (
    NOW,
    START,
    board,
    client,
    ended,
    form_of,
    hidden,
    place,
    text_of,
    words,
)
from tests.stage import Stage, around, set_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return around(set_up(), timezone.localdate()).open(timezone.now())


def test_what_is_ready_is_handed_in_with_one_button_and_taken_back(stage: Stage) -> None:
    first, second = stage.entries()[:2]
    user = stage.contacts[0]
    first = save_draft(first, Answer(status="completed"), revision=0, user=user, now=NOW)
    save_draft(second, Answer(status="delayed"), revision=0, user=user, now=NOW)
    browser = client(user)
    said = text_of(browser, board(stage, "lamna"))
    assert "Klara att skicka in (1)" in said
    assert "Skriv vad som hindrar." in said

    answer = browser.post(board(stage, "lamna"), {"entry": [hidden(first)]}, follow=True)
    assert "Vad händer nu?" in words(answer.content)
    assert "Godkannare0" in words(answer.content)
    first.refresh_from_db()
    assert first.state == "submitted"

    browser.post(board(stage, "lamna"), {"withdraw": str(first.activity.number)})
    first.refresh_from_db()
    assert first.state == "draft"


def test_nothing_is_handed_in_when_one_was_changed_since_it_was_shown(stage: Stage) -> None:
    user = stage.contacts[0]
    done = Answer(status="completed")
    first, second = [
        save_draft(entry, done, revision=0, user=user, now=NOW) for entry in stage.entries()[:2]
    ]
    sent = {"entry": [hidden(first), hidden(second)]}
    save_draft(second, Answer(status="completed", done="x"), revision=1, user=user, now=NOW)
    answer = client(user).post(board(stage, "lamna"), sent, follow=True)
    assert "Inget är inskickat" in words(answer.content)
    first.refresh_from_db()
    assert first.state == "draft"


def test_a_returned_answer_shows_the_comment_and_is_saved_before_it_goes_again(
    stage: Stage,
) -> None:
    entry = stage.answered(stage.entries()[0], now=NOW)
    hand_back(entry, comment="Skriv mer.", user=stage.approvers[0], now=NOW + timedelta(seconds=1))
    browser = client(stage.contacts[0])
    assert "lämnade tillbaka svaret" in text_of(browser, place(stage, entry))
    assert "Klara att skicka in" not in text_of(browser, board(stage, "lamna"))
    FollowUpEntry.objects.filter(pk=entry.pk).update(returned_at=NOW)
    browser.post(place(stage, entry), form_of(browser, place(stage, entry)))
    assert "Klara att skicka in (1)" in text_of(browser, board(stage, "lamna"))


def test_the_approver_approves_all_that_is_shown_or_nothing(stage: Stage) -> None:
    first, second = [stage.answered(entry, now=NOW) for entry in stage.entries()[:2]]
    browser = client(stage.approvers[0])
    assert "Godkänn alla som visas (2)" in text_of(browser, board(stage, "granska"))
    stale = {"action": "approve", "entry": [hidden(first), f"{second.activity.number}:1"]}
    answer = browser.post(board(stage, "granska"), stale, follow=True)
    assert "Inget är godkänt" in words(answer.content)
    assert not FollowUpEntry.objects.of(stage.period).approved().exists()

    shown = {"action": "approve", "entry": [hidden(first), hidden(second)]}
    answer = browser.post(board(stage, "granska"), shown, follow=True)
    assert "2 svar är godkända." in words(answer.content)
    again = browser.post(board(stage, "granska"), shown, follow=True)
    assert "har redan fått besked" in words(again.content)


def test_handing_back_without_a_comment_is_told_at_the_field(stage: Stage) -> None:
    entry = stage.answered(stage.entries()[0], now=NOW)
    browser = client(stage.coordinator)
    sent = {"action": "return", "entry": hidden(entry)}
    page = browser.post(board(stage, "granska"), sent)
    assert f'href="#id_svar{entry.activity.number}-comment"' in page.content.decode()
    assert "Skriv vad nämnden behöver ändra." in words(page.content)
    sent[f"svar{entry.activity.number}-comment"] = "Skriv vad ni har gjort."
    browser.post(board(stage, "granska"), sent)
    entry.refresh_from_db()
    assert (entry.state, entry.comment) == ("returned", "Skriv vad ni har gjort.")


def test_a_contact_sees_the_review_but_approves_nothing(stage: Stage) -> None:
    entry = stage.answered(stage.entries()[0], now=NOW)
    browser = client(stage.contacts[0])
    assert "Godkänn" not in text_of(browser, board(stage, "granska")).replace("Godkända", "")
    sent = {"action": "approve", "entry": hidden(entry)}
    assert browser.post(board(stage, "granska"), sent).status_code == 403


def test_the_coordinator_opens_an_approved_answer_again_with_a_reason(stage: Stage) -> None:
    entry = stage.approved(stage.entries()[0], now=NOW)
    browser = client(stage.coordinator)
    sent = {"action": "reopen", "entry": hidden(entry)}
    page = browser.post(board(stage, "granska"), sent)
    assert "Skriv varför svaret öppnas igen." in words(page.content)
    sent[f"svar{entry.activity.number}-comment"] = "Fel år"
    browser.post(board(stage, "granska"), sent)
    log = text_of(client(stage.contacts[0]), place(stage, entry))
    assert "Ledare öppnade igen" in log
    assert "Fel år" in log


def test_what_the_coordinator_enters_is_marked_until_the_board_confirms(stage: Stage) -> None:
    entry = stage.entries()[0]
    leader, contact = client(stage.coordinator), client(stage.contacts[0])
    assert "Du skriver åt" in text_of(leader, place(stage, entry))
    sent = form_of(leader, place(stage, entry)) | {"status": "completed", "done": "Åt er"}
    leader.post(place(stage, entry), sent)
    entry.refresh_from_db()
    leader.post(board(stage, "lamna"), {"entry": hidden(entry)})
    assert "ej bekräftad av nämnden" in text_of(contact, board(stage))
    assert "Bekräfta för nämnden" in text_of(contact, place(stage, entry))
    entry.refresh_from_db()
    contact.post(place(stage, entry), {"action": "confirm", "revision": entry.revision})
    assert "ej bekräftad" not in text_of(contact, board(stage))
    assert "bekräftad för nämnden av Kontakt0" in text_of(leader, place(stage, entry))


def test_the_boards_decision_is_noted_and_can_be_corrected(stage: Stage) -> None:
    browser = client(stage.contacts[0])
    today = timezone.localdate()
    late = {"decided_on": today + timedelta(1), "paragraph": "§ 47"}
    page = browser.post(board(stage), late)
    assert "Skriv dagen när nämnden har beslutat." in words(page.content)
    assert "§ 47" in page.content.decode()
    leader = client(stage.coordinator)
    seen = {"seen": leader.get(board(stage)).context["seen"]}
    browser.post(board(stage), late | {"decided_on": today})

    # Who opened the page before that is told, and what is noted stands until it is seen.
    sent = {"decided_on": today, "paragraph": "§ 48"}
    page = leader.post(board(stage), sent | seen)
    assert f"Kontakt0 har antecknat {today}, § 47 sedan du öppnade sidan." in words(page.content)
    decision = BoardDecision.objects.get(period=stage.period, board=stage.boards[0])
    assert decision.paragraph == "§ 47"
    leader.post(board(stage), sent | {"seen": page.context["seen"]})
    decision.refresh_from_db()
    assert (decision.paragraph, decision.noted_by) == ("§ 48", stage.coordinator)
    logs = registry.get_logs_for_instance(stage.period).filter(user=stage.coordinator)
    entry = logs.get(action="actionplan.note_decision")
    assert (entry.data["before"], entry.data["after"]) == (f"{today}, § 47", f"{today}, § 48")
    assert "(tidigare" in entry.message


def test_a_reopened_answer_is_logged_with_what_it_said(stage: Stage) -> None:
    entry = stage.approved(stage.entries()[0], now=NOW)
    reopen(entry, comment="Fel siffra", user=stage.coordinator, now=NOW)
    said = text_of(client(stage.contacts[0]), place(stage, entry))
    assert "Vad svaret sade då" in said
    assert "Vi har börjat." in said


def test_a_comment_on_an_answer_that_has_changed_is_kept_and_not_obeyed(stage: Stage) -> None:
    entry = stage.answered(stage.entries()[0], now=NOW)
    comment = {f"svar{entry.activity.number}-comment": "Skriv mer om skolan."}
    sent = {"action": "return", "entry": f"{entry.activity.number}:1"} | comment
    browser = client(stage.approvers[0])
    page = browser.post(board(stage, "granska"), sent)
    assert page.status_code == 409
    said = words(page.content)
    assert "Läs svaret först. Det du skrev står kvar." in said
    assert "Skriv mer om skolan." in said
    entry.refresh_from_db()
    assert entry.state == "submitted"
    browser.post(board(stage, "granska"), sent | {"entry": hidden(entry)})
    entry.refresh_from_db()
    assert (entry.state, entry.comment) == ("returned", "Skriv mer om skolan.")


def test_an_answer_that_another_opened_again_is_not_opened_twice(stage: Stage) -> None:
    entry = stage.approved(stage.entries()[0], now=NOW)
    reopen(entry, comment="Fel siffra", user=stage.coordinator, now=NOW)
    comment = {f"svar{entry.activity.number}-comment": "Fel år"}
    sent = {"action": "reopen", "entry": hidden(entry)} | comment
    page = client(stage.coordinator).post(board(stage, "granska"), sent, follow=True)
    assert "har redan fått besked. Inget är ändrat." in words(page.content)


def test_a_board_is_told_that_it_confirms_what_was_prepared_by_handing_it_in(stage: Stage) -> None:
    entry, leader = stage.entries()[0], stage.coordinator
    done = Answer(status="completed", done="Åt er")
    saved = save_draft(entry, done, revision=0, on_behalf=True, user=leader, now=NOW)
    told = "bekräftar du för nämnden när du skickar in dem"
    assert told not in text_of(client(leader), board(stage, "lamna"))
    browser = client(stage.contacts[0])
    assert told in text_of(browser, board(stage, "lamna"))
    page = browser.post(board(stage, "lamna"), {"entry": hidden(saved)}, follow=True)
    assert "bekräftad för nämnden av Kontakt0" in words(page.content)


def test_after_the_closing_day_the_reader_is_told_why_nothing_goes_back(stage: Stage) -> None:
    stage.answered(stage.entries()[0], now=NOW)
    ended(stage)
    told = "Svaren kan godkännas, men inte lämnas tillbaka eller öppnas igen."
    said = text_of(client(stage.approvers[0]), board(stage, "granska"))
    assert told in said
    assert "Lämna tillbaka med en kommentar" not in said
    assert "Flytta dagen" not in said
    assert "Flytta dagen" in text_of(client(stage.coordinator), board(stage, "granska"))


def test_other_boards_read_that_an_answer_was_entered_and_is_not_confirmed(stage: Stage) -> None:
    own = stage.entries()[0]
    other = next(entry for entry in stage.entries(1) if entry.activity_id == own.activity_id)
    leader, done = stage.coordinator, Answer(status="completed", done="Grannens ord")
    saved = save_draft(other, done, revision=0, on_behalf=True, user=leader, now=NOW)
    submit([saved], user=leader, now=NOW)
    saved.refresh_from_db()
    approve(saved, user=stage.approvers[1], now=NOW)
    browser = client(stage.contacts[0])
    elsewhere = f"{START}{stage.period.year}/{stage.boards[1].slug}/{own.activity.number}/"
    for url in (place(stage, own), elsewhere):
        said = text_of(browser, url)
        assert "Grannens ord" in said
        assert "ej bekräftad av nämnden" in said
