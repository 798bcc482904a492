"""The desks: an adopted plan is corrected with a reason, and nobody overwrites another."""

from html import unescape

import pytest
from django.urls import reverse

from actionplan.activities.models import Activity, EditorialCorrection
from actionplan.plan.models import PlanVersion
from portal.intranet.models import User
from tests.factories import (
    ActivityFactory,
    ActivityPointFactory,
    BoardFactory,
    PlanVersionFactory,
    ResponsibilityFactory,
    adopted,
)
from tests.harness.client import Client

pytestmark = pytest.mark.django_db

REASON = "Skriv skälet till den redaktionella rättelsen"


@pytest.fixture
def desk(editor: User) -> Client:
    client = Client()
    client.force_login(editor)
    return client


def address(instance: object, view: str = "edit") -> str:
    name = instance._meta.model_name  # type: ignore[attr-defined]
    return reverse(f"wagtailsnippets_actionplan_{name}:{view}", args=[instance.pk])  # type: ignore[attr-defined]


def filled_in(desk: Client, instance: object) -> dict[str, str]:
    """What a browser would send if the form were saved as it was opened."""
    form = desk.get(address(instance)).context["form"]
    data: dict[str, object] = {}
    for part in [form, *_subforms(form)]:
        for field in part:
            value = field.value()
            if value not in (None, False):
                data[field.html_name] = value
    for formset in getattr(form, "formsets", {}).values():
        for field in formset.management_form:
            data[field.html_name] = field.value()
        for order, subform in enumerate(formset.forms, start=1):
            data[f"{subform.prefix}-ORDER"] = order
    return data  # type: ignore[return-value]


def _subforms(form: object) -> list:
    return [sub for formset in getattr(form, "formsets", {}).values() for sub in formset.forms]


def shown(response: object) -> str:
    return unescape(response.content.decode())  # type: ignore[attr-defined]


def test_saving_an_activity_of_an_adopted_plan_unchanged_logs_nothing(
    desk: Client, locked_activity: Activity
) -> None:
    response = desk.post(address(locked_activity), filled_in(desk, locked_activity))

    assert response.status_code == 302
    assert not EditorialCorrection.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "name"),
    [
        ("title_sv", "En rättad rubrik", "rubrik"),
        ("schedule_text", "2031-", "tidplan"),
        ("number", "71", "nummer"),
        ("applies_to_all_committees", "on", "alla nämnder"),
        ("points-0-text_sv", "En rättad punkt", "punkter"),
        ("responsibilities-0-note", "Rättad", "ansvar"),
        ("points-0-DELETE", "on", "punkter"),
    ],
)
def test_without_a_reason_nothing_is_saved_and_what_was_typed_stays(
    desk: Client, locked_activity: Activity, field: str, value: str, name: str
) -> None:
    data = filled_in(desk, locked_activity) | {field: value}
    response = desk.post(address(locked_activity), data)

    assert response.status_code == 200
    assert REASON in shown(response)
    assert list(response.context["form"].errors) == ["correction_reason"]
    assert name in str(response.context["form"].errors)
    assert value in shown(response)
    unchanged = Activity.objects.get(pk=locked_activity.pk)
    assert unchanged.title_sv == locked_activity.title_sv
    assert unchanged.points.count() == 1
    assert not EditorialCorrection.objects.exists()

    response = desk.post(address(locked_activity), data | {"correction_reason": "Fel i trycket."})
    assert response.status_code == 302
    logged = EditorialCorrection.objects.filter(activity=locked_activity)
    assert any(name in entry.field for entry in logged)
    assert {entry.reason for entry in logged} == {"Fel i trycket."}


def test_a_correction_is_logged_with_before_after_reason_and_who(
    desk: Client, locked_activity: Activity, editor: User
) -> None:
    before = locked_activity.title_sv
    data = filled_in(desk, locked_activity) | {
        "title_sv": "En rättad rubrik",
        "correction_reason": "Skrivfel.",
    }
    desk.post(address(locked_activity), data)

    entry = EditorialCorrection.objects.get(activity=locked_activity)
    assert (entry.before, entry.after) == (before, "En rättad rubrik")
    assert (entry.reason, entry.corrected_by) == ("Skrivfel.", editor)
    assert Activity.objects.get(pk=locked_activity.pk).title_sv == "En rättad rubrik"
    listing = desk.get(reverse("wagtailsnippets_actionplan_editorialcorrection:list"))
    assert "En rättad rubrik" in shown(listing)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("official_text_sv", "Ordagrant ur planen."),
        ("title_en", "A title"),
        ("all_areas", "on"),
        ("points-0-text_en", "A point"),
    ],
)
def test_the_official_wording_and_our_own_reading_need_no_reason(
    desk: Client, locked_activity: Activity, field: str, value: str
) -> None:
    response = desk.post(
        address(locked_activity), filled_in(desk, locked_activity) | {field: value}
    )

    assert response.status_code == 302
    assert not EditorialCorrection.objects.exists()


