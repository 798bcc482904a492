"""The desk of the yearly reports in the browser: open to all, valid, and it says how far it is."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from actionplan.reports.making import make_waiting_files
from tests import accounts
from tests.accessibility import axe
from tests.accessibility.test_matrix import SIDEWAYS
from tests.actionplan.report_stage import AFTER, closed_year, drafted, frozen
from tests.harness import machine
from tests.harness.server import Server
from tests.stage import PASSWORD

LIST = "/intranet/rapporter/"
PLACES = [
    "",
    "2027/1/",
    "2027/1/diarium/",
    "2027/1/namnd/kommunstyrelsen/",
    "2027/2/skriv/",
    "2027/2/forhandsgranska/",
    "2027/2/frys/",
]


@pytest.fixture
def desk(own_server: Server, browser: Browser) -> Iterator[Page]:
    """The coordinator on a phone, after a year with a frozen report and a correction begun."""
    stage = closed_year()
    frozen(stage)
    drafted(stage)
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(f"{own_server.address}{accounts.SIGN_IN}")
    accounts.fill_in(page, stage.coordinator.username, PASSWORD)
    page.wait_for_url(lambda url: accounts.SIGN_IN not in url)
    yield page
    context.close()


def test_the_desk_is_open_to_everyone_and_says_how_far_the_files_are(
    desk: Page, own_server: Server, tmp_path: Path
) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    faults = {}
    for number, place in enumerate(PLACES):
        response = desk.goto(f"{own_server.address}{LIST}{place}")
        assert response is not None
        assert response.status == 200, place
        (pages / f"{number}.html").write_bytes(response.body())
        found = axe.findings(desk)
        if sideways := desk.evaluate(SIDEWAYS):
            found.append(f"scrolls sideways by {sideways} px")
        if found:
            faults[place] = found
    assert not faults
    vnu = machine.node_module("vnu-jar/build/dist/vnu.jar")
    checked = subprocess.run(
        [machine.java(), "-jar", vnu, "--stdout", "--exit-zero-always", "--errors-only",
         "--format", "json", pages],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert json.loads(checked.stdout)["messages"] == []
    # The page shows by itself that the files have been made.
    desk.goto(f"{own_server.address}{LIST}2027/1/")
    expect(desk.locator("[data-progress]")).to_contain_text("0 av 4 filer")
    desk.evaluate("window.same = true")
    make_waiting_files(AFTER)
    expect(desk.locator("[data-progress]")).to_contain_text("4 av 4 filer", timeout=15_000)
    assert desk.evaluate("window.same")
