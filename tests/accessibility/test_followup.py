"""The pages of a follow-up that has gone on for years: no axe findings, nothing sideways."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from actionplan.reports.making import make_waiting_files
from portal.workbench.example import make_example
from tests.accessibility import axe
from tests.accessibility.test_matrix import SIDEWAYS
from tests.conftest import OpenPage
from tests.harness.database import connected_to, database_copy
from tests.harness.server import Server, serve

TODAY = date(2026, 11, 20)
PLAN, REPORTS = "/handlingsplanen/aktiviteter/", "/handlingsplanen/arsrapporter/"
PLACES = {
    "activities": PLAN,
    "an activity with answers": f"{PLAN}2018-2022/3/",
    "a board with answers": f"{PLAN}namnd/kommunstyrelsen/",
    "reports": REPORTS,
    "a report": f"{REPORTS}2025/1/",
    "a board's part": f"{REPORTS}2025/1/namnd/kommunstyrelsen/",
    "two years": f"{REPORTS}jamfor/2024/2025/",
}
LOOKS = [(320, "dark", "ltr"), (1280, "light", "ltr"), (320, "light", "rtl")]


@pytest.fixture(scope="module")
def followed_up(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    static_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """The portal after two closed years with reports, in the middle of a third. Only read."""
    with django_db_blocker.unblock(), database_copy("followed_up") as url:
        with connected_to(url):
            make_example(TODAY)
            make_waiting_files(datetime(2026, 11, 20, 9, tzinfo=UTC))
        with serve(url, static_folder, tmp_path_factory.mktemp("followed_up")) as running:
            yield running


@pytest.mark.parametrize(("width", "scheme", "direction"), LOOKS)
@pytest.mark.parametrize("place", PLACES)
def test_a_page_of_the_follow_up_is_open_to_everyone(
    place: str,
    width: int,
    scheme: str,
    direction: str,
    followed_up: Server,
    open_page: OpenPage,
) -> None:
    address = followed_up.url(PLACES[place])
    visit = open_page(address, width=width, scheme=scheme, direction=direction)
    page = visit.page
    assert visit.response.status == 200
    assert axe.findings(page) == []
    assert page.evaluate(SIDEWAYS) == 0
    assert visit.errors == []
    assert visit.traces["cookies"] == []