def test_a_draft_is_edited_without_a_reason_and_is_not_asked_for_one(
    desk: Client, draft_activity: Activity
) -> None:
    opened = shown(desk.get(address(draft_activity)))
    assert "Skäl till redaktionell rättelse" not in opened
    data = filled_in(desk, draft_activity) | {"title_sv": "Ny rubrik", "schedule_text": "2032-"}
    assert desk.post(address(draft_activity), data).status_code == 302

    saved = Activity.objects.get(pk=draft_activity.pk)
    assert (saved.title_sv, saved.start_year, saved.is_ongoing) == ("Ny rubrik", 2032, True)


def test_the_second_of_two_is_told_and_overwrites_nothing(
    desk: Client, draft_activity: Activity
) -> None:
    first, second = filled_in(desk, draft_activity), filled_in(desk, draft_activity)
    assert desk.post(address(draft_activity), first | {"lead_sv": "Först"}).status_code == 302
    response = desk.post(address(draft_activity), second | {"title_sv": "Sedan"})

    assert response.status_code == 200
    assert "redaktor har sparat ändringar här sedan du öppnade sidan" in shown(response)
    assert "Sedan" in shown(response)
    saved = Activity.objects.get(pk=draft_activity.pk)
    assert (saved.lead_sv, saved.title_sv) == ("Först", draft_activity.title_sv)


@pytest.mark.parametrize("what", ["point", "area", "by nobody"])
def test_a_change_in_a_row_of_the_same_form_counts_too(
    desk: Client, draft_activity: Activity, what: str
) -> None:
    opened = filled_in(desk, draft_activity)
    if what == "point":
        ActivityPointFactory(activity=draft_activity)
    elif what == "area":
        draft_activity.violence_areas.add(*draft_activity.violence_areas.model.objects.all()[:1])
        draft_activity.save()
    else:
        Activity.objects.filter(pk=draft_activity.pk).update(part=1)
    response = desk.post(address(draft_activity), opened | {"title_sv": "Sedan"})

    assert "Någon annan har sparat ändringar här" in shown(response)


def test_two_leads_or_the_same_board_twice_are_told_in_the_form(
    desk: Client, draft_activity: Activity
) -> None:
    ResponsibilityFactory(activity=draft_activity, order=1)
    data = filled_in(desk, draft_activity)
    leads = {"responsibilities-0-role": "lead", "responsibilities-1-role": "lead"}
    assert "Bara en nämnd kan ha huvudansvaret" in shown(
        desk.post(address(draft_activity), data | leads)
    )
    twice = {"responsibilities-1-board": data["responsibilities-0-board"]}
    answer = desk.post(address(draft_activity), data | twice)
    assert "två gånger" in shown(answer)


def test_points_change_places(desk: Client, draft_activity: Activity) -> None:
    ActivityPointFactory(activity=draft_activity, order=500)
    before = [
        point.text_sv
        for point in draft_activity.points.model.objects.filter(activity=draft_activity)
    ]
    data = filled_in(desk, draft_activity) | {"points-0-ORDER": 2, "points-1-ORDER": 1}

    assert desk.post(address(draft_activity), data).status_code == 302
    after = Activity.objects.get(pk=draft_activity.pk).points.all()
    assert [point.text_sv for point in after] == before[::-1]


def test_an_adopted_version_takes_no_new_activity(desk: Client, locked_activity: Activity) -> None:
    draft = PlanVersionFactory(slug="utkast")
    form = desk.get(reverse("wagtailsnippets_actionplan_activity:add")).context["form"]

    assert locked_activity.version not in form.fields["version"].queryset
    assert draft in form.fields["version"].queryset


def test_what_belongs_to_an_adopted_plan_is_not_deleted(
    desk: Client, locked_activity: Activity
) -> None:
    for instance in (locked_activity, locked_activity.version):
        response = desk.post(address(instance, "delete"), follow=True)
        assert "hör till en antagen plan" in shown(response)
    assert Activity.objects.filter(pk=locked_activity.pk).exists()
    draft = ActivityFactory(version__slug="utkast")
    desk.post(address(draft, "delete"))
    assert not Activity.objects.filter(pk=draft.pk).exists()


def test_a_draft_is_adopted_in_the_form(desk: Client, draft_activity: Activity) -> None:
    version = draft_activity.version
    data = filled_in(desk, version) | {"adopt_now": "on"}
    response = desk.post(address(version), data)
    assert "Ange vem som antog planen" in shown(response)
    assert PlanVersion.objects.get(pk=version.pk).state == "draft"

    board = BoardFactory()
    known = {"adopted_by": board.pk, "adopted_on": "2030-02-03"}
    assert desk.post(address(version), data | known).status_code == 302
    saved = PlanVersion.objects.get(pk=version.pk)
    assert (saved.state, saved.adopted_by, saved.adopted_by_unknown) == ("adopted", board, False)


