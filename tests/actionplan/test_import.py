"""Import: what a file does to a version, and what it says when it does nothing."""

import csv
import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook

from actionplan.activities.imports import columns as c
from actionplan.activities.imports.exporting import as_csv, as_xlsx
from actionplan.activities.imports.faults import ImportRefused
from actionplan.activities.imports.files import MOST_BYTES, read_table
from actionplan.activities.imports.importing import Outcome, import_table
from actionplan.activities.models import Activity, ActivityClosure, Milestone
from actionplan.plan.models import PlanVersion
from actionplan.plan.services import ensure_version
from resources.municipality.models import Board
from tests.factories import ActivityFactory, BoardFactory, PlanFactory, PlanVersionFactory, adopted

pytestmark = pytest.mark.django_db

GOOD = {
    c.NUMBER: "1",
    c.PART: "1",
    c.TITLE: "Samverka",
    c.RESPONSIBLE: "Provnämnden A",
    c.SCHEDULE: "2030–2034",
}


@pytest.fixture
def version() -> PlanVersion:
    """An empty draft, with two boards to name."""
    BoardFactory(name_sv="Provnämnden A")
    BoardFactory(name_sv="Provnämnden B")
    return PlanVersionFactory()


def csv_file(folder: Path, *rows: dict[str, str], separator: str = ";", bom: bool = False) -> Path:
    headings = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, headings, delimiter=separator, restval="")
    writer.writeheader()
    writer.writerows(rows)
    path = folder / "plan.csv"
    path.write_bytes(text.getvalue().encode("utf-8-sig" if bom else "utf-8"))
    return path


