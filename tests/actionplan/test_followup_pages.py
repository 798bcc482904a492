"""What a board's people see and do in a follow-up year: the list, and one answer."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection

from actionplan.activities.models import AssignmentInclusion
from actionplan.followup.answering.forms import LONGEST
from actionplan.followup.models import (
    EntryAttachment,
)
from actionplan.followup.services import Answer, save_draft
from resources.documents.models import LibraryDocument
from resources.municipality.contacts import ContactPerson
from tests import made_files
from tests.actionplan.board_pages import (
    DRAFT,
    NOW,
    START,
    board,
    client,
    form_of,
    hidden,
    place,
    text_of,
    words,
)
from tests.stage import Stage, around, person, set_up, speaks_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return around(set_up(), timezone.localdate()).open(timezone.now())


def test_the_list_says_how_far_the_board_has_come_and_what_day_is_the_last(stage: Stage) -> None:
    first, second, third = stage.entries()[:3]
    stage.answered(first, now=NOW)
    save_draft(second, Answer(done="Vi"), revision=0, user=stage.contacts[0], now=NOW)
    save_draft(third, Answer(status="completed"), revision=0, user=stage.contacts[0], now=NOW)
    said = text_of(client(stage.contacts[0]), board(stage))
    asked = len(stage.entries())
    assert f"1 av {asked} besvarade, 1 klar att skicka in. Sista dag" in said
    assert "9 dagar kvar" in said
    for word in ("Inskickad", "Utkast", "Klar att skicka in", "Ej besvarad"):
        assert word in said


def test_a_board_that_is_late_sees_how_late(stage: Stage) -> None:
    around(stage, timezone.localdate(), left=-12)
    said = text_of(client(stage.contacts[0]), board(stage))
    assert said.count("12 dagar sen") == 1 + len(stage.entries())


def test_made_up_answers_are_marked_on_every_page() -> None:
    stage = around(set_up(is_example=True).open(), timezone.localdate())
    browser = client(stage.contacts[0])
    number = str(stage.entries()[0].activity.number)
    for rest in ([], ["alla"], ["lamna"], ["granska"], [number]):
        assert "Exempeldata" in text_of(browser, board(stage, *rest))
    assert "Exempeldata" in text_of(browser, START)


def test_an_answer_is_saved_and_the_next_activity_comes(stage: Stage) -> None:
    first, second = stage.entries()[:2]
    browser = client(stage.contacts[0])
    sent = form_of(browser, place(stage, first)) | {
        "status": "in_progress",
        "done": "Rad ett\r\nRad två",
        "is_included": "yes",
        "reference": "Avsnitt 3",
        "goal": "public_health",
    }
    answer = browser.post(place(stage, first), sent)
    assert answer.headers["Location"] == place(stage, second)
    first.refresh_from_db()
    assert (first.status, first.done, first.state) == ("in_progress", "Rad ett\nRad två", "draft")
    inclusion = AssignmentInclusion.objects.get(activity=first.activity, board=first.board)
    assert (inclusion.is_included, inclusion.goal) == ("yes", "public_health")


def test_what_hinders_is_asked_for_at_its_field_and_the_rest_is_saved(stage: Stage) -> None:
    entry = stage.entries()[0]
    browser = client(stage.contacts[0])
    sent = form_of(browser, place(stage, entry)) | {"status": "paused", "done": "Det vi hann"}
    answer = browser.post(place(stage, entry), sent)
    page = answer.content.decode()
    assert 'href="#id_obstacles"' in page
    assert "Utkastet är sparat" in page
    assert "Det vi hann" in page
    entry.refresh_from_db()
    assert entry.done == "Det vi hann"
    # The page that says so can be saved again at once: it knows its own revision.
    again = answer.context["form"]
    more = {name: again[name].value() for name in again.fields if name != "file"}
    assert browser.post(place(stage, entry), more | {"obstacles": "Vikarier"}).status_code == 302


def test_a_page_that_nobody_wrote_on_saves_nothing(stage: Stage) -> None:
    entry = stage.entries()[0]
    browser = client(stage.contacts[0])
    browser.post(place(stage, entry), form_of(browser, place(stage, entry)))
    entry.refresh_from_db()
    assert (entry.revision, entry.saved_at) == (0, None)


def test_a_text_that_is_too_long_is_kept_on_the_page(stage: Stage) -> None:
    entry = stage.entries()[0]
    browser = client(stage.contacts[0])
    long = "å" * (LONGEST + 1)
    sent = form_of(browser, place(stage, entry)) | {"status": "completed", "done": long}
    answer = browser.post(place(stage, entry), sent)
    assert f"Texten är {LONGEST + 1} tecken" in answer.content.decode()
    assert long in answer.content.decode()


def test_the_script_saves_a_draft_and_hears_what_to_send_next(stage: Stage) -> None:
    entry = stage.entries()[0]
    browser = client(stage.contacts[0])
    sent = form_of(browser, place(stage, entry))
    for text in ("Ett", "Ett två", ""):
        sent["done"] = text
        reply = browser.post(place(stage, entry), sent, headers=DRAFT).json()
        assert re.fullmatch(r"Utkast sparat \d\d\.\d\d", reply["message"])
        sent |= reply["fields"]
        entry.refresh_from_db()
        assert entry.done == text
    assert entry.revision == 3


def test_the_second_of_two_sees_both_texts_and_saves_knowingly(stage: Stage) -> None:
    entry = stage.entries()[0]
    deputy = person("ersattare")
    speaks_for(deputy, stage.boards[0], ContactPerson.Role.DEPUTY)
    second = client(deputy)
    sent = form_of(second, place(stage, entry)) | {"done": "Den andras ord"}
    first = Answer(status="delayed", done="Den förstas ord", obstacles="Tid")
    save_draft(entry, first, revision=0, user=stage.contacts[0], now=NOW)

    reply = second.post(place(stage, entry), sent, headers=DRAFT)
    assert reply.status_code == 409
    assert reply.json()["message"].startswith("Kontakt0 sparade det här svaret")

    page = second.post(place(stage, entry), sent)
    assert page.status_code == 409
    said = words(page.content)
    assert "Kontakt0 sparade det här svaret" in said
    assert "Den förstas ord" in said
    form = page.context["form"]
    # Own words stay; what the second never touched follows the first.
    assert (form["done"].value(), form["obstacles"].value()) == ("Den andras ord", "Tid")
    entry.refresh_from_db()
    assert entry.done == "Den förstas ord"

    knowingly = {name: form[name].value() for name in form.fields if name != "file"}
    assert second.post(place(stage, entry), knowingly).status_code == 302
    entry.refresh_from_db()
    assert (entry.done, entry.status) == ("Den andras ord", "delayed")
    assert entry.events.get().content["done"] == "Den förstas ord"


def test_what_was_typed_while_a_colleague_handed_in_stays_on_the_page(stage: Stage) -> None:
    entry = stage.entries()[0]
    browser = client(stage.contacts[0])
    sent = form_of(browser, place(stage, entry)) | {"done": "Det jag just skrev"}
    stage.answered(entry, now=NOW)
    page = browser.post(place(stage, entry), sent)
    assert page.status_code == 409
    assert "Det jag just skrev" in words(page.content)
    assert browser.post(place(stage, entry), sent, headers=DRAFT).status_code == 409


def test_the_coordinator_reads_but_does_not_write_what_a_board_has_begun(stage: Stage) -> None:
    entry = stage.entries()[0]
    save_draft(entry, Answer(done="Nämndens"), revision=0, user=stage.contacts[0], now=NOW)
    said = text_of(client(stage.coordinator), place(stage, entry))
    assert "Nämndens" in said
    assert "Då är det nämnden som svarar." in said
    assert "inte sparat" not in said


def test_a_file_is_kept_for_staff_and_removed_after_a_question(stage: Stage) -> None:
    entry = stage.entries()[0]
    browser = client(stage.contacts[0])
    sent = form_of(browser, place(stage, entry)) | {"stay": "1", "done": "Med bilaga"}
    refused = SimpleUploadedFile("program.pdf", b"MZ")
    page = browser.post(place(stage, entry), sent | {"file": refused})
    assert "går inte att ta emot" in words(page.content)
    entry.refresh_from_db()
    assert entry.done == "Med bilaga"

    sent = form_of(browser, place(stage, entry)) | {"stay": "1"}
    file = SimpleUploadedFile("Vår rapport.pdf", made_files.pdf())
    browser.post(place(stage, entry), sent | {"file": file})
    attachment = entry.attachments.get()
    assert attachment.document.audience == "staff"
    assert attachment.document.url.startswith("/intranet/")
    # Out of the library's desk, whose collection stays the first.
    first = Collection.get_first_root_node()
    assert not attachment.document.collection.is_descendant_of(first)
    assert (first.name, attachment.document.collection.depth) == ("Root", 1)
    public = attachment.document.url.removeprefix("/intranet")
    assert Client().get(public).status_code == 404
    assert "Vår rapport" in text_of(browser, place(stage, entry))

    removal = f"{place(stage, entry)}bilaga/{attachment.pk}/"
    assert "Ta bort filen?" in text_of(browser, removal)
    browser.post(removal)
    assert not entry.attachments.exists()


def test_other_boards_answers_are_shown_only_when_they_are_approved(stage: Stage) -> None:
    own = stage.entries()[0]
    others = [entry for entry in stage.entries(1) if entry.activity_id == own.activity_id]
    assert others, "the first two boards share no activity"
    stage.answered(others[0], Answer(status="completed", done="Grannens ord"), NOW)
    browser = client(stage.contacts[0])
    assert "Grannens ord" not in text_of(browser, place(stage, own))
    others[0].refresh_from_db()
    client(stage.approvers[1]).post(
        f"{START}{stage.period.year}/{stage.boards[1].slug}/granska/",
        {"action": "approve", "entry": hidden(others[0])},
    )
    assert "Grannens ord" in text_of(browser, place(stage, own))


def test_each_finds_their_own_way_in(stage: Stage) -> None:
    stage.answered(stage.entries()[0], now=NOW)
    assert stage.boards[0].name in text_of(client(stage.contacts[0]), START)
    assert "1 svar väntar på att du godkänner" in text_of(client(stage.approvers[0]), START)
    leader = client(stage.coordinator).get(START).content.decode()
    for way in ("ny/", f"{stage.period.year}/vem-saknas/", "/intranet/rapporter/"):
        assert f'{way}"' in leader
    nobody = text_of(client(person("nykomling")), START)
    assert "Du har ingen del i uppföljningen." in nobody
    assert stage.boards[0].name not in nobody


def test_a_page_asks_the_database_as_often_for_many_answers_as_for_few(
    stage: Stage, django_assert_max_num_queries: Any
) -> None:
    for entry in stage.entries():
        stage.answered(entry, now=NOW)
        document = LibraryDocument.objects.create(title="Bilaga", file="bilaga.pdf")
        EntryAttachment.objects.create(entry=entry, document=document)
    browser = client(stage.approvers[0])
    for rest, budget in ((["alla"], 17), (["lamna"], 17), (["granska"], 19), ([], 19)):
        with django_assert_max_num_queries(budget):
            browser.get(board(stage, *rest))
    with django_assert_max_num_queries(25):
        browser.get(place(stage, stage.entries()[0]))
