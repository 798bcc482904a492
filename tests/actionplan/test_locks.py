"""An adopted version is locked by the database itself: every door tried, with plain SQL."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import override

from actionplan.activities.corrections import correct, locked_changes, logged_correction
from actionplan.activities.locks import LOCKED_FIELDS
from actionplan.activities.models import (
    Activity,
    ActivityClosure,
    ActivityPoint,
    EditorialCorrection,
    InterimStatus,
    Milestone,
    Responsibility,
)
from actionplan.plan.models import FRAME, PlanVersion
from actionplan.plan.services import adopt
from portal.intranet.models import User
from resources.violence.models import ViolenceArea
from tests.factories import (
    ActivityFactory,
    BoardFactory,
    PlanFactory,
    PlanVersionFactory,
    adopted,
)


def sql(statement: str, *values: Any) -> str:
    """Run plain SQL and return the rule that refused it; or "" when it went through."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except IntegrityError as error:
        return str(error.__cause__.diag.constraint_name)  # type: ignore[union-attr]
    return ""


LOCKED_COLUMNS = {
    "number": 77,
    "part": 1,
    "title_sv": "En annan rubrik",
    "lead_sv": "En annan inledning",
    "closing_sv": "En annan avslutning",
    "carried_out_by_sv": "Någon annan",
    "schedule_text": "2031",
    "start_year": 2031,
    "end_year": 2033,
    "is_ongoing": True,
    "applies_to_all_committees": True,
    "lineage": "00000000-0000-0000-0000-000000000001",
}


# Our own reading and what follows from the rest: free, whatever the version's state.
FREE_COLUMNS = {
    "title": "x",
    "lead": "x",
    "closing": "x",
    "carried_out_by": "x",
    "official_text": "x",
    "title_en": "A title",
    "lead_en": "A lead",
    "closing_en": "A closing",
    "carried_out_by_en": "Somebody",
    "official_text_en": "Word for word",
    "all_areas": True,
    "schedule_needs_reading": True,
}


def test_the_list_of_what_is_locked_is_the_triggers_own() -> None:
    """Every column is tried below, one way or the other; the list may neither lag nor lead."""
    assert set(LOCKED_COLUMNS) | {"official_text_sv"} == set(LOCKED_FIELDS)
    columns = {field.column for field in Activity._meta.concrete_fields}
    assert columns == set(LOCKED_FIELDS) | set(FREE_COLUMNS) | {"id", "version_id"}


def change(activity: Activity, column: str, value: object) -> str:
    extra = ", end_year = NULL" if column == "is_ongoing" else ""
    return sql(
        f"UPDATE actionplan_activity SET {column} = %s{extra} WHERE id = %s", value, activity.pk
    )


@pytest.mark.django_db
@pytest.mark.parametrize("column", LOCKED_COLUMNS)
def test_what_an_adopted_plan_says_stands(locked_activity: Activity, column: str) -> None:
    assert change(locked_activity, column, LOCKED_COLUMNS[column]) == "actionplan_activity_locked"


@pytest.mark.django_db
@pytest.mark.parametrize("column", LOCKED_COLUMNS)
def test_a_draft_is_free(draft_activity: Activity, column: str) -> None:
    assert not change(draft_activity, column, LOCKED_COLUMNS[column])


@pytest.mark.django_db
def test_a_replaced_version_stays_locked(locked_activity: Activity) -> None:
    newer = ActivityFactory(version__plan=locked_activity.version.plan, version__slug="ny").version
    adopted(newer)

    locked_activity.version.refresh_from_db()
    assert locked_activity.version.state == PlanVersion.State.SUPERSEDED
    assert change(locked_activity, "number", 77) == "actionplan_activity_locked"


@pytest.mark.django_db
@pytest.mark.parametrize("column", FREE_COLUMNS)
def test_our_reading_and_translations_are_free(locked_activity: Activity, column: str) -> None:
    assert not change(locked_activity, column, FREE_COLUMNS[column])


@pytest.mark.django_db
def test_areas_closures_milestones_and_notes_are_free(
    locked_activity: Activity, editor: User
) -> None:
    locked_activity.violence_areas = ViolenceArea.objects.all()[:2]
    locked_activity.save()
    ActivityClosure.objects.create(activity=locked_activity, outcome="completed", source="Nämnden")
    Milestone.objects.create(activity=locked_activity, title_sv="Ett steg")
    InterimStatus.objects.create(
        activity=locked_activity, noted_on="2031-01-01", status="delayed", noted_by=editor
    )

    assert Activity.objects.get(pk=locked_activity.pk).violence_areas.count() == 2


@pytest.mark.django_db
def test_saving_without_a_change_is_no_change(locked_activity: Activity) -> None:
    with override("en"):
        Activity.objects.get(pk=locked_activity.pk).save()
    for point in locked_activity.points.all():
        point.text_en = "A point"
        point.save()

    assert locked_activity.points.get().text_en == "A point"


