"""Import: what a file does to a version."""

from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from actionplan.activities.imports import columns as c
from actionplan.activities.imports.exporting import as_csv, as_xlsx
from actionplan.activities.models import Activity, ActivityClosure
from actionplan.plan.models import PlanVersion
from actionplan.plan.services import ensure_version
from resources.desks.faults import ImportRefused
from resources.municipality.models import Board
from tests.actionplan.plan_files import GOOD, csv_file, run, xlsx_file
from tests.factories import ActivityFactory, BoardFactory, PlanFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("separator", [";", ","])
@pytest.mark.parametrize("bom", [True, False])
def test_a_csv_file_as_a_spreadsheet_saves_it(
    version: PlanVersion, tmp_path: Path, separator: str, bom: bool
) -> None:
    row = GOOD | {c.POINTS: "Först; sedan, så\nOch sist", c.AREAS: "heder; Extremism"}
    outcome = run(version, csv_file(tmp_path, row, separator=separator, bom=bom))

    assert outcome.made == ["1. Samverka"]
    activity = version.activities.get()
    assert [point.text_sv for point in activity.points.all()] == ["Först; sedan, så", "Och sist"]
    assert {area.slug for area in activity.violence_areas.all()} == {"heder", "extremism"}
    assert (activity.start_year, activity.end_year) == (2030, 2034)
    assert [(r.board.name_sv, r.role) for r in activity.responsibilities.all()] == [
        ("Provnämnden A", "lead")
    ]


def test_an_excel_file_whose_cells_excel_has_turned_into_numbers_and_dates(
    version: PlanVersion, tmp_path: Path
) -> None:
    headings = [*GOOD, c.MILESTONES, c.ONGOING]
    path = xlsx_file(
        tmp_path,
        headings,
        [1.0, 2, "Samverka", "Provnämnden A", 2030, datetime(2030, 5, 31), False],
    )

    with pytest.raises(ImportRefused, match="har bara datum"):
        # A lone date is no milestone: it names no step.
        run(version, path)
    path = xlsx_file(tmp_path, headings[:5], [1.0, 2, "Samverka", "Provnämnden A", 2030])
    run(version, path)
    activity = version.activities.get()
    assert activity.schedule_text == "2030"
    assert (activity.number, activity.start_year, activity.end_year) == (1, 2030, 2030)


def test_where_several_answer_nobody_is_made_to_lead(version: PlanVersion, tmp_path: Path) -> None:
    run(
        version,
        csv_file(
            tmp_path,
            GOOD | {c.RESPONSIBLE: "Provnämnden B; Provnämnden A"},
            GOOD | {c.NUMBER: "2", c.RESPONSIBLE: "Provnämnden A\nAlla nämnder"},
            GOOD
            | {c.NUMBER: "3", c.RESPONSIBLE: "Provnämnden A | Huvudansvar | Leder\nProvnämnden B"},
            GOOD | {c.NUMBER: "4", c.RESPONSIBLE: "alla nämnder"},
        ),
    )
    said = {
        activity.number: (
            [(r.board.name_sv, r.role, r.note) for r in activity.responsibilities.all()],
            activity.applies_to_all_committees,
        )
        for activity in version.activities.all()
    }
    a, b = "Provnämnden A", "Provnämnden B"
    assert said == {
        1: ([(b, "shared", ""), (a, "shared", "")], False),
        2: ([(a, "shared", "")], True),
        3: ([(a, "lead", "Leder"), (b, "shared", "")], False),
        4: ([], True),
    }


def test_done_in_the_schedule_becomes_a_closure_without_a_year(
    version: PlanVersion, tmp_path: Path
) -> None:
    run(version, csv_file(tmp_path, GOOD | {c.SCHEDULE: "2018- klart!"}))
    closure = ActivityClosure.objects.get(activity__version=version)

    assert (closure.outcome, closure.year, closure.source) == ("completed", None, "Planen")


def test_a_schedule_that_cannot_be_read_is_kept_and_told(
    version: PlanVersion, tmp_path: Path
) -> None:
    outcome = run(version, csv_file(tmp_path, GOOD | {c.SCHEDULE: "så snart som möjligt"}))
    activity = version.activities.get()

    assert outcome.unread_schedules == ["1. Samverka: ”så snart som möjligt”"]
    assert activity.schedule_text == "så snart som möjligt"
    assert activity.schedule_needs_reading
    assert activity.start_year is None


