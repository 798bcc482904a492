"""Without scripts, on paper, in the reader's own colours: the same page."""

from collections.abc import Callable

import pytest

from tests.addresses import PUBLIC, Address
from tests.conftest import OpenPage
from tests.harness.server import Server

SOME = ["StartPage", "AreaPage", "ActivityPlanPage", "activities: timeline", "the whole plan"]
COLOURS = """selector => {
  const element = document.querySelector(selector);
  const parse = colour => colour.match(/[\\d.]+/g).map(Number);
  const style = getComputedStyle(element);
  let behind = element;
  while (behind && (parse(getComputedStyle(behind).backgroundColor)[3] ?? 1) === 0) {
    behind = behind.parentElement;
  }
  const ground = behind ? getComputedStyle(behind).backgroundColor : 'rgb(255 255 255)';
  return [parse(style.color), parse(ground)];
}"""


def contrast(first: list[float], second: list[float]) -> float:
    """The contrast of two colours as WCAG defines it."""

    def luminance(colour: list[float]) -> float:
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in (value / 255 for value in colour[:3])
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("case", PUBLIC)
def test_without_scripts_the_page_says_the_same(
    case: str, addresses: Callable[[str], Address], server: Server, open_page: OpenPage
) -> None:
    url = server.url(addresses(case).path)
    assert open_page(url, scripts=False).main_text == open_page(url).main_text != ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("case", SOME)
def test_paper_is_dark_on_white_and_without_the_exit(
    case: str,
    scheme: str,
    addresses: Callable[[str], Address],
    server: Server,
    open_page: OpenPage,
) -> None:
    page = open_page(server.url(addresses(case).path), scheme=scheme).page
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert not page.locator(".exit").first.is_visible()
    for selector in ("h1", "main p"):
        colour, _ = page.evaluate(COLOURS, selector)
        assert contrast(colour, [255, 255, 255]) >= 4.5, selector
    assert page.pdf()[:4] == b"%PDF"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("case", SOME)
def test_in_the_readers_own_colours_numbers_and_exit_can_be_read(
    case: str,
    scheme: str,
    addresses: Callable[[str], Address],
    server: Server,
    open_page: OpenPage,
) -> None:
    page = open_page(server.url(addresses(case).path), scheme=scheme, forced_colors="active").page
    for selector in ('a[href="tel:112"]', 'a[href="tel:020505050"]', ".exit", "h1"):
        assert page.locator(selector).first.is_visible(), selector
        assert contrast(*page.evaluate(COLOURS, selector)) >= 4.5, selector
