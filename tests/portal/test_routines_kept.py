"""What stays true of a routine: previews, copies, corrections, and after it is taken down."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.admin.admin_url_finder import AdminURLFinder

from portal.intranet.models import User
from portal.intranet.pages import RoutinePage, StaffStartPage
from portal.intranet.routines.models import Acknowledgement, RoutineCorrection, RoutineVersion
from portal.intranet.routines.reading import to_read
from portal.intranet.routines.services import acknowledge
from tests.harness.client import Client
from tests.portal.routine_stage import NOW, RoutineStage, edit, form_data, named, set_up_routines

pytestmark = pytest.mark.django_db
BUTTON = "Jag har läst version"


@pytest.fixture
def stage() -> RoutineStage:
    return set_up_routines()


@pytest.fixture
def editor(client: Client, stage: RoutineStage) -> Client:
    """The communicator, who must read what they publish."""
    stage.group.people.add(stage.communicator)
    client.force_login(stage.communicator)
    return client


def text(answer: Any) -> str:
    assert answer.status_code == 200
    found: str = answer.content.decode()
    return found


def test_a_preview_is_shown_and_has_no_button(editor: Client, stage: RoutineStage) -> None:
    page = stage.new()
    edit(editor, page, lead="Utkastet.")
    on_edit = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    answer = editor.post(on_edit, form_data(page, "", lead="Under handen."))
    assert json.loads(answer.content)["is_valid"]
    first = page.revisions.order_by("pk")[0]

    previews = {
        on_edit: "Under handen.",
        reverse("wagtailadmin_pages:view_draft", args=[page.pk]): "Utkastet.",
        reverse("wagtailadmin_pages:revisions_view", args=[page.pk, first.pk]): "Provrutinen",
    }
    for address, words in previews.items():
        shown = text(editor.get(address))
        assert words in shown
        assert BUTTON not in shown, address
    assert BUTTON in text(editor.get(page.url))


def test_a_copy_has_no_choice_of_its_originals(stage: RoutineStage) -> None:
    page = stage.again(
        stage.new(), change_kind="correction", change_of=1, change_note="Stavfel.", lead="Rätt."
    )

    copy = page.copy(update_attrs={"slug": "kopian", "title": "Kopian"}, user=stage.communicator)

    chosen = ("change_kind", "change_note", "change_of")
    empty = ["", "", 0]
    assert [getattr(copy, name) for name in chosen] == empty
    for revision in copy.revisions.all():
        assert [revision.content[name] for name in chosen] == empty
    stage.again(copy)
    stage.again(copy, lead="Annat.")
    assert RoutineCorrection.objects.count() == 1  # the original's
    assert RoutineVersion.objects.filter(routine=copy).count() == 2


def test_what_was_read_is_there_when_the_routine_is_taken_down(
    client: Client, stage: RoutineStage
) -> None:
    page = stage.new()
    acknowledge(page, 1, user=stage.reader, now=NOW)
    page.unpublish()
    addresses = [
        reverse("routine_versions", args=[page.pk]),
        reverse("routine_version", args=[page.pk, 1]),
        reverse("reading", args=[page.pk]),
    ]

    client.force_login(stage.owner)
    for address in addresses:
        shown = text(client.get(address))
        assert "Gäller inte längre" in shown
        assert reverse("routine", args=[page.pk]) not in re_links(shown)
    assert "1 av 2 har läst" in text(client.get(addresses[2]))
    assert "Påminn nu" not in text(client.get(addresses[2]))
    assert page.title in text(client.get(reverse("readings")))
    assert client.get(reverse("reading_remind", args=[page.pk])).status_code == 403
    client.force_login(stage.outsider)
    assert [client.get(address).status_code for address in addresses] == [404, 404, 403]


def re_links(shown: str) -> list[str]:
    return [part.split('"')[0] for part in shown.split('href="')[1:]]


def test_the_words_that_people_confirmed_are_shown_after_a_correction(
    client: Client, stage: RoutineStage
) -> None:
    page = stage.new(lead="Stavfell.")
    stage.again(
        page, change_kind="correction", change_of=1, change_note="Ett l för mycket.",
        lead="Stavfel.",
    )  # fmt: skip
    stage.again(
        page, change_kind="correction", change_of=2, change_note="Dagen saknades.",
        valid_from=date(2027, 5, 1),
    )  # fmt: skip
    client.force_login(stage.outsider)

    shown = text(client.get(reverse("routine_version", args=[page.pk, 1])))

    assert "<del>Stavfell.</del>" in shown
    assert "<ins>Stavfel.</ins>" in shown
    assert shown.count("läste den utan den här rättelsen") == 2
    assert "Ett l för mycket." in shown
    # The first day and whom it is for are the frozen ones, as corrected.
    assert "Gäller från 1 maj 2027" in shown
    assert f"<dd>{stage.unit}</dd>" in shown


def test_a_version_is_shown_with_the_scope_that_was_frozen(
    client: Client, stage: RoutineStage
) -> None:
    page = stage.new(units=[stage.below], body=[("text", "<ul><li>Ett</li><li>Två</li></ul>")])
    page.units.clear()
    page.save()
    client.force_login(stage.outsider)

    shown = text(client.get(reverse("routine_version", args=[page.pk, 1])))

    assert f"<dt>Enheter</dt><dd>{stage.below}</dd>" in shown
    assert "<ul><li>Ett</li><li>Två</li></ul>" in shown


def test_a_routine_has_no_alias(editor: Client, stage: RoutineStage) -> None:
    page = stage.new()
    parent = page.get_parent()
    copying = {
        "new_title": "Alias", "new_slug": "alias", "new_parent_page": parent.pk,
        "copy_subpages": False, "publish_copies": True, "alias": True,
    }  # fmt: skip

    answer = editor.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), copying, follow=True)
    assert "kan inte visas på två ställen" in text(answer)
    assert not RoutinePage.objects.filter(alias_of__isnull=False).exists()

    # One that code has made all the same is in no list, and asks nobody.
    CreatePageAliasAction(page, parent=parent, update_slug="alias").execute()
    start = StaffStartPage.objects.get().url
    for address in (start, parent.url):
        assert f"{parent.url}alias/" not in text(editor.get(address))
    assert BUTTON not in text(editor.get(f"{parent.url}alias/"))
    assert len(to_read(User.objects.get(pk=stage.reader.pk), NOW.date())) == 1


def bulk(editor: Client, key: int, **data: str) -> str:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    back = reverse("wagtailadmin_explore_root")
    return text(editor.post(f"{url}?id={key}&next={back}", data, follow=True))


def test_many_are_published_where_no_routine_is_among_them(
    editor: Client, stage: RoutineStage
) -> None:
    page = stage.new()
    parent = page.get_parent()

    # The routine is live with a draft: neither box publishes it.
    edit(editor, page, lead="Utkast.")
    assert "Öppna den och välj" not in bulk(editor, parent.pk)
    assert "Öppna den och välj" not in bulk(editor, parent.pk, include_descendants="on")
    # Nothing of it is new: it may be chosen, and nobody is asked again.
    page.get_latest_revision_as_object().revisions.latest("pk").delete()
    RoutinePage.objects.filter(pk=page.pk).update(
        has_unpublished_changes=False, latest_revision=page.live_revision
    )
    assert "Öppna den och välj" not in bulk(editor, page.pk)
    assert RoutineVersion.objects.filter(routine=page).count() == 1
    # Taken down it would be published with those above it, without a choice.
    RoutinePage.objects.get(pk=page.pk).unpublish()
    assert "Öppna den och välj" not in bulk(editor, parent.pk)
    assert "Öppna den och välj" in bulk(editor, parent.pk, include_descendants="on")


def test_only_those_who_work_here_are_chosen_by_name(editor: Client, stage: RoutineStage) -> None:
    User.objects.filter(pk=named("slutat").pk).update(left_on=NOW.date(), is_active=False)
    User.objects.filter(pk=named("stangd").pk).update(is_active=False)

    form = editor.get(AdminURLFinder().get_edit_url(stage.group)).context["form"]

    names = {str(label) for _, label in form["people"].field.choices}
    assert {stage.reader.get_full_name()} <= names
    assert not {"slutat", "stangd"} & {name.casefold() for name in names}
    assert form["people"].field.widget.input_type == "checkbox"


def test_the_list_of_routines_leads_to_who_has_read_for_those_who_may_see_it(
    client: Client, stage: RoutineStage
) -> None:
    page = stage.new()
    Acknowledgement.objects.all().delete()
    for user, is_shown in ((stage.owner, True), (stage.reader, False)):
        client.force_login(user)
        assert (reverse("readings") in text(client.get(page.get_parent().url))) is is_shown
