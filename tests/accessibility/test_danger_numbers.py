"""112, 114 14 and Kvinnofridslinjen are on the first screen of a small phone, and the exit too."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.accessibility import axe
from tests.addresses import PUBLIC, PUBLIC_TYPES, Address
from tests.conftest import OpenPage
from tests.harness.browser import Visit
from tests.harness.server import Server, serve

WIDTH, HEIGHT = 360, 640
NUMBERS = [line.tel for line in settings.MUNICIPALITY.danger_lines if line.strip_text]
EXIT = "a.exit"
ON_TOP = """link => {
  const box = link.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {left: box.left, right: box.right, top: box.top, bottom: box.bottom,
          height: box.height, width: box.width, covered: !(top && link.contains(top))};
}"""


def place(visit: Visit, selector: str) -> dict[str, Any]:
    """Where the first visible link of a kind stands, and whether something covers it."""
    link = visit.page.locator(f"{selector}:visible").first
    found: dict[str, Any] = link.evaluate(ON_TOP)
    return found


def check_exit(visit: Visit, height: int) -> None:
    """The exit is on the screen, large and on top, wherever the reader is on the page."""
    assert visit.page.locator(EXIT).get_attribute("href") == settings.MUNICIPALITY.neutral_site
    for where in ("0", "document.body.scrollHeight / 2", "document.body.scrollHeight"):
        visit.page.evaluate(f"() => scrollTo(0, {where})")
        found = place(visit, EXIT)
        assert found["top"] >= 0, where
        assert found["bottom"] <= height, where
        assert min(found["height"], found["width"]) >= 44, where
        assert not found["covered"], where


def test_there_are_three_numbers_in_the_strip() -> None:
    assert NUMBERS == ["tel:112", "tel:11414", "tel:020505050"]


@pytest.mark.parametrize("case", PUBLIC)
def test_numbers_and_exit_stand_on_the_first_screen_of_a_phone(
    case: str, addresses: Callable[[str], Address], server: Server, open_page: OpenPage
) -> None:
    visit = open_page(server.url(addresses(case).path), width=WIDTH, height=HEIGHT)
    for number in NUMBERS:
        found = place(visit, f'a[href="{number}"]')
        assert found["top"] >= 0, number
        assert found["left"] >= 0, number
        assert found["bottom"] <= HEIGHT, number
        assert found["right"] <= WIDTH, number
        assert found["height"] >= 24, f"{number} is too small to tap"
        assert not found["covered"], f"something covers {number}"
    check_exit(visit, HEIGHT)

    # At the foot of the page the bar has a place of its own, and covers no link.
    last = visit.page.locator("a:visible").last.evaluate(ON_TOP)
    assert last["bottom"] <= place(visit, EXIT)["top"]
    assert not last["covered"]


def test_when_the_database_is_gone_the_numbers_are_still_there(
    static_folder: Path, tmp_path: Path, open_page: OpenPage
) -> None:
    with serve("postgres://nobody@127.0.0.1:1/nothing", static_folder, tmp_path) as broken:
        visit = open_page(broken.url("/"), width=WIDTH, height=HEIGHT)
        assert visit.response.status == 500
        for number in NUMBERS:
            assert place(visit, f'a[href="{number}"]')["bottom"] <= HEIGHT, number
        check_exit(visit, HEIGHT)
        assert axe.findings(visit.page) == []
        assert visit.errors == []
        assert visit.traces == {"cookies": [], "storage": [{}, {}]}


@pytest.mark.parametrize("case", PUBLIC_TYPES)
def test_the_exit_is_at_hand_on_a_wide_screen(
    case: str, addresses: Callable[[str], Address], server: Server, open_page: OpenPage
) -> None:
    visit = open_page(server.url(addresses(case).path), width=1280, height=HEIGHT)
    check_exit(visit, HEIGHT)
