"""112, 114 14 and Kvinnofridslinjen are on the first screen of a small phone, and the exit too."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from tests.addresses import PUBLIC, Address
from tests.conftest import OpenPage
from tests.harness.server import Server

WIDTH, HEIGHT = 360, 640
NUMBERS = [line.tel for line in settings.MUNICIPALITY.danger_lines if line.strip_text]
EXIT = settings.MUNICIPALITY.neutral_site
ON_TOP = """link => {
  const box = link.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {left: box.left, right: box.right, top: box.top, bottom: box.bottom,
          height: box.height, width: box.width, covered: !(top && link.contains(top))};
}"""


def place(visit: Any, selector: str) -> dict[str, Any]:
    """Where the first visible link of a kind stands, and whether something covers it."""
    link = visit.page.locator(f"{selector}:visible").first
    found: dict[str, Any] = link.evaluate(ON_TOP)
    return found


def test_there_are_three_numbers_in_the_strip() -> None:
    assert NUMBERS == ["tel:112", "tel:11414", "tel:020505050"]


@pytest.mark.parametrize("case", PUBLIC)
def test_the_numbers_stand_on_the_first_screen_of_a_phone(
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


@pytest.mark.parametrize("case", PUBLIC)
@pytest.mark.parametrize(("width", "height"), [(WIDTH, HEIGHT), (1280, 800)])
def test_the_exit_is_on_the_screen_large_and_on_top(
    case: str,
    width: int,
    height: int,
    addresses: Callable[[str], Address],
    server: Server,
    open_page: OpenPage,
) -> None:
    visit = open_page(server.url(addresses(case).path), width=width, height=height)
    for where in ("0", "document.body.scrollHeight / 2", "document.body.scrollHeight"):
        visit.page.evaluate(f"() => scrollTo(0, {where})")
        found = place(visit, f'a[href="{EXIT}"]')
        assert found["top"] >= 0, where
        assert found["bottom"] <= height, where
        assert min(found["height"], found["width"]) >= 44, where
        assert not found["covered"], where


@pytest.mark.parametrize("case", ["StartPage", "AreaPage", "ActivityPlanPage"])
def test_at_the_foot_of_the_page_the_exit_covers_nothing(
    case: str, addresses: Callable[[str], Address], server: Server, open_page: OpenPage
) -> None:
    visit = open_page(server.url(addresses(case).path), width=WIDTH, height=HEIGHT)
    visit.page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
    last = visit.page.locator("a:visible").last.evaluate(ON_TOP)
    assert last["bottom"] <= place(visit, f'a[href="{EXIT}"]')["top"]
    assert not last["covered"]
