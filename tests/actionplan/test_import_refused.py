"""Import: what is said of a file that is not imported, and that it then changes nothing."""

import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from actionplan.activities.imports import columns as c
from actionplan.activities.models import Activity
from actionplan.plan.models import PlanVersion
from resources.desks.spreadsheets import MOST_BYTES
from tests.actionplan.plan_files import GOOD, csv_file, faults, run, xlsx_file

pytestmark = pytest.mark.django_db


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
        ("plan.xlsx", b"\xd0\xcf\x11\xe0l\xe5st", "låst med lösenord"),
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


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
@pytest.mark.parametrize("harm", ["damaged", "encrypted", "unknown packing"])
def test_a_harmed_excel_file_is_refused(
    version: PlanVersion, tmp_path: Path, part: str, harm: str
) -> None:
    path = xlsx_file(tmp_path, list(GOOD), ["1", "1", "Samverka", "Provnämnden A", "2030"])
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo(part)
    local, central = entry.header_offset, data.rindex(b"PK\x01\x02", 0, data.rindex(part.encode()))
    packed = local + 30 + len(part)
    if harm == "damaged":
        data[packed : packed + entry.compress_size] = b"\xff" * entry.compress_size
    elif harm == "encrypted":
        data[local + 6] |= 1
        data[central + 8] |= 1
    else:
        data[local + 8] = data[central + 10] = 99
    path.write_bytes(data)

    assert "ingen hel Excelfil" in faults(version, path)[0]


def test_an_excel_file_with_an_unknown_word_inside_is_refused(
    version: PlanVersion, tmp_path: Path
) -> None:
    path = xlsx_file(tmp_path, list(GOOD))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"visibility=", b"sikt=")
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)

    assert "ingen hel Excelfil" in faults(version, path)[0]


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