@pytest.mark.django_db
def test_the_official_wording_is_entered_once(locked_activity: Activity) -> None:
    assert not change(locked_activity, "official_text_sv", "")
    assert not change(locked_activity, "official_text_sv", "Ordagrant.")
    assert not change(locked_activity, "official_text_sv", "Ordagrant.")
    for other in ("Något annat.", "", None):
        assert change(locked_activity, "official_text_sv", other) == "actionplan_activity_locked"


@pytest.mark.django_db
def test_nothing_is_added_to_or_taken_from_an_adopted_version(locked_activity: Activity) -> None:
    draft = ActivityFactory(version__slug="utkast")
    move = "UPDATE actionplan_activity SET version_id = %s WHERE id = %s"

    assert sql(
        "INSERT INTO actionplan_activity (version_id, lineage, number, part, title, title_sv, lead,"
        " closing, official_text, carried_out_by, schedule_text, is_ongoing,"
        " schedule_needs_reading, applies_to_all_committees, all_areas)"
        " VALUES (%s, gen_random_uuid(), 500, 1, 'x', 'x', '', '', '', '', '', false, false,"
        " false, false)",
        locked_activity.version_id,
    ) == ("actionplan_activity_locked")
    assert sql(move, locked_activity.version_id, draft.pk) == "actionplan_activity_locked"
    assert sql(move, draft.version_id, locked_activity.pk) == "actionplan_activity_locked"
    ActivityPoint.objects.filter(activity=draft).delete()
    assert not sql("DELETE FROM actionplan_activity WHERE id = %s", draft.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("activitypoint", {"text_sv": "Annat", '"order"': 9}),
        ("responsibility", {"role": "partner", "note": "Annat", '"order"': 9}),
    ],
)
def test_points_and_responsibilities_stand(
    locked_activity: Activity, table: str, columns: dict[str, object]
) -> None:
    rule = f"actionplan_{table}_locked"
    for column, value in columns.items():
        statement = f"UPDATE actionplan_{table} SET {column} = %s WHERE activity_id = %s"
        assert sql(statement, value, locked_activity.pk) == rule
    assert sql(f"DELETE FROM actionplan_{table} WHERE activity_id = %s", locked_activity.pk) == rule
    # Rows of a draft are not moved in either.
    draft = ActivityFactory(version__slug="utkast")
    ActivityPoint.objects.create(activity=draft, order=5, text_sv="x")
    Responsibility.objects.create(activity=draft, board=BoardFactory())
    statement = f"UPDATE actionplan_{table} SET activity_id = %s WHERE activity_id = %s"
    assert sql(statement, locked_activity.pk, draft.pk) == rule
    assert sql(statement, draft.pk, locked_activity.pk) == rule
    assert not sql(f"DELETE FROM actionplan_{table} WHERE activity_id = %s", draft.pk)


