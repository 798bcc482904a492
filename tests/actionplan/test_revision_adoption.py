"""A revised version is adopted: what must be in order, what ends, and that both can be read."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from actionplan.activities.models import Activity, ActivityClosure, InterimStatus
from actionplan.plan.models import PlanVersion
from actionplan.plan.services import adopt
from actionplan.revision import chain as chains
from actionplan.revision import numbering, reviewing, services
from actionplan.revision.adoption import adopt_revision, checklist
from actionplan.revision.contents import between
from actionplan.revision.errors import Conflict
from actionplan.revision.life import Life, life_of
from actionplan.revision.models import Revision
from portal.intranet.models import User
from portal.pages.activity_plan import ActivityPlanPage
from resources.municipality.models import Board
from tests.actionplan.revising import (
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
def revision(starting_version: PlanVersion, editor: User) -> Revision:
    return revision_of(starting_version, editor)


def close_gaps(revision: Revision, editor: User) -> None:
    seen = dict(Activity.objects.of(revision.draft).values_list("pk", "number"))
    places = numbering.former_order(revision)
    numbering.renumber(revision, places, seen=seen, user=editor, now=NOW)


@pytest.fixture
def adopted_revision(revision: Revision, editor: User) -> Revision:
    """The twelve activities with each kind of decision, adopted."""
    decide_everything(revision, editor)
    close_gaps(revision, editor)
    adopt_revision(
        revision,
        by=Board.objects.get(kind=Board.Kind.ASSEMBLY),
        on=date(2026, 11, 20),
        registry_number="KS-2026/00001",
        user=editor,
        now=NOW,
    )
    return Revision.objects.get(pk=revision.pk)


def test_both_mandate_periods_live_side_by_side(adopted_revision: Revision, client: Client) -> None:
    former, newer = adopted_revision.former, adopted_revision.draft
    former.refresh_from_db()
    assert (former.state, newer.state) == ("superseded", "adopted")
    assert newer.supersedes == former

    plan = ActivityPlanPage.objects.live().get(locale__language_code="sv").url
    for number in range(1, 13):
        answer = client.get(f"{plan}2018-2022/{number}/")
        assert answer.status_code == 200
        assert "ersatt av en nyare" in answer.content.decode()
    for activity in Activity.objects.of(newer):
        answer = client.get(f"{plan}2022-2026/{activity.number}/")
        assert answer.status_code == 200
        assert activity.title in answer.content.decode()


def test_what_ends_is_closed_in_the_old_version_with_the_adoption(
    adopted_revision: Revision,
) -> None:
    dropped = old(adopted_revision, 8).closure
    assert (dropped.outcome, dropped.year, dropped.reason) == (
        "dropped",
        2026,
        "Ligger nu i en annan plan.",
    )
    finished = old(adopted_revision, 7).closure
    assert (finished.outcome, finished.year) == ("completed", None)
    closed = ActivityClosure.objects.filter(activity__version=adopted_revision.former)
    assert closed.count() == 2


def test_a_finished_activity_is_closed_with_its_source(revision: Revision, editor: User) -> None:
    for number in range(1, 13):
        if number == 5:
            decide(revision, 5, "finished", editor, source="Uppföljningen 2021.", year=2021)
        else:
            decide(revision, number, "carried", editor)
    close_gaps(revision, editor)
    # From the desk, by the same service: the closure comes all the same.
    adopt(revision.draft, by=None, on=None, source="Ett prov.", user=editor, now=NOW)

    closure = old(revision, 5).closure
    assert (closure.outcome, closure.year, closure.source) == (
        "completed",
        2021,
        "Uppföljningen 2021.",
    )


def test_nothing_is_adopted_while_something_is_left(revision: Revision, editor: User) -> None:
    decide_everything(revision, editor)
    with pytest.raises(ValidationError, match="numrerade från 1 utan luckor"):
        adopt(revision.draft, by=None, on=None, source="Ett prov.", user=editor, now=NOW)

    close_gaps(revision, editor)
    choice = choice_on(revision, 8)
    services.undo(choice, seen=choice.edition, user=editor, now=NOW)
    with pytest.raises(ValidationError, match="har ett beslut: 8"):
        adopt(revision.draft, by=None, on=None, source="Ett prov.", user=editor, now=NOW)

    decide(revision, 8, "dropped", editor)
    Activity.objects.filter(version=revision.draft, title_sv="Skyddat boende").update(lead_sv="X")
    with pytest.raises(ValidationError, match=r"är oförändrat: \d+. Skyddat boende"):
        adopt(revision.draft, by=None, on=None, source="Ett prov.", user=editor, now=NOW)
    revision.former.refresh_from_db()
    assert revision.former.state == "adopted"
    assert not ActivityClosure.objects.filter(outcome="dropped").exists()


def test_the_desk_says_what_is_left_before_a_revised_version_is_adopted(
    revision: Revision, editor: User, client: Client
) -> None:
    decide(revision, 5, "carried", editor)
    client.force_login(editor)
    edit = f"/intranet/redaktion/snippets/actionplan/planversion/edit/{revision.draft.pk}/"
    form = client.get(edit).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name != "adopt_now"}
    data |= {"adopted_by_unknown": "on", "adoption_date_unknown": "on", "adopt_now": "on"}
    answer = client.post(edit, data | {"adoption_source": "Ett prov."})

    assert "Varje tidigare aktivitet har ett beslut" in answer.content.decode()
    revision.draft.refresh_from_db()
    assert revision.draft.state == "draft"


def test_the_checklist_says_what_is_worth_a_look(revision: Revision, editor: User) -> None:
    decide(revision, 5, "changed", editor)
    left = {check.name: check.left for check in checklist(revision, TODAY)}
    assert left["Det som ska ändras har fått en ny text"] == (str(new(revision, 5)),)
    assert len(left["Varje tidigare aktivitet har ett beslut"]) == 11
    assert "Kommunstyrelsen" in left["Alla nämnder har svarat"]


def test_an_answer_says_when_the_draft_has_changed_since(revision: Revision, editor: User) -> None:
    """A board agreed to what it read; other boards' activities and numbers are no change."""
    named = "Nämnderna har svarat på utkastet som det är nu"

    def left() -> tuple[str, ...]:
        return next(check.left for check in checklist(revision, TODAY) if check.name == named)

    for number in (6, 9):
        decide(revision, number, "changed", editor)
    review = reviewing.open_review(revision, due_on=TODAY, user=editor, now=NOW)
    mine, theirs = new(revision, 6), new(revision, 9)
    board = Board.objects.get(slug="aldrenamnden")
    reviewing.answer(review, board, stance="agrees", text="", seen=0, user=editor, now=NOW)
    Activity.objects.filter(pk=theirs.pk).update(lead_sv="Något annat.")
    Activity.objects.filter(pk=mine.pk).update(number=99)
    assert left() == ()
    Activity.objects.filter(pk=mine.pk).update(lead_sv="Något annat.")
    assert left() == (f"{board}: utkastet har ändrats sedan dess",)
    reviewing.answer(review, board, stance="agrees", text="", seen=1, user=editor, now=NOW)
    assert left() == ()