def xlsx_file(folder: Path, *rows: list[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    path = folder / "plan.xlsx"
    book.save(path)
    return path


def run(version: PlanVersion, path: Path, *, dry_run: bool = False) -> Outcome:
    return import_table(version, read_table(path), dry_run=dry_run)


def faults(version: PlanVersion, path: Path) -> list[str]:
    with pytest.raises(ImportRefused) as refused:
        run(version, path)
    return [str(fault) for fault in refused.value.faults]


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


WRONG_CELLS = [
    ({c.NUMBER: "ett"}, "Rad 2, kolumnen Nummer: ”ett” går inte. Skriv ett heltal"),
    ({c.NUMBER: "0"}, "Rad 2, kolumnen Nummer: ”0” går inte"),
    ({c.NUMBER: "1.5"}, "Rad 2, kolumnen Nummer: ”1.5” går inte"),
    ({c.NUMBER: ""}, "Rad 2, kolumnen Nummer: Cellen är tom"),
    ({c.PART: "3"}, "Rad 2, kolumnen Del: ”3” går inte. Skriv ett heltal, 1 eller 2."),
    ({c.TITLE: ""}, "Rad 2, kolumnen Rubrik: Cellen är tom"),
    ({c.TITLE: "x" * 201}, "Rad 2, kolumnen Rubrik: "),
    ({c.RESPONSIBLE: "Okända nämnden"}, "Rad 2, kolumnen Ansvarig: ”okända nämnden” finns inte"),
    ({c.RESPONSIBLE: ""}, "Rad 2, kolumnen Ansvarig: Cellen är tom"),
    ({c.RESPONSIBLE: "Provnämnden A;Provnämnden A"}, "står två gånger"),
    ({c.RESPONSIBLE: "Provnämnden A | chef"}, "Rollen ”chef” finns inte"),
    (
        {c.RESPONSIBLE: "Provnämnden A | Huvudansvar\nProvnämnden B | Huvudansvar"},
        "Bara en kan ha huvudansvar",
    ),
    ({c.AREAS: "Rymden"}, "Rad 2, kolumnen Områden: ”Rymden” finns inte"),
    ({c.TARGET_GROUPS: "Marsianer"}, "Rad 2, kolumnen Målgrupper: ”Marsianer” finns inte"),
    ({c.START_YEAR: "2031"}, "Tidplanen säger något annat"),
    ({c.SCHEDULE: "?", c.START_YEAR: "2031", c.END_YEAR: "2030"}, "Slutåret ligger före"),
    ({c.SCHEDULE: "?", c.END_YEAR: "2030", c.ONGOING: "ja"}, "har inget slutår"),
    ({c.ONGOING: "kanske"}, "Skriv ja eller lämna cellen tom"),
    ({c.MILESTONES: "Ett steg | i maj"}, "”i maj” är inget datum"),
    ({c.MILESTONES: "Ett steg | 2030-02-30"}, "är inget datum"),
    ({c.CLOSURE: "Typ klar"}, "”Typ klar” går inte"),
    ({c.CLOSURE: "Genomförd"}, "Skriv var uppgiften kommer ifrån"),
    (
        {c.CLOSURE: "Avslutad utan att genomföras", c.CLOSURE_SOURCE: "Nämnden"},
        "Skriv skälet",
    ),
    ({c.CLOSURE_YEAR: "2031"}, "Skriv hur aktiviteten avslutades"),
    ({c.POINTS: "Ett", "Punkter (en)": "One\nTwo"}, "Här står 2 rader, men i Punkter står 1."),
    ({c.POINTS: "x" * 1001}, "Rad 2, kolumnen Punkter: "),
    ({c.ID: "mitt id"}, "Id känns inte igen"),
    ({c.LEAD: "Noll\x00byte"}, "tecken som inte syns"),
]


@pytest.mark.parametrize(("cells", "said"), WRONG_CELLS, ids=lambda value: str(value)[:40])
def test_a_wrong_cell_is_named_with_row_column_and_cure(
    version: PlanVersion, tmp_path: Path, cells: dict[str, str], said: str
) -> None:
    found = faults(version, csv_file(tmp_path, GOOD | cells, GOOD | {c.NUMBER: "2"}))

    assert said in " ".join(found)
    assert all(fault.endswith(".") for fault in found)
    assert not version.activities.exists()


def test_every_fault_of_a_file_is_told_at_once(version: PlanVersion, tmp_path: Path) -> None:
    found = faults(
        version,
        csv_file(
            tmp_path,
            GOOD | {c.PART: "9", c.AREAS: "Rymden"},
            GOOD | {c.NUMBER: "2"},
            GOOD | {c.NUMBER: "x", c.RESPONSIBLE: "Ingen"},
        ),
    )

    assert [fault.split(":")[0] for fault in found] == [
        "Rad 2, kolumnen Del",
        "Rad 2, kolumnen Områden",
        "Rad 4, kolumnen Ansvarig",
        "Rad 4, kolumnen Nummer",
    ]


def test_numbers_and_ids_are_alone(version: PlanVersion, tmp_path: Path) -> None:
    assert "Numret 1 står på flera rader" in faults(version, csv_file(tmp_path, GOOD, GOOD))[0]
    run(version, csv_file(tmp_path, GOOD, GOOD | {c.NUMBER: "2"}))
    first, _ = Activity.objects.of(version)
    moved = GOOD | {c.ID: str(first.lineage), c.NUMBER: "2"}
    assert "inte står i filen" in faults(version, csv_file(tmp_path, moved))[0]
    same = GOOD | {c.ID: str(first.lineage)}
    assert any(
        "Samma Id" in fault
        for fault in faults(version, csv_file(tmp_path, same, same | {c.NUMBER: "2"}))
    )


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("plan.csv", b"", "Filen är tom"),
        ("plan.csv", b"Nummer;Del;Rubrik;Ansvarig;Tidplan\n", "inga aktiviteter"),
        ("plan.csv", b"Nummer;Del\n1;1\n", "kolumnen Rubrik: Kolumnen saknas"),
        ("plan.csv", b"Nummer;Del;Rubrik;Ansvarig;Tidplan;Inledningg\n1\n", "Menar du Inledning?"),
        ("plan.csv", b"Nummer;Nummer\n1;1\n", "står två gånger"),
        ("plan.csv", b"Nummer;Del\n1;1;mer\n", "fler celler än rubriker"),
        ("plan.csv", "Nummer;Områden".encode("latin-1"), "inte sparad som UTF-8"),
        ("plan.csv", b'Nummer;Del\n"1;1\n', "Kontrollera citattecknen"),
        ("plan.csv", b"x" * (MOST_BYTES + 1), "större än 5 MB"),
        ("plan.csv", b"Nummer\n" + b"1\n" * 2001, "fler än 2000 rader"),
        ("plan.xlsx", b"Nummer;Del\n", "ingen Excelfil"),
        ("plan.xlsx", b"PK\x03\x04 trasig", "ingen hel Excelfil"),
        ("plan.xls", b"\xd0\xcf\x11\xe0gammal", "gamla format"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_a_sentence(
    version: PlanVersion, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    assert said in " ".join(faults(version, path))


def test_a_file_that_does_not_exist(version: PlanVersion, tmp_path: Path) -> None:
    assert "går inte att läsa" in faults(version, tmp_path / "saknas.csv")[0]


def test_an_excel_file_that_swells_is_refused(version: PlanVersion, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (51 * 1024 * 1024))

    assert "för stor när den packas upp" in faults(version, path)[0]


def test_a_zip_without_a_sheet_is_refused(version: PlanVersion, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hej.txt", "hej")

    assert "ingen hel Excelfil" in faults(version, path)[0]


def test_a_formula_is_refused_and_never_worked_out(version: PlanVersion, tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, list(GOOD), ["=1+0", 1, "Samverka", "Provnämnden A", "2030"])

    assert "Rad 2, kolumnen A: Cellen har en formel" in faults(version, path)[0]


def test_an_excel_file_with_three_faulty_rows_imports_nothing_and_names_the_three(
    version: PlanVersion, tmp_path: Path
) -> None:
    good = ["Samverka", "Provnämnden A", "2030"]
    path = xlsx_file(
        tmp_path,
        list(GOOD),
        [1, 1, *good],
        ["två", 1, *good],
        [3, 7, *good],
        [4, 2, "Samverka", "Okända nämnden", "2030"],
        [5, 2, *good],
    )
    with pytest.raises(CommandError) as refused:
        call_command("import_plan", path, plan=version.plan.slug, plan_version=version.slug)

    said = str(refused.value)
    assert "Inget är inläst" in said
    assert [line.split(",")[0].strip() for line in said.splitlines()[1:]] == [
        "Rad 3",
        "Rad 4",
        "Rad 5",
    ]
    assert not version.activities.exists()


class TestAdopted:
    """A file and an adopted version."""

    @pytest.fixture
    def locked(self, version: PlanVersion, tmp_path: Path) -> PlanVersion:
        run(version, csv_file(tmp_path, GOOD | {c.POINTS: "Ett"}))
        return adopted(version)

    def test_what_the_plan_says_is_not_changed(self, locked: PlanVersion, tmp_path: Path) -> None:
        found = faults(locked, csv_file(tmp_path, GOOD | {c.TITLE: "Annat", c.POINTS: "Två"}))

        assert [fault.split(":")[0] for fault in found] == [
            "Rad 2, kolumnen Punkter",
            "Rad 2, kolumnen Rubrik",
        ]
        assert "Versionen är antagen" in found[0]

    def test_nothing_is_added(self, locked: PlanVersion, tmp_path: Path) -> None:
        found = faults(locked, csv_file(tmp_path, GOOD, GOOD | {c.NUMBER: "2"}))

        assert found == [
            "Rad 3: Versionen är antagen. En ny aktivitet kräver en ny version av planen."
        ]

    def test_the_same_file_goes_through(self, locked: PlanVersion, tmp_path: Path) -> None:
        assert run(locked, csv_file(tmp_path, GOOD | {c.POINTS: "Ett"})).left == ["1. Samverka"]

    def test_the_official_wording_is_entered_once(
        self, locked: PlanVersion, tmp_path: Path
    ) -> None:
        run(locked, csv_file(tmp_path, GOOD | {c.OFFICIAL_TEXT: "Ordagrant."}))
        assert locked.activities.get().official_text_sv == "Ordagrant."

        found = faults(locked, csv_file(tmp_path, GOOD | {c.OFFICIAL_TEXT: "Annat."}))
        assert "Planens ordalydelse: Versionen är antagen" in found[0]

    def test_our_reading_translations_and_steps_go_through(
        self, locked: PlanVersion, tmp_path: Path
    ) -> None:
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
    call_command("import_plan", path, plan=plan.slug, years=[2018, 2022])
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
