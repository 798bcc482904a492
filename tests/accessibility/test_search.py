"""The search in every state: form, results, nearest, nothing, refused, failed."""

import pytest
from playwright.sync_api import expect

from tests.accessibility import axe
from tests.accessibility.test_matrix import SIDEWAYS
from tests.conftest import OpenPage
from tests.harness.server import Server

PLACE = "/sok/"
STATES = {
    "results": ("heder", "#traffar"),
    "nearest": ("hedersförtryck", "#traffar"),
    "nothing": ("kvastfeberlim", ".empty"),
    "no word": ("", ".field__error"),
    "too long": ("o" * 201, ".field__error"),
    "one long word": ("o" * 200, ".empty"),
    "no answer": ("heder", "[data-search-failed]"),
}


# Without scripts axe could not run: the script is kept from coming, and the form is sent plainly.
@pytest.mark.parametrize("way", ["script", "form"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("state", STATES)
def test_every_state_is_open_to_everyone(
    state: str, width: int, way: str, server: Server, open_page: OpenPage
) -> None:
    if (state, way) == ("no answer", "form"):
        return
    words, shown = STATES[state]
    scheme = "dark" if width == 320 else "light"
    visit = open_page(server.url(PLACE), width=width, scheme=scheme)
    page = visit.page
    if way == "form":
        page.route("**/search*.js", lambda route: route.abort())
        page.reload()
        visit.errors.clear()
    if state == "no answer":
        page.route(f"**{PLACE}", lambda route: route.abort())
    page.get_by_label("Vad söker du?").evaluate("(field, words) => { field.value = words }", words)
    page.locator("main").get_by_role("button", name="Sök").click()
    expect(page.locator(shown)).to_be_visible()

    assert axe.findings(page) == []
    assert page.evaluate(SIDEWAYS) == 0
    if state != "no answer" and way == "script":
        assert visit.errors == []
        focused = page.locator("#id_q" if shown == ".field__error" else "#traffar")
        expect(focused).to_be_focused()
