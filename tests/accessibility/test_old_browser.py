"""112 can be read in a browser that knows no CSS newer than 2020."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Route

from tests.accessibility.old_browser import as_read_in_2020
from tests.accessibility.test_danger_numbers import HEIGHT, NUMBERS, ON_TOP, WIDTH
from tests.accessibility.test_other_ways_to_read import COLOURS, contrast
from tests.addresses import Address
from tests.harness.server import Server


@pytest.mark.parametrize(
    ("css", "left"),
    [
        ("a { color: red; gap: 1px }", "a { color: red; gap: 1px; }"),
        ("@layer base { a { color: red } } b { top: 0 }", "b { top: 0; }"),
        ("@layer a, b; b { top: 0 }", "b { top: 0; }"),
        ("@container (width > 3em) { a { top: 0 } }", ""),
        ("@media (min-width: 3em) { a { inset: 0; top: 0 } }",
         "@media (min-width: 3em) { a { top: 0; } }"),
        ("@media (width > 3em) { a { top: 0 } }", ""),
        ("@supports (container-type: size) { a { top: 0 } }", ""),
        ("@supports (color: light-dark(red, red)) { a { top: 0 } }", ""),
        ("a:has(b) { top: 0 } c { top: 0 }", "c { top: 0; }"),
        ("a { color: red; &:hover { top: 0 } left: 0; right: 0 }", "a { color: red; right: 0; }"),
        (":root { --a: oklch(1 0 0); --b: red }", ":root { --a: initial; --b: red; }"),
        ("/* @layer { */ a { color: color-mix(in srgb, red, blue); top: 0 }", "a { top: 0; }"),
    ],
)  # fmt: skip
def test_what_an_old_browser_does_not_know_is_left_out(css: str, left: str) -> None:
    assert as_read_in_2020(css) == left


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("case", ["StartPage", "AreaPage", "not found"])
def test_the_numbers_can_be_read_in_an_old_browser(
    case: str,
    scheme: str,
    addresses: Callable[[str], Address],
    server: Server,
    browser: Browser,
) -> None:
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    sheets = []

    def age(route: Route) -> None:
        response = route.fetch()
        sheets.append(as_read_in_2020(response.text()))
        route.fulfill(body=sheets[-1], content_type="text/css")

    context.route("**/*.css", age)
    page = context.new_page()
    page.goto(server.url(addresses(case).path))
    try:
        assert sheets, "the page has no style sheet to age"
        for number in NUMBERS:
            selector = f'a[href="{number}"]'
            found = page.locator(f"{selector}:visible").first.evaluate(ON_TOP)
            assert found["top"] >= 0, number
            assert found["bottom"] <= HEIGHT, number
            assert not found["covered"], f"something covers {number}"
            assert contrast(*page.evaluate(COLOURS, selector)) >= 4.5, f"{number} is too faint"
    finally:
        context.close()
