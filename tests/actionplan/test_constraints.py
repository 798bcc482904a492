"""What the database enforces, each rule from both sides, and in a sentence for people."""

from datetime import date
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from actionplan.activities.models import (
    Activity,
    ActivityClosure,
    ActivityOrigin,
    ActivityPoint,
    AssignmentInclusion,
    Responsibility,
)
from actionplan.council.models import CouncilSeat, ReferenceMember
from actionplan.plan.models import PlanVersion
from tests.factories import (
    ActivityFactory,
    ActivityPointFactory,
    BoardFactory,
    CouncilSeatFactory,
    PlanFactory,
    PlanVersionFactory,
    ResponsibilityFactory,
)

pytestmark = pytest.mark.django_db


def refused_by(instance: models.Model) -> str:
    """Save past every check of Python's, and return the name of the rule that refused; or ""."""
    try:
        with transaction.atomic():
            models.Model.save(instance)
            connection.check_constraints()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        return str(error.__cause__.diag.constraint_name)  # type: ignore[union-attr]
    return ""


def sentences(instance: models.Model) -> str:
    """What `full_clean` says."""
    try:
        instance.full_clean()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def version(**fields: object) -> PlanVersion:
    return PlanVersionFactory.build(plan=PlanFactory(), **{"slug": "prov"} | fields)


UNKNOWN = {"adopted_by_unknown": True, "adoption_date_unknown": True, "adoption_source": "Press."}


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({}, ""),
        ({"state": "adopted", **UNKNOWN}, ""),
        (
            {"state": "adopted", "adopted_on": date(2019, 1, 1), **UNKNOWN},
            "actionplan_planversion_adopted_on_date_or_unknown",
        ),
        (
            {"state": "adopted", "adoption_date_unknown": True, "adoption_source": "Press."},
            "actionplan_planversion_adopted_by_board_or_unknown",
        ),
        (
            {"state": "superseded", "adopted_by_unknown": True, "adoption_source": "Press."},
            "actionplan_planversion_adopted_on_date_or_unknown",
        ),
        (
            {"state": "adopted", **UNKNOWN, "adoption_source": ""},
            "actionplan_planversion_unknown_adoption_has_source",
        ),
        ({"last_year": 2029}, "actionplan_planversion_last_year_not_before_first"),
        ({"last_year": 2030}, ""),
    ],
)
def test_a_version_says_what_is_known_and_what_is_not(fields: dict, rule: str) -> None:
    assert bool(sentences(version(**fields))) == bool(rule)
    assert refused_by(version(**fields)) == rule


def test_a_known_decision_needs_no_source() -> None:
    assert not refused_by(
        version(state="adopted", adopted_by=BoardFactory(), adopted_on=date(2019, 1, 1))
    )


def test_a_plan_has_one_adopted_version() -> None:
    first = version(state="adopted", **UNKNOWN)
    first.save()
    second = PlanVersionFactory.build(plan=first.plan, slug="andra", state="adopted", **UNKNOWN)

    assert refused_by(second) == "actionplan_planversion_one_adopted_a_plan"
    assert "redan en antagen version" in sentences(second)


def test_two_plans_can_each_have_an_adopted_version() -> None:
    assert not refused_by(version(state="adopted", **UNKNOWN))
    assert not refused_by(version(state="adopted", slug="andra", **UNKNOWN))


def test_versions_of_different_plans_never_share_an_address() -> None:
    assert not refused_by(version())
    second = version()

    assert refused_by(second) == "actionplan_planversion_one_address"
    with pytest.raises(ValidationError) as refused:
        second.full_clean()
    assert refused.value.message_dict["slug"] == [
        "En planversion har redan det adressnamnet. "
        "Välj ett annat, till exempel med planens namn först."
    ]


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({}, ""),
        ({"number": 0}, "actionplan_activity_number_positive"),
        ({"part": 3}, "actionplan_activity_part_known"),
        (
            {"schedule_text": "?", "start_year": 2031, "end_year": 2030},
            "actionplan_activity_end_not_before_start",
        ),
        ({"schedule_text": "?", "start_year": 2031, "end_year": 2031}, ""),
        (
            {"schedule_text": "?", "start_year": 2031, "end_year": 2032, "is_ongoing": True},
            "actionplan_activity_ongoing_has_no_end",
        ),
        ({"schedule_text": "?", "start_year": 2031, "is_ongoing": True}, ""),
    ],
)
def test_an_activity_hangs_together(fields: dict, rule: str) -> None:
    activity = ActivityFactory.build(version=PlanVersionFactory(), **fields)

    assert bool(sentences(activity)) == bool(rule)
    assert refused_by(activity) == rule


def test_number_and_lineage_are_alone_in_a_version() -> None:
    first = ActivityFactory(number=1)
    same_number = ActivityFactory.build(version=first.version, number=1)
    same_lineage = ActivityFactory.build(version=first.version, number=2, lineage=first.lineage)
    elsewhere = ActivityFactory.build(
        version=PlanVersionFactory(slug="annan"), number=1, lineage=first.lineage
    )

    assert "redan en aktivitet med det numret" in sentences(same_number)
    assert refused_by(same_number) == "actionplan_activity_one_number_a_version"
    assert refused_by(same_lineage) == "actionplan_activity_one_lineage_a_version"
    assert not refused_by(elsewhere)