def test_nothing_more_is_decided_when_the_plan_is_adopted(
    adopted_revision: Revision, editor: User
) -> None:
    with pytest.raises(Conflict, match="är antagen"):
        decide(adopted_revision, 5, "dropped", editor)


def test_the_difference_counts_every_activity_once(adopted_revision: Revision) -> None:
    found = between(adopted_revision.former, adopted_revision.draft)
    assert {str(group.kind): len(group.entries) for group in found.groups} == {
        "new": 1,
        "changed": 1,
        "merged": 1,
        "split": 1,
        "finished": 1,
        "dropped": 1,
        "carried": 6,
    }


def told(life: Life) -> list[list[str]]:
    return [[stage.title for stage in chapter.stages] for chapter in life.chapters]


def test_an_activity_shows_its_life_from_both_ends(
    adopted_revision: Revision, django_assert_max_num_queries: Any
) -> None:
    merged = Activity.objects.get(version=adopted_revision.draft, title_sv__startswith="Samverkan")
    olds = [old(adopted_revision, 1), old(adopted_revision, 4)]
    with django_assert_max_num_queries(5):
        assert told(life_of(merged)) == [[one.title for one in olds], [merged.title]]
    assert told(life_of(olds[0])) == [[olds[0].title], [merged.title]]

    split = told(life_of(old(adopted_revision, 6)))
    assert split[1] == ["Stöd åt utsatta", "Stöd åt den som utövar våld"]
    carried = life_of(old(adopted_revision, 9), lambda one: f"/{one.version.slug}/{one.number}/")
    assert [(stage.url, stage.is_here) for ch in carried.chapters for stage in ch.stages] == [
        ("/2018-2022/9/", True),
        (f"/2022-2026/{_number('Skyddat boende', adopted_revision)}/", False),
    ]
    (dropped,) = life_of(old(adopted_revision, 8)).chapters
    assert dropped.stages[0].ended == "avslutad utan att genomföras 2026"


def _number(title: str, revision: Revision) -> int:
    return Activity.objects.get(version=revision.draft, title_sv=title).number


def test_a_draft_is_no_part_of_a_public_life(revision: Revision, editor: User) -> None:
    decide(revision, 9, "carried", editor)
    assert len(life_of(old(revision, 9)).chapters) == 1
    assert len(life_of(old(revision, 9), with_drafts=True).chapters) == 2


def test_the_chain_of_the_law_says_what_is_missing(starting_version: PlanVersion) -> None:
    steps = chains.chain(chains.Link.PLAN, version=starting_version, activity_url="/a/")
    assert [(str(step.name), step.text, step.url, step.is_here) for step in steps] == [
        ("Lägesbild", "Ingen lägesbild är inlagd.", "", False),
        ("Plan", str(starting_version), "", True),
        ("Aktivitet", "12 aktiviteter", "/a/", False),
        ("Uppföljning", "Ingen årlig uppföljning är inlagd.", "", False),
    ]


def test_a_note_on_a_draft_does_not_stop_the_work(revision: Revision, editor: User) -> None:
    decide(revision, 5, "carried", editor)
    InterimStatus.objects.create(
        activity=old(revision, 5), noted_on=TODAY, status="in_progress", noted_by=editor
    )
    decide(revision, 5, "dropped", editor)
    assert not Activity.objects.of(revision.draft).exists()
