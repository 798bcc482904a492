"""The finder in every state: nothing wrong for axe, and the keyboard sees where it is."""

from itertools import product

import pytest
from playwright.sync_api import Page

from tests.accessibility import axe
from tests.accessibility.test_keyboard import FOCUSED, START_OVER
from tests.accessibility.test_matrix import SIDEWAYS
from tests.conftest import OpenPage
from tests.harness.server import Server

FINDER = "/fa-hjalp/vilken-hjalp/"
STATES = {
    "untouched": [],
    "half answered": ["who-exposed", "area-3"],
    "no result": ["who-employee", "area-4", "is-anonymous"],
}
# A group of radio buttons is one stop, at the answer that is chosen.
STOPS = """() => {
  window.reachable = [...document.querySelectorAll(
    '.finder__questions input:checked, .finder__questions summary, .finder__questions button')]
    .filter(element => element.checkVisibility());
  return window.reachable.length;
}"""
RING = """() => getComputedStyle(document.activeElement.nextElementSibling
  || document.activeElement).outlineWidth"""


def bring_to(page: Page, state: str) -> None:
    """Answer as the state says."""
    if state == "no result":
        page.locator(".finder summary").click()
    for token in STATES[state]:
        page.locator(f'[value="{token}"]').check(force=True)
    # What has been scrolled under the bar at the top is too small to press, on every page.
    page.evaluate("() => scrollTo(0, 0)")


@pytest.mark.parametrize(
    ("state", "width", "scheme"), list(product(STATES, (320, 1280), ("light", "dark")))
)
def test_axe_finds_nothing_in_any_state(
    state: str, width: int, scheme: str, server: Server, open_page: OpenPage
) -> None:
    page = open_page(server.url(FINDER), width=width, scheme=scheme).page
    bring_to(page, state)
    left = page.locator(".finder__cards > *:visible").count()
    assert (left == 0) == (state == "no result")
    assert axe.findings(page) == []
    assert page.evaluate(SIDEWAYS) == 0


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_keyboard_answers_and_always_sees_where_it_is(
    width: int, direction: str, server: Server, open_page: OpenPage
) -> None:
    page = open_page(server.url(FINDER), width=width, height=640, direction=direction).page
    bring_to(page, "no result")
    page.evaluate(START_OVER)
    stops = page.evaluate(STOPS)
    assert stops == 8
    page.locator(".care a").first.focus()
    for place in range(stops):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["place"] == place
        assert focused["onScreen"], place
        assert not focused["covered"], place
        assert page.evaluate(RING) == "3px", place


def test_an_arrow_answers_and_the_focus_stays(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.url(FINDER), width=360, height=640).page
    page.locator("[value=who-exposed]").focus()
    for token in ("who-relative", "who-uses_violence", "who-child"):
        page.keyboard.press("ArrowDown")
        assert page.evaluate("() => document.activeElement.value") == token
        focused = page.evaluate("() => document.activeElement.getBoundingClientRect().toJSON()")
        assert 0 < focused["top"] < 640
    assert page.locator(".finder__cards > .who-child:visible").count() > 0
    assert page.locator(".finder__cards > :not(.who-child):visible").count() == 0


def test_an_answer_is_large_enough_for_a_thumb(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.url(FINDER), width=320).page
    page.locator(".finder summary").click()
    sizes = page.locator(".finder label, .finder summary, .finder button").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 44
