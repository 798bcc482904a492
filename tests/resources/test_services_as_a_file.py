"""The services as a file: out, in again, and what is refused."""

import io
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from resources.desks.spreadsheets import csv_bytes, read_table
from resources.services.choices import ChannelKind
from resources.services.hours import week_of
from resources.services.imports.columns import HEADINGS
from resources.services.models import Channel, Organization, Schedule, Service
from resources.services.opening_hours import ROUND_THE_CLOCK, DifferentDays, Span
from resources.services.services import set_different_days, set_week
from tests.factories import ChannelFactory, OrganizationFactory, ServiceFactory, UnitFactory

pytestmark = pytest.mark.django_db

TWO = (Span(time(9), time(12)), Span(time(21), time(3), closes_next_day=True))
DIFFERENT = [
    DifferentDays(date(2026, 12, 24), date(2026, 12, 26), (), "jul"),
    DifferentDays(date(2026, 12, 31), date(2026, 12, 31), (TWO[0],)),
]


def written(folder: Path, *rows: dict[str, str]) -> Path:
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    path = folder / "stod.csv"
    path.write_bytes(csv_bytes(headings, [[row.get(h, "") for h in headings] for row in rows]))
    return path


def run(path: Path, **options: Any) -> str:
    told = io.StringIO()
    call_command("import_services", path, stdout=told, **options)
    return told.getvalue()


def everything() -> list[list[Any]]:
    models = (Service, Channel, Schedule)
    return [list(model._base_manager.order_by("pk").values_list()) for model in models]


def new(**cells: str) -> dict[str, str]:
    if not Organization.objects.filter(name_sv="Provaktören").exists():
        OrganizationFactory(name_sv="Provaktören")
    return {
        "Stöd": "provjouren",
        "Namn": "Provjouren",
        "Aktör": "Provaktören",
        "Får ses av": "invånare",
        "Slag": "telefon",
        "Nummer eller adress": "090-16 10 00",
    } | cells


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_written_out_imports_again_and_changes_nothing(tmp_path: Path, ending: str) -> None:
    service = ServiceFactory(
        summary_sv="=SUMMA(A1) står här",
        owner_unit=UnitFactory(),
        age_from=18,
        cost="free",
        languages=["sv", "fi"],
        offers_interpreter="no",
        ended_on="2099-01-01",
    )
    channel = ChannelFactory(service=service, verified_on="2026-01-01", is_always_certain=True)
    set_week(channel, {1: (ROUND_THE_CLOCK,), 3: TWO})
    set_different_days(channel, DIFFERENT)
    path = tmp_path / f"stod.{ending}"
    call_command("export_services", path, stdout=io.StringIO())
    before = everything()

    told = run(path)

    assert "0 nya, 0 ändrade" in told
    assert everything() == before
    assert read_table(path).headings == tuple(HEADINGS)


def test_a_file_makes_services_with_channels_and_hours(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        new(**{"För vem": "den som utsätts; barn och unga", "Måndag": "9-12", "Fredag": "21–03"}),
        {"Stöd": "provjouren", "Slag": "webbplats", "Nummer eller adress": "https://example.org/"},
    )

    told = run(path)

    assert "3 nya, 0 ändrade, 0 lämnade" in told
    service = Service.objects.get(slug="provjouren")
    assert service.for_whom == ["exposed", "child"]
    phone = service.channels.get(kind=ChannelKind.PHONE)
    assert (phone.value, phone.display) == ("090161000", "090-16 10 00")
    assert sorted(week_of(phone)) == [1, 5]
    assert "0 nya, 0 ändrade, 3 lämnade" in run(path)


def test_a_dry_run_tells_and_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, new())

    told = run(path, dry_run=True)

    assert "Ny: Provjouren" in told
    assert "Inget är ändrat" in told
    assert not Service.objects.filter(slug="provjouren").exists()


