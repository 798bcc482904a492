"""Import: what a file may still do to an adopted version."""

from pathlib import Path

import pytest

from actionplan.activities.imports import columns as c
from actionplan.activities.models import Milestone
from actionplan.plan.models import PlanVersion
from tests.actionplan.plan_files import GOOD, csv_file, faults, run
from tests.factories import adopted

pytestmark = pytest.mark.django_db


@pytest.fixture
def locked(version: PlanVersion, tmp_path: Path) -> PlanVersion:
    run(version, csv_file(tmp_path, GOOD | {c.POINTS: "Ett"}))
    return adopted(version)


def test_what_the_plan_says_is_not_changed(locked: PlanVersion, tmp_path: Path) -> None:
    found = faults(locked, csv_file(tmp_path, GOOD | {c.TITLE: "Annat", c.POINTS: "Två"}))

    assert [fault.split(":")[0] for fault in found] == [
        "Rad 2, kolumnen Punkter",
        "Rad 2, kolumnen Rubrik",
    ]
    assert "Versionen är antagen" in found[0]


def test_nothing_is_added(locked: PlanVersion, tmp_path: Path) -> None:
    found = faults(locked, csv_file(tmp_path, GOOD, GOOD | {c.NUMBER: "2"}))

    assert found == ["Rad 3: Versionen är antagen. En ny aktivitet kräver en ny version av planen."]


def test_the_same_file_goes_through(locked: PlanVersion, tmp_path: Path) -> None:
    assert run(locked, csv_file(tmp_path, GOOD | {c.POINTS: "Ett"})).left == ["1. Samverka"]


def test_the_official_wording_is_entered_once(locked: PlanVersion, tmp_path: Path) -> None:
    run(locked, csv_file(tmp_path, GOOD | {c.OFFICIAL_TEXT: "Ordagrant."}))
    assert locked.activities.get().official_text_sv == "Ordagrant."

    found = faults(locked, csv_file(tmp_path, GOOD | {c.OFFICIAL_TEXT: "Annat."}))
    assert "Planens ordalydelse: Versionen är antagen" in found[0]


def test_our_reading_translations_and_steps_go_through(locked: PlanVersion, tmp_path: Path) -> None:
    run(
        locked,
        csv_file(
            tmp_path,
            GOOD
            | {
                c.AREAS: "Alla",
                c.POINTS: "Ett",
                "Punkter (en)": "One",
                "Rubrik (en)": "Cooperate",
                c.MILESTONES: "Ett steg | 2031-05-01",
                c.CLOSURE: "Genomförd",
                c.CLOSURE_SOURCE: "Nämnden",
                c.CLOSURE_YEAR: "2032",
            },
        ),
    )
    activity = locked.activities.get()

    assert activity.all_areas
    assert activity.points.get().text_en == "One"
    assert activity.title_en == "Cooperate"
    assert str(Milestone.objects.get(activity=activity).due_on) == "2031-05-01"
    assert activity.closure.year == 2032
