"""The guided revision as a person meets it: forms, sentences, two at the same time, the boards."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client

from actionplan.activities.models import Activity
from actionplan.plan.models import PlanVersion
from actionplan.revision import numbering, reviewing
from actionplan.revision.models import Revision
from portal.intranet.models import User
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Board
from tests.actionplan.revising import (
    ADDRESS,
    NOW,
    TODAY,
    choice_on,
    decide,
    decide_everything,
    new,
    old,
    revision_of,
)


@pytest.fixture
def revision(starting_version: PlanVersion, editor: User, client: Client) -> Revision:
    """A revision with nothing decided, and the coordinator at the keys."""
    client.force_login(editor)
    return revision_of(starting_version, editor)


def words(answer: Any) -> str:
    """What an answer says, without its tags."""
    assert isinstance(answer, HttpResponse)
    main = answer.content.decode().split("<main", 1)[-1]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def form_data(**data: Any) -> dict[str, Any]:
    return {"reason": "", "merged_title": "", "split_titles": "", "source": "", "seen": 0} | data


def test_a_revision_is_begun_with_what_the_next_mandate_period_suggests(
    client: Client, editor: User
) -> None:
    client.force_login(editor)
    page = client.get("/intranet/revision/ny/")
    suggested = page.context["form"].initial
    period = suggested.pop("mandate_period")
    assert (str(period), suggested["slug"]) == ("2022–2026", "2022-2026")

    answer = client.post("/intranet/revision/ny/", suggested | {"mandate_period": period.pk})
    assert answer.headers["Location"] == ADDRESS
    assert "0 av 12 beslutade" in words(client.get(ADDRESS))


def test_an_address_name_that_is_taken_is_said_at_the_field(client: Client, editor: User) -> None:
    client.force_login(editor)
    taken = {"slug": "2018-2022", "label": "X", "first_year": 2022, "last_year": 2026}
    answer = client.post("/intranet/revision/ny/", taken)
    assert "har redan det adressnamnet" in answer.context["form"].errors["slug"][0]
    assert 'value="X"' in answer.content.decode()


def test_a_decision_shows_what_was_made_with_a_way_to_its_text(
    client: Client, revision: Revision
) -> None:
    page = f"{ADDRESS}aktivitet/6/"
    answer = client.post(
        page,
        form_data(decision="split", split_titles="Ena\n\nAndra\n", reason="För stort."),
        follow=True,
    )
    said = words(answer)
    assert "Beslutet om aktivitet 6 är sparat." in said
    assert "6. Ena" in said
    assert f"/snippets/actionplan/activity/edit/{new(revision, 6).pk}/" in answer.content.decode()
    assert "1 av 12 beslutade" in words(client.get(ADDRESS))


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"decision": "changed"}, "reason", "Skriv skälet"),
        ({"decision": "merged", "reason": "R"}, "partners", "Välj minst en aktivitet"),
        ({"decision": "merged", "reason": "R"}, "merged_title", "Skriv vad"),
        (
            {"decision": "split", "reason": "R", "split_titles": "En"},
            "split_titles",
            "minst två rubriker",
        ),
        ({"decision": "finished", "reason": "R"}, "source", "Skriv hur det är känt"),
        ({"decision": "dropped"}, "reason", "Skriv skälet"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(
    client: Client, revision: Revision, data: dict[str, str], field: str, sentence: str
) -> None:
    answer = client.post(f"{ADDRESS}aktivitet/5/", form_data(year="2021", **data))
    assert sentence in answer.context["form"].errors[field][0]
    assert 'value="2021"' in answer.content.decode()
    assert not choice_on(revision, 5).decision


def test_the_second_of_two_reads_who_came_first_and_can_insist(
    client: Client, revision: Revision, editor: User
) -> None:
    decide(revision, 5, "carried", editor)
    page = f"{ADDRESS}aktivitet/5/"
    typed = form_data(decision="dropped", reason="Mitt skäl.")
    told = client.post(page, typed)
    assert "redaktor har beslutat ”Förs vidare oförändrad”" in words(told)
    assert "Mitt skäl." in told.content.decode()
    assert choice_on(revision, 5).decision == "carried"

    seen = told.context["form"]["seen"].value()
    client.post(page, typed | {"seen": seen})
    assert choice_on(revision, 5).decision == "dropped"


def test_edited_text_is_only_removed_by_who_says_so(
    client: Client, revision: Revision, editor: User
) -> None:
    decide(revision, 5, "changed", editor)
    Activity.objects.filter(pk=new(revision, 5).pk).update(lead_sv="Omskrivet.")
    page = f"{ADDRESS}aktivitet/5/"
    typed = form_data(decision="dropped", reason="Nej.", seen=1)
    asked = client.post(page, typed)
    assert "Texten har ändrats för hand" in words(asked)
    assert new(revision, 5).lead_sv == "Omskrivet."

    client.post(page, typed | {"discard": "on", "seen": asked.context["form"]["seen"].value()})
    assert not Activity.objects.of(revision.draft).exists()


def test_undoing_asks_the_same(client: Client, revision: Revision, editor: User) -> None:
    decide(revision, 5, "changed", editor)
    Activity.objects.filter(pk=new(revision, 5).pk).update(lead_sv="Omskrivet.")
    page = f"{ADDRESS}aktivitet/5/angra/"
    assert "Det här tas bort ur utkastet: 5." in words(client.get(page))
    assert "Texten har ändrats för hand" in words(client.post(page, {"seen": 1}))
    client.post(page, {"seen": 1, "discard": "on"})
    assert not choice_on(revision, 5).decision


def test_a_new_activity_is_added_with_its_reason_and_can_be_taken_away(
    client: Client, revision: Revision
) -> None:
    data = {"title": "Våld på nätet", "part": "2", "reason": "Saknades."}
    added = client.post(f"{ADDRESS}ny-aktivitet/", data, follow=True)
    assert "13. Våld på nätet finns i utkastet." in words(added)
    made = Activity.objects.get(version=revision.draft)
    assert made.origins.get().reason == "Saknades."

    Activity.objects.filter(pk=made.pk).update(lead_sv="Skrivet.")
    remove = f"{ADDRESS}ny-aktivitet/{made.pk}/ta-bort/"
    assert "Texten har ändrats för hand" in words(client.post(remove))
    client.post(remove, {"discard": "on"})
    assert not Activity.objects.of(revision.draft).exists()


def spokesperson(name: str, board: Board) -> User:
    user: User = get_user_model().objects.create_user(name)
    ContactPerson.objects.create(board=board, user=user, role="deputy")
    return user


def test_a_board_reads_what_concerns_it_and_answers(
    client: Client, revision: Revision, editor: User
) -> None:
    decide_everything(revision, editor)
    client.post(f"{ADDRESS}granskning/", {"due_on": "2099-01-01"})
    board = Board.objects.get(slug="aldrenamnden")
    client.force_login(spokesperson("ombud", board))
    page = f"{ADDRESS}granskning/aldrenamnden/"
    assert page in client.get("/intranet/revision/").content.decode()

    shown = words(client.get(page))
    assert "Utveckla Centrum mot vålds verksamhet" in shown
    assert "månad" in shown  # through all committees
    assert "Skyddat boende" not in shown

    empty = client.post(page, {"stance": "wants_changes", "text": "", "seen": 0})
    assert empty.context["form"].errors["text"] == ["Skriv vad nämnden vill ändra."]
    client.post(page, {"stance": "wants_changes", "text": "Mer tid.", "seen": 0})

    client.force_login(spokesperson("annat-ombud", board))
    late = client.post(page, {"stance": "agrees", "text": "Bra.", "seen": 0})
    assert "ombud har svarat för nämnden" in words(late)
    assert revision.reviews.get().text == "Mer tid."

    client.force_login(editor)
    overview = words(client.get(f"{ADDRESS}granskning/"))
    assert "1 av" in overview
    assert "Äldrenämnden Nämnden vill ha ändringar Mer tid." in overview
    assert "Äldrenämnden: Mer tid." in words(client.get(f"{ADDRESS}anta/"))


def test_a_board_that_has_been_closed_is_asked_through_its_successor(
    revision: Revision,
) -> None:
    heir = Board.objects.create(name_sv="Nya nämnden", slug="nya", kind="committee")
    Board.objects.filter(slug="aldrenamnden").update(valid_to="2025-12-31", successor=heir)
    asked = [one.board.slug for one in reviewing.boards_asked(revision, TODAY)]
    assert "aldrenamnden" not in asked
    assert "nya" in asked
    shown = reviewing.for_board(revision, heir, TODAY).entries
    assert old(revision, 6).title in [entry.heading for entry in shown]


def test_the_plan_is_adopted_on_the_last_page(
    client: Client, revision: Revision, editor: User
) -> None:
    decide_everything(revision, editor)
    page = f"{ADDRESS}anta/"
    assert "Planen kan antas här när" in words(client.get(page))

    numbers = dict(Activity.objects.of(revision.draft).values_list("pk", "number"))
    numbering.renumber(
        revision, numbering.former_order(revision), seen=numbers, user=editor, now=NOW
    )
    assembly = Board.objects.get(kind=Board.Kind.ASSEMBLY)
    data = {"adopted_on": "2099-01-01", "adopted_by": assembly.pk, "registry_number": ""}
    errors = client.post(page, data).context["form"].errors
    assert set(errors) == {"adopted_on", "registry_number", "goes_on"}

    data |= {"adopted_on": "2024-03-01", "registry_number": "KS-1", "goes_on": "on"}
    done = client.post(page, data, follow=True)
    assert "Planen 2022–2026 är antagen." in words(done)
    draft = PlanVersion.objects.get(slug="2022-2026")
    assert (draft.state, draft.adopted_by, draft.registry_number) == ("adopted", assembly, "KS-1")
    assert "1 mars 2024" in words(client.get(page))


def test_what_was_removed_and_added_is_said_to_those_who_listen(
    client: Client, revision: Revision, editor: User
) -> None:
    decide_everything(revision, editor)
    said = words(client.get(f"{ADDRESS}skillnad/"))
    assert "[tillagt: ska synas varje månad ]" in said
    assert re.search(r"\[borttaget: [^]]+\]", said)