def test_a_dry_run_tells_and_changes_nothing(version: PlanVersion, tmp_path: Path) -> None:
    run(version, csv_file(tmp_path, GOOD, GOOD | {c.NUMBER: "2"}))
    path = csv_file(tmp_path, GOOD | {c.LEAD: "Ny inledning"}, GOOD | {c.NUMBER: "3"})
    outcome = run(version, path, dry_run=True)

    assert outcome.made == ["3. Samverka"]
    assert [(ch.name, ch.cells) for ch in outcome.changed] == [
        ("1. Samverka", {c.LEAD: ("", "Ny inledning")})
    ]
    assert outcome.not_in_file == ["2. Samverka"]
    assert version.activities.count() == 2
    assert run(version, path).changed[0].cells == outcome.changed[0].cells
    assert version.activities.count() == 3


def test_the_same_file_twice_changes_nothing(version: PlanVersion, tmp_path: Path) -> None:
    path = csv_file(tmp_path, GOOD | {c.POINTS: "Ett\nTvå"}, GOOD | {c.NUMBER: "2"})
    run(version, path)
    before = list(Activity.objects.of(version).values())
    outcome = run(version, path)

    assert (outcome.made, outcome.changed, len(outcome.left)) == ([], [], 2)
    assert list(Activity.objects.of(version).values()) == before


def test_an_activity_keeps_its_lineage_when_it_changes_number(
    version: PlanVersion, tmp_path: Path
) -> None:
    run(version, csv_file(tmp_path, GOOD, GOOD | {c.NUMBER: "2", c.TITLE: "Kartlägga"}))
    first, second = Activity.objects.of(version)
    run(
        version,
        csv_file(
            tmp_path,
            GOOD | {c.ID: str(first.lineage), c.NUMBER: "2"},
            GOOD | {c.ID: str(second.lineage), c.NUMBER: "1", c.TITLE: "Kartlägga"},
        ),
    )

    swapped = list(Activity.objects.of(version))
    assert [activity.pk for activity in swapped] == [second.pk, first.pk]
    assert [activity.title_sv for activity in swapped] == ["Kartlägga", "Samverka"]


def test_columns_that_are_not_in_the_file_are_left(version: PlanVersion, tmp_path: Path) -> None:
    run(version, csv_file(tmp_path, GOOD | {c.LEAD: "Inledning", "Rubrik (en)": "Cooperate"}))
    run(version, csv_file(tmp_path, GOOD | {c.TITLE: "Samarbeta"}))
    activity = version.activities.get()

    assert (activity.title_sv, activity.title_en) == ("Samarbeta", "Cooperate")
    assert activity.lead_sv == "Inledning"


def test_the_starting_content_went_in_through_the_same_door(
    starting_version: PlanVersion,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    settings: object,
) -> None:
    path = settings.MUNICIPALITY.pack / "plan" / "activities.csv"  # type: ignore[attr-defined]
    call_command(
        "import_plan",
        path,
        "--dry-run",
        plan=starting_version.plan.slug,
        plan_version=starting_version.slug,
    )

    said = capsys.readouterr().out
    assert "0 nya, 0 ändrade, 12 lämnade." in said
    assert "Det här är en provkörning" in said


@pytest.mark.parametrize(("ending", "write"), [(".csv", as_csv), (".xlsx", as_xlsx)])
def test_the_export_of_the_starting_content_imports_to_the_same(
    starting_version: PlanVersion, tmp_path: Path, ending: str, write: object
) -> None:
    path = tmp_path / f"plan{ending}"
    call_command(
        "export_plan", path, plan=starting_version.plan.slug, plan_version=starting_version.slug
    )
    assert run(starting_version, path).changed == []
    plan = PlanFactory()
    call_command("import_plan", path, plan=plan.slug, plan_version="kopia", years=[2018, 2022])
    copy = ensure_version(plan=plan.slug)

    assert as_csv(copy) == as_csv(starting_version)
    assert Board.objects.filter(responsibilities__activity__version=copy).distinct().count() == 6


def test_an_export_is_never_a_formula(tmp_path: Path) -> None:
    activity = ActivityFactory(title_sv="=HYPERLINK(1)", lead_sv="'=1", closing_sv="-1", number=1)
    BoardFactory()
    activity.applies_to_all_committees = True
    activity.save()
    path = tmp_path / "plan.xlsx"
    path.write_bytes(as_xlsx(activity.version))
    cells = [cell for row in load_workbook(path).active.iter_rows() for cell in row]  # type: ignore[union-attr]

    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    text = as_csv(activity.version).decode("utf-8-sig")
    assert "'=HYPERLINK(1);''=1;;'-1" in text
    assert run(activity.version, path).changed == []
    (tmp_path / "plan.csv").write_bytes(as_csv(activity.version))
    assert run(activity.version, tmp_path / "plan.csv").changed == []
