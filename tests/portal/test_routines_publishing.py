"""A routine is published: as version 1, as a new version, or as a small correction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow, WorkflowPage
from wagtail.test.utils.form_data import streamfield

from portal.intranet.pages import RoutinePage, StaffContentPage
from portal.intranet.roles import Role
from portal.intranet.routines.forms import CHOOSE, SAY_WHAT
from portal.intranet.routines.models import RoutineCorrection, RoutineVersion
from portal.intranet.routines.needed import NO_FIRST_DAY, NO_OWNER, NO_STEP, REVIEW_TOO_EARLY
from portal.intranet.routines.publishing import UNSAID
from portal.intranet.routines.signals import routine_published
from tests.harness.client import Client
from tests.portal.routine_stage import RoutineStage, edit, named, set_up_routines

pytestmark = pytest.mark.django_db
PUBLISH = "action-publish"


@pytest.fixture
def stage() -> RoutineStage:
    return set_up_routines()


@pytest.fixture
def editor(client: Client, stage: RoutineStage) -> Client:
    client.force_login(stage.communicator)
    return client


def versions(page: RoutinePage) -> list[tuple[int, str]]:
    rows = RoutineVersion.objects.filter(routine=page).order_by("number")
    return list(rows.values_list("number", "note"))


def errors(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 200, "the form was taken"
    found: dict[str, list[str]] = answer.context["form"].errors
    return found


def test_the_first_publication_is_version_1_with_who_and_what(stage: RoutineStage) -> None:
    page = stage.new(valid_from=date(2027, 1, 1))

    version = RoutineVersion.objects.get(routine=page)

    assert (version.number, version.published_by) == (1, stage.communicator)
    assert version.valid_from == date(2027, 1, 1)
    assert version.content["steps"][0] == "Ring 112 om någon är i fara."


def test_publishing_again_needs_the_choice_and_a_draft_does_not(
    editor: Client, stage: RoutineStage
) -> None:
    page = stage.new()

    assert errors(edit(editor, page, PUBLISH)) == {"change_kind": [CHOOSE]}
    for kind in ("version", "correction"):
        assert errors(edit(editor, page, PUBLISH, change_kind=kind)) == {"change_note": [SAY_WHAT]}
    assert edit(editor, page).status_code == 302
    assert versions(page) == [(1, "")]


def test_what_publishing_needs_is_said_at_its_field_and_a_draft_needs_none_of_it(
    editor: Client, stage: RoutineStage
) -> None:
    page = stage.new()
    empty = {"act_now": streamfield([]), "owner_unit": "", "valid_from": ""}
    said = {"change_kind": "version", "change_note": "Nytt."}

    missing = errors(edit(editor, page, PUBLISH, **empty, **said))
    too_early = errors(edit(editor, page, PUBLISH, review_on="2025-12-31", **said))

    assert missing == {
        "act_now": [NO_STEP], "owner_unit": [NO_OWNER], "valid_from": [NO_FIRST_DAY]
    }  # fmt: skip
    assert too_early == {"review_on": [REVIEW_TOO_EARLY]}
    assert edit(editor, page, **empty).status_code == 302


def test_a_proposal_that_nobody_is_asked_to_read_is_published_with_a_warning(
    editor: Client, stage: RoutineStage
) -> None:
    page = stage.new()
    proposal = {"owner_unit": "", "valid_from": "", "reading_groups": []}
    said = {"change_kind": "version", "change_note": "Ett förslag."}

    answer = edit(editor, page, PUBLISH, **proposal, **said)

    assert "saknar ägare och första dag" in editor.get(answer.url).content.decode()
    assert versions(page) == [(1, ""), (2, "Ett förslag.")]


def test_a_new_version_and_a_correction_differ(editor: Client, stage: RoutineStage) -> None:
    page = stage.new()

    edit(editor, page, PUBLISH, change_kind="version", change_note="Steg två är nytt.")
    page.refresh_from_db()
    edit(editor, page, PUBLISH, change_kind="correction", change_note="Stavfel.", lead="Rättad.")

    assert versions(page) == [(1, ""), (2, "Steg två är nytt.")]
    correction = RoutineCorrection.objects.get()
    assert (correction.version.number, correction.note) == (2, "Stavfel.")
    assert correction.version.text_now["lead"] == "Rättad."
    assert correction.version.content["lead"] == ""


def test_a_choice_that_has_been_used_is_empty_again(editor: Client, stage: RoutineStage) -> None:
    page = stage.new()
    edit(editor, page, PUBLISH, change_kind="correction", change_note="Stavfel.")
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])

    form = editor.get(url).context["form"]

    assert form["change_kind"].value() == form["change_note"].value() == ""
    assert errors(edit(editor, page, PUBLISH)) == {"change_kind": [CHOOSE]}


def test_a_draft_keeps_its_choice_until_somebody_publishes_it(
    editor: Client, stage: RoutineStage
) -> None:
    page = stage.new()

    edit(editor, page, change_kind="correction", change_note="Stavfel.")
    form = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    RoutinePage.objects.get(pk=page.pk).get_latest_revision().publish(user=stage.communicator)

    assert form["change_kind"].value() == "correction"
    assert versions(page) == [(1, "")]
    assert RoutineCorrection.objects.get().note == "Stavfel."


def test_the_choice_holds_when_the_clock_publishes(editor: Client, stage: RoutineStage) -> None:
    page = stage.new()
    later = timezone.now() + timedelta(hours=2)

    edit(
        editor, page, PUBLISH, change_kind="version", change_note="Nytt från i morgon.",
        go_live_at=timezone.localtime(later).strftime("%Y-%m-%d %H:%M"),
    )  # fmt: skip
    assert versions(page) == [(1, "")]
    page.revisions.filter(approved_go_live_at__isnull=False).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=1)
    )
    revision = page.revisions.order_by("-pk")[0]
    revision.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    revision.save()
    call_command("publish_scheduled")

    assert versions(page) == [(1, ""), (2, "Nytt från i morgon.")]
    assert RoutineVersion.objects.get(number=2, routine=page).published_by == stage.communicator


def test_the_choice_is_made_by_whoever_hands_in_and_holds_at_approval(
    client: Client, stage: RoutineStage
) -> None:
    page = stage.new()
    WorkflowPage.objects.create(page=page, workflow=Workflow.objects.get())
    # The tree that an expert writes in must stand when rights are given.
    client.force_login(named("sakkunnig", Role.SUBJECT_EXPERT))

    refused = errors(edit(client, page, "action-submit"))
    edit(client, page, "action-submit", change_kind="correction", change_note="Stavfel.")
    page = RoutinePage.objects.get(pk=page.pk)
    task = page.current_workflow_task_state
    task.approve(user=stage.communicator)

    assert refused == {"change_kind": [CHOOSE]}
    assert versions(page) == [(1, "")]
    assert RoutineCorrection.objects.get().note == "Stavfel."


def test_what_is_published_without_the_form_asks_again(stage: RoutineStage) -> None:
    page = stage.new()

    stage.again(page, lead="Utan val.")

    assert versions(page) == [(1, ""), (2, UNSAID)]


def test_a_choice_holds_for_one_publication(stage: RoutineStage) -> None:
    page = stage.again(stage.new(), change_kind="correction", change_of=1, change_note="Stavfel.")

    page.get_latest_revision().publish(user=stage.communicator)
    assert versions(page) == [(1, "")]  # not a word is new: nobody is asked
    stage.again(page, lead="Nytt.")

    assert RoutineCorrection.objects.count() == 1
    assert versions(page) == [(1, ""), (2, UNSAID)]


def test_many_at_once_are_not_published_without_the_choice(
    editor: Client, stage: RoutineStage
) -> None:
    page = stage.new()
    edit(editor, page)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    answer = editor.post(f"{url}?id={page.pk}", {"include_descendants": ""}, follow=True)

    assert versions(page) == [(1, "")]
    assert "Öppna den och välj" in answer.content.decode()


def test_many_at_once_are_not_published_with_less_than_each_needs(
    editor: Client, stage: RoutineStage
) -> None:
    page = RoutinePage(title="Utan steg", live=False)
    StaffContentPage.objects.get(shows_routines=True).add_child(instance=page)
    page.save_revision()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    answer = editor.post(f"{url}?id={page.pk}", {"include_descendants": ""}, follow=True)

    assert NO_STEP in answer.content.decode()
    assert not RoutinePage.objects.get(pk=page.pk).live


def test_a_published_routine_is_not_deleted(editor: Client, stage: RoutineStage) -> None:
    page = stage.new()

    one = editor.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    many = editor.post(f"{bulk}?id={page.pk}", follow=True)

    assert "Avpublicera den i stället" in one.content.decode()
    assert "Avpublicera den i stället" in many.content.decode()
    assert RoutinePage.objects.filter(pk=page.pk).exists()


def test_the_signal_says_whether_to_ask_again_when_it_is_committed(
    stage: RoutineStage,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    heard: list[tuple[int, bool]] = []

    def listen(version: RoutineVersion, asks_again: bool, **_: Any) -> None:
        heard.append((version.number, asks_again))

    routine_published.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            page = stage.new()
            assert heard == []
        with django_capture_on_commit_callbacks(execute=True):
            stage.again(page, change_kind="correction", change_of=1, change_note="Stavfel.")
        with django_capture_on_commit_callbacks(execute=True):
            stage.again(page, change_kind="version", change_of=2, change_note="Nytt.")
    finally:
        routine_published.disconnect(listen)

    assert heard == [(1, True), (1, False), (2, True)]


def test_the_database_keeps_one_version_a_number_and_a_note_for_the_new(
    stage: RoutineStage,
) -> None:
    page = stage.new()
    for number, note in ((1, "igen"), (2, "")):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoutineVersion.objects.create(
                routine=page, number=number, note=note, published_at=timezone.now(), content={}
            )


def test_old_versions_are_read_and_compared_in_plain_words(
    client: Client, stage: RoutineStage
) -> None:
    page = stage.new()
    stage.again(
        page, change_kind="version", change_of=1, change_note="Ett steg är bytt.",
        act_now=[("step", "Ring 112 om någon är i fara."), ("step", "Lyssna klart.")],
    )  # fmt: skip
    client.force_login(stage.outsider)

    every = client.get(reverse("routine_versions", args=[page.pk])).content.decode()
    first = client.get(reverse("routine_version", args=[page.pk, 1])).content.decode()
    second = client.get(reverse("routine_version", args=[page.pk, 2])).content.decode()

    assert "Ett steg är bytt." in every
    assert "Det här är en äldre version" in first
    assert "Fråga lugnt och rakt." in first
    assert "Steg: ändrat" in second
    assert "<del>Fråga lugnt och rakt.</del>" in second
    assert "<ins>Lyssna klart.</ins>" in second
    assert client.get(reverse("routine_version", args=[page.pk, 3])).status_code == 404