def test_a_point_has_its_own_place() -> None:
    point = ActivityPointFactory(order=1)

    assert refused_by(ActivityPoint(activity=point.activity, order=1, text_sv="Två")) == (
        "actionplan_activitypoint_one_place"
    )
    assert not refused_by(ActivityPoint(activity=point.activity, order=2, text_sv="Två"))


def test_one_lead_at_most_and_one_row_a_board() -> None:
    lead = ResponsibilityFactory(role="lead")
    activity = lead.activity

    assert not refused_by(Responsibility(activity=activity, board=BoardFactory(), role="shared"))
    assert refused_by(Responsibility(activity=activity, board=BoardFactory(), role="lead")) == (
        "actionplan_responsibility_at_most_one_lead"
    )
    assert refused_by(Responsibility(activity=activity, board=lead.board)) == (
        "actionplan_responsibility_one_a_board"
    )
    assert not refused_by(
        Responsibility(
            activity=ActivityFactory(version=lead.activity.version), board=lead.board, role="lead"
        )
    )


def test_the_lead_can_pass_from_one_board_to_another_in_a_transaction() -> None:
    lead = ResponsibilityFactory(role="lead")
    other = ResponsibilityFactory(activity=lead.activity)
    other.role, lead.role = "lead", "shared"
    with transaction.atomic():
        other.save()
        lead.save()
        connection.check_constraints()

    assert Responsibility.objects.get(activity=lead.activity, role="lead") == other


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"outcome": "completed", "source": "Planen"}, ""),
        ({"outcome": "completed", "source": ""}, "actionplan_closure_has_source"),
        ({"outcome": "dropped", "source": "Nämnden"}, "actionplan_closure_dropped_has_reason"),
        ({"outcome": "dropped", "source": "Nämnden", "reason": "Ryms i 6."}, ""),
    ],
)
def test_a_closure_says_where_from_and_a_dropped_one_why(fields: dict, rule: str) -> None:
    closure = ActivityClosure(activity=ActivityFactory(), **fields)

    assert bool(sentences(closure)) == bool(rule)
    assert refused_by(closure) == rule


def test_origins_tie_activities_together_with_a_reason() -> None:
    old = ActivityFactory()
    new = ActivityFactory(version__slug="ny")

    def rule(**fields: object) -> str:
        return refused_by(ActivityOrigin(activity=new, **fields))

    assert not rule(origin=old, decision="carried")
    assert rule(origin=old, decision="changed", reason="x") == "actionplan_origin_one_a_pair"
    assert rule(origin=new, decision="carried") == "actionplan_origin_not_itself"
    assert rule(origin=ActivityFactory(version=old.version), decision="merged") == (
        "actionplan_origin_has_reason_unless_carried"
    )
    assert rule(origin=None, decision="carried") == "actionplan_origin_new_has_none"
    assert not rule(origin=None, decision="new", reason="Nytt uppdrag.")
    assert rule(origin=None, decision="new", reason="Igen.") == "actionplan_origin_one_a_pair"


def test_one_place_in_the_assignment_plan_a_board_and_year() -> None:
    activity, board = ActivityFactory(), BoardFactory()
    AssignmentInclusion.objects.create(activity=activity, board=board, year=2031)

    assert refused_by(AssignmentInclusion(activity=activity, board=board, year=2031)) == (
        "actionplan_inclusion_one_a_year"
    )
    assert not refused_by(AssignmentInclusion(activity=activity, board=board, year=2032))


def test_a_seat_has_one_holder_at_a_time() -> None:
    CouncilSeatFactory(order=900, valid_from=date(2020, 1, 1), valid_to=date(2020, 12, 31))
    overlapping = CouncilSeatFactory.build(order=900, valid_from=date(2020, 12, 31))

    assert refused_by(overlapping) == "actionplan_seat_one_holder_at_a_time"
    assert "redan upptagen" in sentences(overlapping)
    assert not refused_by(CouncilSeatFactory.build(order=900, valid_from=date(2021, 1, 1)))
    assert not refused_by(CouncilSeatFactory.build(order=901, valid_from=date(2020, 6, 1)))


def test_the_council_has_one_convener_at_a_time() -> None:
    assert CouncilSeat.objects.get(is_convener=True).order == 1
    second = CouncilSeatFactory.build(is_convener=True)

    assert refused_by(second) == "actionplan_seat_one_convener_at_a_time"
    assert "redan en sammankallande" in sentences(second)


def test_a_deputy_is_somebody_else() -> None:
    person = get_user_model().objects.create(username=f"prov-{uuid4()}")

    assert refused_by(CouncilSeatFactory.build(holder=person, deputy=person)) == (
        "actionplan_seat_deputy_is_another"
    )
    assert not refused_by(CouncilSeatFactory.build(holder=person))
    assert not refused_by(CouncilSeatFactory.build(deputy=person))


def test_time_goes_forward() -> None:
    backwards = {"valid_from": date(2021, 1, 1), "valid_to": date(2020, 1, 1)}

    assert refused_by(ReferenceMember(function_sv="Prov", **backwards)) == (
        "actionplan_referencemember_valid_to_after_from"
    )


def test_every_rule_has_a_swedish_sentence() -> None:
    for model in (PlanVersion, Activity, Responsibility, ActivityClosure, ActivityOrigin):
        for constraint in model._meta.constraints:
            assert str(constraint.violation_error_message).endswith("."), constraint.name
            assert "Constraint" not in str(constraint.violation_error_message), constraint.name