def test_adopting_in_the_form_replaces_the_version_before(
    desk: Client, locked_activity: Activity
) -> None:
    newer = ActivityFactory(version__plan=locked_activity.version.plan, version__slug="ny").version
    data = filled_in(desk, newer) | {
        "adopt_now": "on",
        "adopted_by_unknown": "on",
        "adoption_date_unknown": "on",
        "adoption_source": "Press.",
    }
    assert desk.post(address(newer), data).status_code == 302
    assert PlanVersion.objects.get(pk=newer.pk).supersedes == locked_activity.version
    assert desk.post(address(newer), data).status_code == 200


def test_the_address_and_the_years_are_read_only_once_a_version_is_adopted(
    desk: Client, locked_activity: Activity
) -> None:
    version = PlanVersion.objects.get(pk=locked_activity.version_id)
    sentence = "Ligger fast sedan planen antogs"
    draft = PlanVersionFactory(slug="utkast")
    assert sentence not in shown(desk.get(address(draft)))
    assert shown(desk.get(address(version))).count(sentence) == 5
    data = filled_in(desk, version) | {
        "slug": "annan",
        "label": "Annan",
        "last_year": "2040",
        "registry_number": "KS-2031/7",
    }
    assert desk.post(address(version), data).status_code == 302

    saved = PlanVersion.objects.get(pk=version.pk)
    assert (saved.slug, saved.label, saved.last_year) == ("2030-2034", "2030–2034", 2034)
    assert saved.registry_number == "KS-2031/7"


def test_a_correction_is_public_by_its_day_and_what_it_corrects_and_never_by_its_reason(
    desk: Client, locked_activity: Activity
) -> None:
    opened = desk.get(address(locked_activity))
    assert "Dagen och vilka uppgifter som är rättade visas för alla" in shown(opened)
    data = filled_in(desk, locked_activity) | {
        "title_sv": "En rättad rubrik",
        "points-0-text_sv": "En rättad punkt",
        "correction_reason": "Anna Svensson ringde.",
    }
    assert desk.post(address(locked_activity), data).status_code == 302
    activity = locked_activity
    public = Client().get(
        f"/handlingsplanen/aktiviteter/{activity.version.slug}/{activity.number}/"
    )

    assert "redaktionell rättelse av rubrik, punkter." in shown(public)
    assert "Anna Svensson" not in shown(public)
    assert "redaktor" not in shown(public)


def test_when_somebody_last_saved_is_what_the_list_shows(
    desk: Client, draft_activity: Activity
) -> None:
    listing = reverse("wagtailsnippets_actionplan_activity:list")

    def saved() -> object:
        found = desk.get(listing, {"version": draft_activity.version_id}).context["object_list"]
        return next(row for row in found if row.pk == draft_activity.pk)._updated_at

    Activity.objects.get(pk=draft_activity.pk).save()
    assert saved() is None
    desk.post(address(draft_activity), filled_in(desk, draft_activity) | {"title_sv": "Ny"})
    assert saved() is not None


@pytest.mark.parametrize(
    "model",
    [
        "plan",
        "planversion",
        "activity",
        "responsibility",
        "activityclosure",
        "councilseat",
        "referencemember",
        "editorialcorrection",
    ],
)
def test_every_desk_opens_and_searches(desk: Client, model: str) -> None:
    address = reverse(f"wagtailsnippets_actionplan_{model}:list")

    assert desk.get(address).status_code == 200
    assert desk.get(address, {"q": "våld"}).status_code == 200


def test_the_activity_desk_searches_and_filters_as_the_public_pages_do(
    desk: Client, starting_version: PlanVersion
) -> None:
    address = reverse("wagtailsnippets_actionplan_activity:list")
    company = BoardFactory(kind="company")
    adopted(
        ResponsibilityFactory(board=company, activity__title_sv="Bara bolagets").activity.version
    )

    assert "Skyddat boende" in shown(desk.get(address, {"q": "skyddat"}))
    assert "Samverkan<" not in shown(desk.get(address, {"board": company.pk}))
    assert "Bara bolagets" in shown(desk.get(address, {"board": company.pk}))
    assert "Skyddat boende" not in shown(desk.get(address, {"part": 1}))
    assert desk.get(address, {"version": starting_version.pk}).status_code == 200


def test_responsibilities_and_corrections_are_only_read_at_their_desks(desk: Client) -> None:
    responsibility = ResponsibilityFactory()

    assert desk.get(address(responsibility, "inspect")).status_code == 200
    assert desk.get(address(responsibility)).status_code == 302
    assert (
        desk.get(reverse("wagtailsnippets_actionplan_editorialcorrection:add")).status_code == 302
    )
