"""A revision's decisions: what each makes in the draft, how it is undone, who came first."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from actionplan.activities.models import Activity, ActivityOrigin, Responsibility
from actionplan.plan.models import PlanVersion
from actionplan.revision import numbering, services
from actionplan.revision.errors import Conflict, Edited
from actionplan.revision.models import Revision
from actionplan.revision.rulings import Ruling
from portal.intranet.models import User
from tests.actionplan.revising import NOW, choice_on, decide, new, old, revision_of
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    PlanVersionFactory,
    ResponsibilityFactory,
    adopted,
)


@pytest.fixture
def revision(starting_version: PlanVersion, editor: User) -> Revision:
    return revision_of(starting_version, editor)


def draft(revision: Revision) -> list[str]:
    return [str(activity) for activity in Activity.objects.of(revision.draft)]


def test_a_revision_begins_with_every_activity_undecided(revision: Revision) -> None:
    assert revision.choices.undecided().count() == 12
    assert not draft(revision)
    assert revision.draft.state == PlanVersion.State.DRAFT


def test_a_version_is_revised_once(revision: Revision, editor: User) -> None:
    with pytest.raises(ValidationError, match="redan påbörjad"):
        services.start(revision.former, PlanVersion(slug="x"), user=editor, now=NOW)


def test_what_is_carried_is_the_same_activity_with_all_it_says(
    revision: Revision, editor: User
) -> None:
    decide(revision, 6, "carried", editor)

    before, after = old(revision, 6), new(revision, 6)
    assert after.lineage == before.lineage
    assert (after.title_sv, after.schedule_text) == (before.title_sv, before.schedule_text)
    for rows, field in (("points", "text_sv"), ("responsibilities", "board_id")):
        said = [getattr(row, field) for row in getattr(before, rows).all()]
        assert said
        assert [getattr(row, field) for row in getattr(after, rows).all()] == said
    assert set(after.violence_areas.all()) == set(before.violence_areas.all()) != set()
    assert set(after.target_groups.all()) == set(before.target_groups.all()) != set()


def test_merged_activities_become_one_with_the_texts_of_both(
    revision: Revision, editor: User
) -> None:
    decide(
        revision, 4, "merged", editor, partners=(old(revision, 6).pk,), titles=("Ett och annat",)
    )

    (made,) = Activity.objects.of(revision.draft)
    assert (made.number, made.title_sv) == (4, "Ett och annat")
    assert made.lineage not in {old(revision, 4).lineage, old(revision, 6).lineage}
    assert made.points.count() == old(revision, 4).points.count() + old(revision, 6).points.count()
    assert {row.origin for row in made.origins.all()} == {old(revision, 4), old(revision, 6)}
    assert choice_on(revision, 6).decision == "merged"
    # Their schedules differ: a person writes the new one.
    assert (made.schedule_text, made.schedule_needs_reading) == ("", True)


def test_merging_invents_no_lead(editor: User) -> None:
    version = PlanVersionFactory(slug="prov", plan__slug="prov")
    one, other = ActivityFactory(version=version), ActivityFactory(version=version)
    ResponsibilityFactory(activity=one, board=BoardFactory(), role="lead")
    ResponsibilityFactory(activity=other, board=BoardFactory(), role="lead")
    revision = revision_of(adopted(version), editor)
    decide(revision, one.number, "merged", editor, partners=(other.pk,), titles=("Båda",))

    (made,) = Activity.objects.of(revision.draft)
    assert {row.role for row in made.responsibilities.all()} == {Responsibility.Role.SHARED}


def test_a_split_activity_becomes_several_of_new_lineage(revision: Revision, editor: User) -> None:
    decide(revision, 6, "split", editor, titles=("Ena", "Andra"))

    assert draft(revision) == ["6. Ena", "13. Andra"]
    made = Activity.objects.of(revision.draft)
    assert len({old(revision, 6).lineage, *(one.lineage for one in made)}) == 3
    assert {one.origins.get().origin for one in made} == {old(revision, 6)}


@pytest.mark.parametrize("decision", ["finished", "dropped"])
def test_what_ends_is_not_in_the_draft_and_not_closed_yet(
    revision: Revision, editor: User, decision: str
) -> None:
    decide(revision, 5, decision, editor, source="En källa.")

    assert not draft(revision)
    assert not hasattr(old(revision, 5), "closure")


def test_an_activity_that_is_closed_as_completed_cannot_be_dropped(
    revision: Revision, editor: User
) -> None:
    with pytest.raises(ValidationError, match="redan avslutad: genomförd"):
        decide(revision, 7, "dropped", editor)


def test_a_reason_is_asked_for_unless_carried(revision: Revision, editor: User) -> None:
    with pytest.raises(ValidationError, match="skäl"):
        decide(revision, 5, "changed", editor, reason="")
    assert not draft(revision)


def test_undoing_removes_what_was_made(revision: Revision, editor: User) -> None:
    decide(revision, 2, "merged", editor, partners=(old(revision, 3).pk,), titles=("Båda",))
    choice = choice_on(revision, 3)
    services.undo(choice, seen=choice.edition, user=editor, now=NOW)

    assert not draft(revision)
    assert revision.choices.undecided().count() == 12


def test_what_somebody_has_edited_is_not_removed_unasked(revision: Revision, editor: User) -> None:
    decide(revision, 5, "changed", editor)
    edited = new(revision, 5)
    edited.points.first().delete()

    with pytest.raises(Edited):
        decide(revision, 5, "dropped", editor)
    assert draft(revision) == [str(edited)]
    assert choice_on(revision, 5).decision == "changed"

    decide(revision, 5, "dropped", editor, discard=True)
    assert not draft(revision)


def test_an_edited_text_stays_when_carried_becomes_changed(
    revision: Revision, editor: User
) -> None:
    decide(revision, 5, "carried", editor)
    Activity.objects.filter(pk=new(revision, 5).pk).update(lead_sv="Omskrivet.")
    decide(revision, 5, "changed", editor, reason="Behövdes.")

    assert new(revision, 5).lead_sv == "Omskrivet."
    origin = ActivityOrigin.objects.get(activity=new(revision, 5))
    assert (origin.decision, origin.reason) == ("changed", "Behövdes.")


@pytest.mark.parametrize("decision", ["carried", "changed", "merged", "split"])
def test_a_new_reason_removes_no_edited_text(
    revision: Revision, editor: User, decision: str
) -> None:
    kinds: dict[str, dict[str, Any]] = {
        "merged": {"partners": (old(revision, 6).pk,), "titles": ("Båda",)},
        "split": {"titles": ("Ena", "Andra")},
    }
    more = kinds.get(decision, {})
    decide(revision, 5, decision, editor, **more)
    Activity.objects.filter(version=revision.draft).update(lead_sv="Omskrivet.")
    decide(revision, 5, decision, editor, reason="Bättre sagt.", **more)

    made = Activity.objects.of(revision.draft)
    assert {one.lead_sv for one in made} == {"Omskrivet."}
    assert {row.reason for one in made for row in one.origins.all()} == {"Bättre sagt."}


def test_the_second_of_two_is_told_who_came_first(revision: Revision, editor: User) -> None:
    seen = choice_on(revision, 5)
    decide(revision, 5, "carried", editor)

    with pytest.raises(Conflict, match="redaktor har beslutat ”Förs vidare oförändrad”"):
        services.decide(seen, Ruling("dropped", reason="Nej."), seen=0, user=editor, now=NOW)
    assert choice_on(revision, 5).decision == "carried"


def test_a_merger_takes_no_activity_that_is_decided(revision: Revision, editor: User) -> None:
    decide(revision, 3, "carried", editor)
    with pytest.raises(ValidationError, match="Aktivitet 3 har redan ett beslut"):
        decide(revision, 2, "merged", editor, partners=(old(revision, 3).pk,), titles=("Båda",))


@pytest.mark.parametrize(("moved", "place", "order"), [(9, 5, (9, 5, 6)), (5, 9, (6, 9, 5))])
def test_numbers_follow_the_chosen_order_without_gaps(
    revision: Revision, editor: User, moved: int, place: int, order: tuple[int, ...]
) -> None:
    for number in (5, 6, 9):
        decide(revision, number, "carried", editor)
    places = {new(revision, moved).pk: place}
    seen = {new(revision, number).pk: number for number in (5, 6, 9)}
    numbering.renumber(revision, places, seen=seen, user=editor, now=NOW)

    titles = [old(revision, number).title_sv for number in order]
    assert draft(revision) == [f"{n}. {title}" for n, title in enumerate(titles, start=1)]
    # A number is not an edit.
    decide(revision, 9, "dropped", editor)

    with pytest.raises(Conflict, match="Numren har ändrats"):
        numbering.renumber(revision, places, seen=seen, user=editor, now=NOW)


def test_the_old_order_puts_parts_together_and_what_is_new_last(
    revision: Revision, editor: User
) -> None:
    decide(revision, 6, "split", editor, titles=("Ena", "Andra"))
    services.add_activity(revision, title="Ny", part=1, reason="Ja.", user=editor, now=NOW)
    decide(revision, 7, "carried", editor)
    decide(revision, 2, "carried", editor)
    seen = dict(Activity.objects.of(revision.draft).values_list("pk", "number"))
    places = numbering.former_order(revision)
    numbering.renumber(revision, places, seen=seen, user=editor, now=NOW)

    assert [title.split(". ")[1].split()[0] for title in draft(revision)] == [
        "Kartläggning",
        "Ny",
        "Ena",
        "Andra",
        "Handlingsplan",
    ]


def test_every_decision_is_in_the_history(revision: Revision, editor: User) -> None:
    decide(revision, 5, "changed", editor)
    choice = choice_on(revision, 5)
    services.undo(choice, seen=choice.edition, user=editor, now=NOW)

    entries = ModelLogEntry.objects.for_instance(revision.draft).filter(user=editor)
    assert {str(entry.message) for entry in entries} >= {
        "Revisionen påbörjad",
        "Aktivitet 5: Ändras",
        "Aktivitet 5: beslutet ångrat",
    }
