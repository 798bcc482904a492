"""*Så skyddar vi dig* says what was measured, no more; without a measurement it says so."""

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import Settings

from portal.delivery.evidence import Evidence, read_evidence
from tests.harness.evidence import Gathering

PLACE = "/sa-skyddar-vi-dig/"
WALK = {
    "browser": "Chromium 999.1",
    "pages": 23,
    "cookies": [],
    "storage": [],
    "other_hosts": [],
    "words_found": [],
}
VIEWS = [
    {"page": "StartPage", "width": 360, "bytes": 38_500, "requests": 6},
    {"page": "FinderPage", "width": 360, "bytes": 51_234, "requests": 5},
]


@pytest.fixture
def file(settings: Settings, tmp_path: Path) -> Path:
    """Where the page looks for the proof, instead of where the real one is: nothing there yet."""
    path = tmp_path / "evidence.json"
    settings.EVIDENCE_FILE = path
    return path


def measured(file: Path, **changed: object) -> Evidence:
    """Write a proof as `make evidence` does, and read it."""
    gathering = Gathering()
    gathering.walk = WALK | changed
    gathering.views = VIEWS
    gathering.exits = [True, True, True]
    # After midnight in Sweden.
    gathering.write(file, datetime(2031, 5, 6, 22, 30, tzinfo=UTC))
    evidence = read_evidence()
    assert evidence is not None
    return evidence


def main(client: Client) -> BeautifulSoup:
    found = BeautifulSoup(client.get(PLACE).content, "html.parser").find("main")
    assert found is not None
    return BeautifulSoup(str(found), "html.parser")


def shown(client: Client) -> dict[str, str]:
    """The rows of the table with the proof."""
    rows = main(client).find_all("table")[-1].select("tbody tr")
    texts = [[" ".join(cell.get_text().split()) for cell in row.select("th, td")] for row in rows]
    return {name: value for name, value in texts}


@pytest.mark.django_db
def test_the_page_shows_exactly_what_was_measured(client: Client, file: Path) -> None:
    evidence = measured(file)
    assert shown(client) == {
        "Dag": "7 maj 2031",
        "Version av webbplatsens kod": evidence.commit,
        "Webbläsare": "Chromium 999.1",
        "Öppnade sidor, med sökning och vägvisaren": "23",
        "Kakor": "Inga",
        "Sparat i webbläsaren": "Inget",
        "Andra webbplatser som kontaktades": "Inga",
        "Sökordet fanns efteråt i adresser, loggar eller databas": "Nej",
        "Lämna sidan snabbt: försök där Bakåt aldrig visade våra sidor": "3 av 3",
        "Tyngsta första besöket": "51 234 byte",
        "Flest anrop vid ett första besök": "6",
    }
    assert "Ej provad" not in main(client).get_text()


@pytest.mark.django_db
def test_a_bad_result_is_shown_as_it_is(client: Client, file: Path) -> None:
    measured(
        file,
        cookies=["sessionid"],
        storage=["localStorage spår"],
        other_hosts=["stats.example"],
        words_found=["loggar", '"portal_sokord" as place'],
    )
    rows = shown(client)
    assert rows["Kakor"] == "sessionid"
    assert rows["Sparat i webbläsaren"] == "localStorage spår"
    assert rows["Andra webbplatser som kontaktades"] == "stats.example"
    assert "loggar" in rows["Sökordet fanns efteråt i adresser, loggar eller databas"]


@pytest.mark.django_db
def test_without_a_proof_nothing_is_claimed(client: Client, file: Path) -> None:
    assert read_evidence() is None
    text = main(client).get_text(" ")
    assert "Ej provad" in text
    assert not main(client).find_all("table")


@pytest.mark.django_db
def test_the_page_names_what_may_be_kept_and_leads_on(client: Client, file: Path) -> None:
    page = main(client)
    kept = [" ".join(trace.get_text(" ").split()) for trace in page.select(".kept > li")]
    assert [text.split()[1] for text in kept] == ["sessionid", "csrftoken", "exit"]
    for text in kept:
        for word in ("När den kommer", "Varför", "När den försvinner"):
            assert word in text
    assert page.find("a", href="/din-webblasare/")


def test_a_run_that_did_not_measure_everything_writes_nothing(file: Path) -> None:
    with pytest.raises(RuntimeError, match="the walk, the first views, the exit"):
        Gathering().write(file, datetime.now(UTC))
    assert not file.exists()


@pytest.mark.parametrize("lost", [field.name for field in dataclasses.fields(Evidence)])
def test_a_proof_without_one_of_its_figures_is_none(lost: str, file: Path) -> None:
    measured(file)
    facts = json.loads(file.read_text("utf-8"))
    del facts[lost]
    file.write_text(json.dumps(facts), "utf-8")
    with pytest.raises(ValueError, match="cannot be read"):
        read_evidence()


def test_a_proof_with_more_than_its_figures_is_none(file: Path) -> None:
    measured(file)
    facts = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**facts, "remark": "fint"}), "utf-8")
    with pytest.raises(ValueError, match="cannot be read"):
        read_evidence()


def test_the_kept_proof_can_be_read() -> None:
    # Whatever it says; without one there is nothing to read.
    evidence = read_evidence()
    assert evidence is None or evidence.heaviest.bytes > 0
