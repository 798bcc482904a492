"""The exit itself: pressing Shift is counted and told, it is always seen, and a preview stays."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import accounts
from tests.accessibility.axe import findings
from tests.harness.neutral_site import NeutralSite
from tests.harness.server import Server
from tests.journeys.leaving import is_blank

ON_TOP = """() => {
  const exit = document.querySelector('a.exit');
  const box = exit.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {width: box.width, height: box.height, onTop: exit === top || exit.contains(top)};
}"""
SHOW_IN_A_FRAME = """address => {
  document.body.replaceChildren();
  const frame = document.createElement('iframe');
  Object.assign(frame, {id: 'prov', src: address, width: 900, height: 600});
  document.body.append(frame);
}"""


def test_shift_is_counted_told_and_started_over(
    page_with_a_clock: Page, neutral: NeutralSite
) -> None:
    page = page_with_a_clock
    told = page.get_by_role("status").first
    expect(told).to_be_empty()
    page.keyboard.press("ShiftLeft")
    expect(told).to_have_text("Tryck på skift två gånger till för att lämna sidan.")
    page.keyboard.press("ShiftRight")
    expect(told).to_have_text("Tryck på skift en gång till för att lämna sidan.")
    assert told.bounding_box() is not None
    assert not findings(page)
    page.keyboard.press("a")
    expect(told).to_be_empty()
    for _ in range(2):
        page.keyboard.press("ShiftLeft")
    page.clock.fast_forward(5_100)
    expect(told).to_be_empty()
    page.keyboard.press("ShiftLeft")
    page.keyboard.type("ABC")  # capitals: shift with another key each time
    assert not is_blank(page)
    assert page.url != neutral.address


@pytest.fixture
def page_with_a_clock(browser: Browser, portal: Server) -> Iterator[Page]:
    """A page whose clock the test moves."""
    context = browser.new_context()
    page = context.new_page()
    page.clock.install()
    page.goto(portal.url("/"))
    yield page
    context.close()


@pytest.mark.parametrize("height", [256, 800])
@pytest.mark.parametrize("colours", ["none", "active"])
def test_the_exit_is_seen_at_four_hundred_per_cent_and_in_the_readers_own_colours(
    height: int, colours: str, browser: Browser, portal: Server, neutral: NeutralSite
) -> None:
    # 1280 × 1024 at 400 per cent is 320 × 256.
    context = browser.new_context(
        viewport={"width": 320, "height": height},
        forced_colors=colours,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(portal.url("/"))
    for place in (0, 900):
        page.evaluate("place => scrollTo(0, place)", place)
        seen = page.evaluate(ON_TOP)
        assert seen["width"] >= 44
        assert seen["height"] >= 44
        assert seen["onTop"]
    page.keyboard.press("Shift")
    told = page.get_by_role("status").first.bounding_box()
    assert told is not None
    assert told["y"] >= 0
    assert told["y"] + told["height"] <= height
    page.locator("a.exit").click()
    page.wait_for_url(neutral.address)
    context.close()


def test_a_preview_stays_in_its_frame(browser: Browser, portal: Server) -> None:
    context = browser.new_context(
        storage_state=accounts.sign_in(browser, portal.address, "COMMUNICATOR")  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(portal.url("/intranet/redaktion/pages/"))
    assert "exit.js" not in page.content(), "staff pages have no exit"
    draft = page.evaluate("() => document.body.innerHTML.match(/pages\\/(\\d+)\\//)[1]")
    address = portal.url(f"/intranet/redaktion/pages/{draft}/view_draft/")
    page.evaluate(SHOW_IN_A_FRAME, address)
    frame = page.frame_locator("#prov")
    frame.locator("h1").click()
    for _ in range(4):
        page.keyboard.press("Shift")
    page.wait_for_timeout(300)
    expect(frame.locator("h1")).to_be_visible()
    assert page.url == portal.url("/intranet/redaktion/pages/")
    assert page.evaluate("() => sessionStorage.getItem('exit')") is None
    context.close()
