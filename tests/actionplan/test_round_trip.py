"""Whatever a version holds, its export imports to the same; nothing is lost, nothing is added."""

import tempfile
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actionplan.activities.imports.exporting import as_csv, as_xlsx
from actionplan.activities.imports.importing import import_table
from actionplan.activities.models import (
    Activity,
    ActivityClosure,
    ActivityPoint,
    Milestone,
    Responsibility,
)
from actionplan.plan.models import PlanVersion
from resources.desks.spreadsheets import read_table
from resources.municipality.models import Board, TargetGroup
from resources.violence.models import ViolenceArea
from tests.factories import PlanVersionFactory

# What people can write in a field of the editing interface: no control characters, and as the
# forms leave it, without space at the ends.
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufffe\uffff")
AWKWARD = st.sampled_from(
    [
        "=1+1",
        "'=1",
        "''",
        '"',
        ";",
        ",",
        "|",
        " | ",
        "-",
        "@x",
        "+46",
        "1",
        "007",
        "1.0",
        "ja",
        "2030-01-01",
        "Alla",
        "Inget",
        "_x000D_",
        "TRUE",
        "#REF!",
        "å",
    ]
)
LINE = (
    st.one_of(AWKWARD, st.text(LETTERS, min_size=1, max_size=30))
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
TEXT = st.one_of(
    st.just(""),
    LINE,
    st.lists(LINE, min_size=2, max_size=3).map("\n".join),
    st.lists(LINE, min_size=2, max_size=2).map("\r\n\r\n".join),
)
YEAR = st.integers(2000, 2060)
SCHEDULE = st.one_of(
    st.sampled_from(["2019–2022", "2018-", "2018- klart!", "Genomförs under 2019", "", "snarast"]),
    LINE,
)
DAY = st.none() | st.dates(date(2020, 1, 1), date(2040, 1, 1))


@st.composite
def activity(draw: st.DrawFn) -> dict:
    return {
        "fields": {
            "part": draw(st.sampled_from([1, 2])),
            "title_sv": draw(LINE),
            "title_en": draw(st.just("") | LINE),
            "lead_sv": draw(TEXT),
            "lead_en": draw(TEXT),
            "closing_sv": draw(TEXT),
            "official_text_sv": draw(TEXT),
            "carried_out_by_sv": draw(st.just("") | LINE),
            "schedule_text": draw(SCHEDULE),
            "start_year": draw(st.none() | YEAR),
            "is_ongoing": draw(st.booleans()),
            "applies_to_all_committees": draw(st.booleans()),
            "all_areas": draw(st.booleans()),
        },
        "points": draw(st.lists(st.tuples(LINE, st.just("") | LINE), max_size=3)),
        "milestones": draw(
            st.lists(
                st.tuples(LINE.filter(_names_a_step), st.just("") | LINE, DAY, DAY), max_size=2
            )
        ),
        "boards": draw(st.lists(st.integers(0, 5), unique=True, max_size=3)),
        "roles": draw(st.permutations(["lead", "shared", "partner"])),
        "notes": draw(st.lists(st.just("") | LINE, min_size=3, max_size=3)),
        "areas": draw(st.sets(st.integers(0, 5), max_size=3)),
        "groups": draw(st.sets(st.integers(0, 5), max_size=2)),
        "closure": draw(
            st.none()
            | st.tuples(st.sampled_from(["completed", "dropped"]), st.none() | YEAR, LINE, LINE)
        ),
    }


def _names_a_step(text: str) -> bool:
    """A date alone, or nothing before a stroke, is no milestone."""
    return text != "2030-01-01" and bool(text.split("|")[0].strip())


def build(version: PlanVersion, number: int, made: dict) -> None:
    boards = list(Board.objects.order_by("pk")[:6])
    groups = list(TargetGroup.objects.order_by("pk")[:6])
    areas = list(ViolenceArea.objects.order_by("pk")[:6])
    row = Activity(version=version, number=number, lineage=uuid4(), **made["fields"])
    # An import asks for somebody who answers.
    row.applies_to_all_committees |= not made["boards"]
    if not row.all_areas:
        row.violence_areas = [areas[n] for n in made["areas"]]
    row.target_groups = [groups[n] for n in made["groups"]]
    row.save()
    for order, (sv, en) in enumerate(made["points"]):
        ActivityPoint.objects.create(activity=row, order=order, text_sv=sv, text_en=en)
    for order, (sv, en, due, done) in enumerate(made["milestones"]):
        Milestone.objects.create(
            activity=row, order=order, title_sv=sv, title_en=en, due_on=due, done_on=done
        )
    for order, n in enumerate(made["boards"]):
        Responsibility.objects.create(
            activity=row,
            order=order,
            board=boards[n],
            role=made["roles"][order],
            note=made["notes"][order],
        )
    if made["closure"]:
        outcome, year, source, reason = made["closure"]
        ActivityClosure.objects.create(
            activity=row, outcome=outcome, year=year, source=source, reason=reason
        )


def imported(data: bytes, ending: str, version: PlanVersion) -> list[str]:
    """Import a file's bytes and return what was changed in activities that were there before."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"plan{ending}")
        path.write_bytes(data)
        return [changed.name for changed in import_table(version, read_table(path)).changed]


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(activity(), min_size=1, max_size=3))
def test_an_export_imports_to_the_same(db: None, activities: list[dict]) -> None:
    with transaction.atomic():
        version = PlanVersionFactory()
        for number, made in enumerate(activities, start=1):
            build(version, number, made)
        exported = as_csv(version)

        assert imported(exported, ".csv", version) == []
        assert imported(as_xlsx(version), ".xlsx", version) == []
        from_csv, from_xlsx = PlanVersionFactory(slug="csv"), PlanVersionFactory(slug="xlsx")
        imported(exported, ".csv", from_csv)
        imported(as_xlsx(version), ".xlsx", from_xlsx)
        assert as_csv(from_csv) == exported
        assert as_csv(from_xlsx) == exported
        transaction.set_rollback(True)