@pytest.mark.django_db
def test_points_and_responsibilities_of_an_adopted_version_are_not_added(
    locked_activity: Activity,
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityPoint.objects.create(activity=locked_activity, order=9, text_sv="Ny")
    with pytest.raises(IntegrityError), transaction.atomic():
        Responsibility.objects.create(activity=locked_activity, board=BoardFactory())


@pytest.mark.django_db
def test_an_adopted_version_is_never_a_draft_again(locked_activity: Activity) -> None:
    version = locked_activity.version_id
    to = "UPDATE actionplan_planversion SET state = %s WHERE id = %s"

    assert sql(to, "draft", version) == "actionplan_planversion_locked"
    assert not sql(to, "superseded", version)
    assert sql(to, "adopted", version) == "actionplan_planversion_locked"
    assert sql("DELETE FROM actionplan_planversion WHERE id = %s", version) == (
        "actionplan_planversion_locked"
    )
    assert not sql(
        "DELETE FROM actionplan_planversion WHERE id = %s", PlanVersionFactory(slug="utkast").pk
    )


VERSION_FRAME = {
    "plan_id": None,
    "slug": "2031-2035",
    "label": "2031–2035",
    "first_year": 2029,
    "last_year": 2035,
}


@pytest.mark.django_db
@pytest.mark.parametrize("column", VERSION_FRAME)
@pytest.mark.parametrize("state", ["adopted", "superseded"])
def test_the_address_and_the_years_of_an_adopted_version_hold(
    draft_activity: Activity, column: str, state: str
) -> None:
    version = draft_activity.version
    to = f"UPDATE actionplan_planversion SET {column} = %s WHERE id = %s"
    other = VERSION_FRAME[column] or PlanFactory().pk
    assert {column.removesuffix("_id") for column in VERSION_FRAME} == set(FRAME)
    assert not sql(to, other, version.pk)
    version.refresh_from_db()
    adopted(version)
    if state == "superseded":
        PlanVersion.objects.filter(pk=version.pk).update(state=state)

    assert not sql(to, other, version.pk)
    different = PlanFactory().pk if column == "plan_id" else f"{other}"[:-1] + "3"
    assert sql(to, different, version.pk) == "actionplan_planversion_locked"


@pytest.mark.django_db
def test_what_becomes_known_of_the_decision_is_filled_in(locked_activity: Activity) -> None:
    version = locked_activity.version
    version.refresh_from_db()
    version.adopted_by, version.adopted_by_unknown = BoardFactory(), False
    version.registry_number = "KS-2031/7"
    version.save()

    assert PlanVersion.objects.get(pk=version.pk).registry_number == "KS-2031/7"


@pytest.mark.django_db
def test_a_logged_correction_goes_through(locked_activity: Activity, editor: User) -> None:
    now = timezone.now()
    correct(
        locked_activity,
        {"title_sv": "Rättad rubrik", "schedule_text": "2031-", "all_areas": True},
        "Skrivfel i rubriken.",
        user=editor,
        now=now,
    )

    activity = Activity.objects.get(pk=locked_activity.pk)
    assert (activity.title_sv, activity.start_year, activity.is_ongoing) == (
        "Rättad rubrik",
        2031,
        True,
    )
    logged = {entry.field: entry for entry in activity.corrections.all()}
    assert set(logged) == {
        "rubrik",
        "tidplan som den står i planen",
        "startår",
        "slutår",
        "pågår tills vidare",
    }
    entry = logged["rubrik"]
    assert (entry.before, entry.after) == (locked_activity.title_sv, "Rättad rubrik")
    assert (entry.reason, entry.corrected_by, entry.corrected_at) == (
        "Skrivfel i rubriken.",
        editor,
        now,
    )
    # The door is closed behind it.
    assert change(activity, "title_sv", "Igen") == "actionplan_activity_locked"


@pytest.mark.django_db
def test_a_correction_needs_a_reason(locked_activity: Activity, editor: User) -> None:
    with pytest.raises(Exception, match="Skriv skälet"):
        correct(locked_activity, {"title_sv": "x"}, "  ", user=editor, now=timezone.now())

    assert Activity.objects.get(pk=locked_activity.pk).title_sv == locked_activity.title_sv
    assert not locked_activity.corrections.exists()


@pytest.mark.django_db
def test_a_correction_opens_its_own_activity_and_no_other(
    locked_activity: Activity, starting_version: PlanVersion, editor: User
) -> None:
    other = Activity.objects.of(starting_version).get(number=6)
    after = Activity.objects.get(pk=locked_activity.pk)
    after.title_sv = "Rättad"
    changes = list(locked_changes(locked_activity, after).values())
    with logged_correction(after, changes, "Prov.", user=editor, now=timezone.now()):
        assert change(other, "title_sv", "Smyger med") == "actionplan_activity_locked"
        assert (
            sql("DELETE FROM actionplan_activitypoint WHERE activity_id = %s", other.pk)
            == "actionplan_activitypoint_locked"
        )
        assert not sql(
            "UPDATE actionplan_activitypoint SET text_sv = 'Rättad' WHERE activity_id = %s",
            after.pk,
        )
        # Not even a correction moves an activity or takes it away.
        assert sql("DELETE FROM actionplan_activity WHERE id = %s", after.pk) == (
            "actionplan_activity_locked"
        )


@pytest.mark.django_db
def test_the_log_is_kept(locked_activity: Activity, editor: User) -> None:
    correct(locked_activity, {"title_sv": "Ny"}, "Prov.", user=editor, now=timezone.now())
    entry = EditorialCorrection.objects.get(activity=locked_activity)
    kept = "actionplan_editorialcorrection_kept"

    assert (
        sql("UPDATE actionplan_editorialcorrection SET reason = 'x' WHERE id = %s", entry.pk)
        == kept
    )
    assert sql("DELETE FROM actionplan_editorialcorrection WHERE id = %s", entry.pk) == kept


def test_an_earlier_correction_opens_nothing(own_database: str) -> None:
    """A transaction may not lean on what another one has logged."""
    user = User.objects.create_user("redaktor")
    activity = Activity.objects.get(number=1)
    correct(activity, {"title_sv": "Rättad"}, "Prov.", user=user, now=timezone.now())
    entry = activity.corrections.get()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('actionplan.editorial_correction', %s, true)", [str(entry.pk)]
        )
        assert change(activity, "title_sv", "Igen") == "actionplan_activity_locked"


def test_a_version_is_not_adopted_while_one_of_its_activities_changes(own_database: str) -> None:
    import threading

    draft = ActivityFactory(version=PlanVersionFactory()).version
    order: list[str] = []

    def adopt_meanwhile() -> None:
        adopt(draft, by=None, on=None, source="Prov.", user=None, now=timezone.now())
        order.append("adopted")
        connection.close()

    with transaction.atomic():
        assert not sql(
            "UPDATE actionplan_activity SET title_sv = 'Sista' WHERE version_id = %s", draft.pk
        )
        thread = threading.Thread(target=adopt_meanwhile)
        thread.start()
        thread.join(0.5)
        order.append("edited")
    thread.join(10)

    assert order == ["edited", "adopted"]
