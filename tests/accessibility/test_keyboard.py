"""The keyboard alone reaches everything, in the order it is read, and sees where it is."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.addresses import DOOR, Address
from tests.conftest import OpenPage
from tests.harness.server import Server

PAGES = ["StartPage", "AreaPage", "ServicesPage", "ActivityPlanPage", "activities: timeline"]
PAGES += ["an activity with several boards", DOOR, "not found"]
# What the keyboard should meet. A group of radio buttons would be one stop: these pages have none.
REACHABLE = """() => {
  const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary,'
    + '[tabindex="0"]';
  window.reachable = [...document.querySelectorAll(all)].filter(
    element => element.checkVisibility({visibilityProperty: true}) && !element.disabled);
  return window.reachable.map(element => element.outerHTML.slice(0, 120));
}"""
# A field that takes the focus by itself would start the walk in the middle.
START_OVER = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
}"""
FOCUSED = """() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    place: window.reachable.indexOf(element),
    onScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    covered: !top || !(element.contains(top) || top.contains(element)),
    // A card draws the ring around all of itself, with the pseudo-element of its link.
    ring: [null, '::after'].map(part => getComputedStyle(element, part)).some(
      style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2),
  };
}"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("case", PAGES)
def test_tab_meets_everything_in_order_and_shows_it(
    case: str,
    width: int,
    addresses: Callable[[str], Address],
    server: Server,
    open_page: OpenPage,
) -> None:
    page = open_page(server.url(addresses(case).path), width=width, height=640).page
    page.evaluate(START_OVER)
    expected: list[str] = page.evaluate(REACHABLE)
    met = []
    for _ in expected:
        page.keyboard.press("Tab")
        focused: dict[str, Any] = page.evaluate(FOCUSED)
        met.append(focused["place"])
        name = expected[focused["place"]] if focused["place"] >= 0 else "something unexpected"
        assert focused["onScreen"], f"focus is not on the screen: {name}"
        assert not focused["covered"], f"something covers the focus: {name}"
        assert focused["ring"], f"focus cannot be seen: {name}"
    assert met == list(range(len(expected)))


@pytest.mark.parametrize("case", PAGES)
def test_the_first_stop_is_the_way_past_the_menus_and_it_works(
    case: str, addresses: Callable[[str], Address], server: Server, open_page: OpenPage
) -> None:
    page = open_page(server.url(addresses(case).path)).page
    page.evaluate(START_OVER)
    page.keyboard.press("Tab")
    target = page.evaluate("() => document.activeElement.getAttribute('href')")
    assert target.startswith("#")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.querySelector(location.hash).matches('main, main *')")
