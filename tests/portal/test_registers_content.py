"""The starting registers hold the facts, and loading them again leaves editors' work alone."""

import csv
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from portal.content.models import PlantedRow
from portal.content.registers import load_registers
from resources.documents.models import ReferencedDocument
from resources.links.models import Link
from resources.municipality.models import Board, MandatePeriod
from resources.services.choices import Audience
from resources.services.models import Channel, Organization, Service
from resources.violence.models import ViolenceArea

pytestmark = pytest.mark.django_db

SEVENTEEN = [
    "Centrum mot våld",
    "UmeBrå",
    "Konsultationsforum mot hedersrelaterat våld",
    "Konsultationsforum mot våldsbejakande extremism",
    "Polisen",
    "Länsstyrelsen Västerbotten",
    "Region Västerbotten",
    "Brottsofferjouren",
    "Kvinno- & Tjejjouren i Umeå",
    "Öppen gemenskaps kvinnojour",
    "BRIS",
    "RFSL – våld i HBTQ-relationer",
    "Nationellt centrum för kvinnofrid (NCK)",
    "Nationellt kunskapsstöd (NMT) från Socialstyrelsen och Länsstyrelsen",
    "Jämställdhetsmyndigheten",
    "Brottsoffermyndigheten",
    "Brottsförebyggande rådet (Brå)",
]
PROFESSIONAL_NUMBERS = {"0102235760", "020390000", "0852744290", "0852758440"}


@pytest.fixture(autouse=True)
def loaded() -> None:
    load_registers(settings.MUNICIPALITY.pack)


def test_loading_again_makes_nothing() -> None:
    assert load_registers(settings.MUNICIPALITY.pack) == []


def test_every_organization_that_the_plan_names_is_there() -> None:
    named = Organization.objects.named_in_plan()
    assert [organization.name_sv for organization in named] == SEVENTEEN


def test_lines_for_professionals_are_not_visible() -> None:
    hidden = Channel.objects.filter(value__in=PROFESSIONAL_NUMBERS)

    assert {channel.value for channel in hidden} == PROFESSIONAL_NUMBERS
    assert not hidden & Channel.objects.visible()
    assert not Service.objects.visible().filter(audience=Audience.PROFESSIONAL)
    assert Service.objects.for_professionals().count() == 6


def test_four_numbers_are_certain_and_no_other_is_verified() -> None:
    certain = Channel.objects.filter(is_always_certain=True)

    assert {channel.value for channel in certain} == {"112", "11414", "020505050", "116111"}
    assert not Channel.objects.filter(verified_on__isnull=False)


def test_what_nobody_knows_is_empty() -> None:
    assert Channel.objects.unanswered().count() == 7
    assert Link.objects.unanswered().count() == 7
    assert ReferencedDocument.objects.not_in_hand().count() == 5
    assert not Link.objects.filter(checked_on__isnull=False)
    assert not [area for area in ViolenceArea.objects.all() if area.how_chosen]
    assert not Service.objects.filter(assured_on__isnull=False)


def test_the_six_areas_stand_in_the_plans_order() -> None:
    assert [area.slug for area in ViolenceArea.objects.all()] == [
        "offentlig-miljo",
        "nara-relationer",
        "heder",
        "extremism",
        "utnyttjad",
        "granser",
    ]


def test_all_committees_are_the_committees_of_the_facts() -> None:
    assert Board.objects.count() == 18
    assert Board.objects.all_committees(2019).count() == 15
    assert [str(period) for period in MandatePeriod.objects.all()] == ["2018–2022", "2022–2026"]


def test_an_address_that_must_never_be_shown_has_no_field_that_holds_it() -> None:
    protected = Service.objects.filter(organization__has_protected_address=True)

    assert protected.count() == 2
    assert all(service.is_protected_place for service in protected)


def test_what_an_editor_has_changed_stays() -> None:
    board = Board.objects.get(slug="fritidsnamnden")
    board.name = "Fritids- och kulturnämnden"
    board.save()
    service = Service.objects.get(slug="centrum-mot-vald")
    service.channels.update(value="090161000")
    service.areas.clear()

    assert load_registers(settings.MUNICIPALITY.pack) == []

    board.refresh_from_db()
    assert board.name == "Fritids- och kulturnämnden"
    assert [channel.value for channel in Channel.objects.filter(service=service)] == ["090161000"]
    assert not service.areas.exists()


def test_a_row_that_an_editor_has_deleted_stays_away() -> None:
    Service.objects.get(slug="terrafem").delete()

    assert load_registers(settings.MUNICIPALITY.pack) == []
    assert not Service.objects.filter(slug="terrafem").exists()


def test_a_row_that_an_editor_has_renamed_is_not_made_again() -> None:
    link = Link.objects.get(title="Bris")
    link.title = "Bris, barnens rätt i samhället"
    link.save()

    assert load_registers(settings.MUNICIPALITY.pack) == []


def test_what_a_new_pack_adds_is_made_with_its_channels() -> None:
    Service.objects.get(slug="terrafem").delete()
    PlantedRow.objects.get(key="service:terrafem").delete()

    with override("en"):
        made = load_registers(settings.MUNICIPALITY.pack)

    assert len(made) == 2
    service = Service.objects.get(slug="terrafem")
    assert service.name_sv == "Terrafem"
    assert [channel.text for channel in service.known_channels] == ["020-52 10 10"]


@pytest.mark.parametrize(
    ("file", "change", "sentence"),
    [
        ("channels.csv", {"service": "prov", "value": "ring"}, r"channels.csv, rad 2: .*siffror"),
        ("services.csv", {"slug": "prov", "organization": "x"}, r"services.csv, rad 2: “x” finns"),
    ],
)
def test_a_faulty_row_is_named_and_nothing_is_made(
    tmp_path: Path, file: str, change: dict[str, str], sentence: str
) -> None:
    folder = tmp_path / "registers"
    folder.mkdir()
    for source in (settings.MUNICIPALITY.pack / "registers").glob("*.csv"):
        with source.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.DictReader(opened))
        if source.name == "services.csv":
            rows[0]["slug"] = "prov"
        if source.name == file:
            rows[0] |= change
        with (folder / source.name).open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, rows[0])
            writer.writeheader()
            writer.writerows(rows)

    with pytest.raises(ValueError, match=sentence):
        load_registers(tmp_path)

    assert not Service.objects.filter(slug="prov").exists()