def test_a_number_is_changed_by_its_id_and_the_rest_is_left(tmp_path: Path) -> None:
    channel = ChannelFactory(value="090161000", evidence="Skylten")
    other = ChannelFactory(service=channel.service, value="090161001")
    cells = {"Stöd": channel.service.slug, "Id": str(channel.pk), "Slag": "telefon"}

    told = run(written(tmp_path, cells | {"Nummer eller adress": "090-16 10 02"}))

    assert "090161000 → 090161002" in told
    channel.refresh_from_db()
    assert (channel.value, channel.evidence) == ("090161002", "Skylten")
    assert Channel.objects.get(pk=other.pk).value == "090161001"


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"Måndag": "nio till tolv"}, "Rad 3, kolumnen Måndag: ”nio till tolv” går inte att läsa"),
        ({"Nummer eller adress": "ring mig"}, "Rad 3, kolumnen Nummer eller adress: Ett tele"),
        ({"Slag": "brev"}, "Rad 3, kolumnen Slag: ”brev” finns inte. Välj bland: telefon"),
        ({"Slag": ""}, "Rad 3, kolumnen Slag: Skriv vilket slag"),
        ({"Kontrollerad": "i går"}, "Rad 3, kolumnen Kontrollerad: Skriv dagen som"),
        ({"Kontrollerad": "2099-01-01"}, "Rad 3, kolumnen Kontrollerad: Dagen kan inte ligga"),
        ({"Avvikande dagar": "jul"}, "Rad 3, kolumnen Avvikande dagar: Skriv en rad för varje"),
        ({"Id": "999999"}, "Rad 3, kolumnen Id: Stödet har ingen kontaktväg"),
        ({"Namn": "Ett annat namn"}, "kolumnen Namn: Raderna för stödet säger olika"),
        ({"Nummer eller adress": "090161000"}, "Rad 3, kolumnen Nummer eller adress: Samma"),
        ({"Stöd": "annan", "Aktör": "Ingen"}, "Rad 3, kolumnen Aktör: Det finns ingen med namn"),
        ({"Stöd": "annan", "Aktör": ""}, "Rad 3, kolumnen Aktör:"),
        ({"Stöd": ""}, "Rad 3, kolumnen Stöd:"),
        ({"Våldsområden": "finns-inte"}, "kolumnen Våldsområden: Det finns inget område"),
        ({"Rubriken": "x"}, "Rad 1, kolumnen Rubriken: Rubriken känns inte igen"),
    ],
)
def test_a_fault_says_where_it_is_and_nothing_is_read_in(
    tmp_path: Path, cells: dict[str, str], fault: str
) -> None:
    good = new()
    path = written(tmp_path, good, good | {"Nummer eller adress": "090-16 10 01"} | cells)
    before = everything()

    with pytest.raises(CommandError) as refused:
        run(path)

    assert fault in str(refused.value)
    assert everything() == before


def test_a_file_cannot_protect_a_place_that_is_there(tmp_path: Path) -> None:
    service = ServiceFactory(street_address="Storgatan 1")
    cells = {"Stöd": service.slug, "Slag": "", "Nummer eller adress": "", "Gatuadress": ""}

    with pytest.raises(CommandError, match="Gör det till skyddad plats i redaktionen"):
        run(written(tmp_path, cells | {"Skyddad plats": "ja"}))

    assert not Service.objects.get(pk=service.pk).is_protected_place


def test_a_file_makes_a_protected_place_and_leaves_one_as_it_is(tmp_path: Path) -> None:
    path = written(tmp_path, new(**{"Skyddad plats": "ja"}))
    run(path)

    assert Service.objects.get(slug="provjouren").is_protected_place
    assert "0 nya, 0 ändrade" in run(path)


def test_a_number_that_a_file_changes_is_no_longer_checked(tmp_path: Path) -> None:
    channel = ChannelFactory(value="090161000", verified_on="2026-01-01")
    cells = {
        "Stöd": channel.service.slug,
        "Id": str(channel.pk),
        "Slag": "telefon",
        "Nummer eller adress": "090161002",
        "Kontrollerad": "2026-01-01",
    }

    told = run(written(tmp_path, cells))

    assert "Kontrollerad: 2026-01-01 → (tomt)" in told
    assert Channel.objects.get(pk=channel.pk).verified_on is None


def test_a_file_holds_languages_interpreter_end_and_numbers_that_never_change(
    tmp_path: Path,
) -> None:
    cells = {
        "Språk": "svenska; nordsamiska",
        "Tolk": "tolk finns",
        "Om språk": "Fråga efter tolk.",
        "Upphör": "2027-01-01",
        "Alltid säker": "ja",
    }
    path = written(tmp_path, new(**cells))

    run(path)

    service = Service.objects.get(slug="provjouren")
    assert service.languages == ["sv", "se"]
    assert service.offers_interpreter == "yes"
    assert service.languages_note_sv == "Fråga efter tolk."
    assert service.ended_on == date(2027, 1, 1)
    assert service.channels.get().is_always_certain
    assert "0 nya, 0 ändrade" in run(path)
