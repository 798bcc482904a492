"""Leaving quickly: the page is blank at once, and Back never shows a page of ours again.

The browser keeps pages in memory for Back, as readers' browsers do, and the neutral site is a
server of the test's own that can be made to wait, so that what is seen meanwhile can be measured.
What is seen for a moment only is measured in `test_exit_on_film.py`.
"""

from collections.abc import Iterator
from enum import Enum
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.harness.neutral_site import TEXT, NeutralSite
from tests.harness.server import Server
from tests.journeys.leaving import (
    PAINTING_TAKES,
    READ,
    WAYS,
    Leave,
    back,
    by_mouse,
    by_shift,
    is_blank,
    look,
    read_three,
)

BACKS = 5
# Said in the console: which pages came back from memory, and which have painted something.
TELL = """addEventListener('pageshow', event => {
  if (event.persisted) console.info('kept ' + location.href);
});
new PerformanceObserver(list => list.getEntriesByName('first-contentful-paint').forEach(
  () => console.info('painted ' + location.href))).observe({type: 'paint', buffered: true});"""
STORAGE_BLOCKED = """Object.defineProperty(window, 'sessionStorage', {
  get() { throw new DOMException('blocked', 'SecurityError'); },
});"""
EARLY_ERROR = """performance.getEntriesByType = () => { throw new Error('broken'); };
throw new Error('an early error');"""


class Memory(Enum):
    """What a browser keeps in memory for Back."""

    UNTIL_LEFT = "pages kept until one is left quickly"  # Chromium
    ALWAYS = "pages kept all the same"  # one that does not know BroadcastChannel
    NEVER = "pages loaded again"  # Firefox, of pages that say `no-store`


@pytest.fixture(params=Memory, ids=lambda memory: memory.value)
def memory(request: pytest.FixtureRequest) -> Memory:
    """Each kind of browser in turn."""
    return Memory(request.param)


@pytest.fixture
def context(memory: Memory, browser: Browser, keeping_browser: Browser) -> Iterator[BrowserContext]:
    """A clean context in a browser of that kind."""
    chosen = browser if memory is Memory.NEVER else keeping_browser
    made = chosen.new_context(viewport={"width": 1280, "height": 800}, locale="sv-SE")
    made.set_default_timeout(4_000)
    made.add_init_script(TELL)
    if memory is Memory.ALWAYS:
        made.add_init_script("delete window.BroadcastChannel")
    yield made
    made.close()


@pytest.fixture
def reader(context: BrowserContext, portal: Server) -> Page:
    """Somebody who has read three pages in one tab."""
    return read_three(context.new_page(), portal)


def stored(page: Page) -> dict[str, str]:
    """What the page has left in the tab's storage."""
    return dict(page.evaluate("() => ({...sessionStorage})"))


def is_ours(page: Page, portal: Server) -> bool:
    return page.url.startswith(portal.address)


@pytest.mark.parametrize("leave", WAYS, ids=lambda way: way.__name__)
def test_the_page_is_blank_at_once_and_back_never_shows_it(
    leave: Leave,
    reader: Page,
    context: BrowserContext,
    memory: Memory,
    portal: Server,
    neutral: NeutralSite,
) -> None:
    said: list[str] = []
    reader.on("console", lambda message: said.append(message.text))
    neutral.requests.clear()

    with neutral.slow():
        leave(reader)
        assert is_ours(reader, portal), "the neutral site must not have answered yet"
        assert is_blank(reader)
        assert look(reader).title == urlsplit(neutral.address).netloc
    reader.wait_for_url(neutral.address)
    expect(reader.locator("body")).to_have_text(TEXT)
    assert len(context.pages) == 1, "another tab was opened"

    ours = 0
    for _ in range(BACKS):
        with neutral.slow():
            back(reader)
            if is_ours(reader, portal):
                ours += 1
                if memory is Memory.ALWAYS:
                    assert is_blank(reader)
                    assert look(reader).title == urlsplit(neutral.address).netloc
                else:
                    # There is no picture to ask for where nothing has been painted.
                    reader.wait_for_timeout(PAINTING_TAKES)
        if is_ours(reader, portal):
            reader.wait_for_url(neutral.address)
    assert ours == len(READ) - 1, "Back should have met the pages read before"
    kept = [line for line in said if line.startswith("kept")]
    assert bool(kept) is (memory is Memory.ALWAYS), "leaving should have emptied the memory"
    if (
        memory is not Memory.ALWAYS
    ):  # a page that comes back from memory says again what it once said
        assert not [line for line in said if line.startswith(f"painted {portal.address}")]
    assert not [request for request in neutral.requests if "Referer" in request]


def test_a_new_visit_works_as_before(reader: Page, portal: Server, neutral: NeutralSite) -> None:
    by_mouse(reader)
    reader.wait_for_url(neutral.address)
    reader.goto(portal.url("/omraden/"))
    expect(reader.locator("h1")).to_be_visible()
    assert stored(reader) == {}
    reader.goto(portal.url("/fa-hjalp/"))
    back(reader)
    expect(reader.locator("h1")).to_be_visible()
    assert is_ours(reader, portal)
    assert not is_blank(reader)


def test_a_reload_while_the_neutral_site_is_slow_shows_nothing(
    reader: Page, portal: Server, neutral: NeutralSite
) -> None:
    said: list[str] = []
    reader.on("console", lambda message: said.append(message.text))
    neutral.requests.clear()
    with neutral.slow():
        by_mouse(reader)
        neutral.wait_for_requests(1)
        reader.context.new_cdp_session(reader).send("Page.reload")
        neutral.wait_for_requests(2)
        reader.wait_for_timeout(PAINTING_TAKES)
        assert is_ours(reader, portal)
    reader.wait_for_url(neutral.address)
    assert not [line for line in said if line.startswith(f"painted {portal.address}")]


def test_back_without_leaving_shows_the_page_where_it_was(
    reader: Page, portal: Server, memory: Memory
) -> None:
    said: list[str] = []
    reader.on("console", lambda message: said.append(message.text))
    link = reader.locator("footer a[href^='/']").first
    link.scroll_into_view_if_needed()
    place = reader.evaluate("() => scrollY")
    link.focus()
    reader.keyboard.press("Enter")
    reader.wait_for_url(lambda url: url != portal.url(READ[-1]))
    assert is_ours(reader, portal)
    back(reader)
    expect(reader.locator("h1")).to_be_visible()
    assert reader.url == portal.url(READ[-1])
    assert not is_blank(reader)
    assert place > 0
    reader.wait_for_function("place => scrollY === place", arg=place)
    if memory is not Memory.NEVER:
        assert f"kept {reader.url}" in said, "Back should be as quick as on any other site"
        expect(link).to_be_focused()
    assert stored(reader) == {}


def test_an_error_early_in_the_page_hides_nothing(context: BrowserContext, portal: Server) -> None:
    context.add_init_script(EARLY_ERROR)
    page = read_three(context.new_page(), portal)
    back(page)
    expect(page.locator("h1")).to_be_visible()
    assert not is_blank(page)


def test_where_storage_is_blocked_it_still_leaves_and_hides_nothing(
    context: BrowserContext, portal: Server, neutral: NeutralSite
) -> None:
    context.add_init_script(STORAGE_BLOCKED)
    page = read_three(context.new_page(), portal)
    with neutral.slow():
        by_shift(page)
        assert is_blank(page)
    page.wait_for_url(neutral.address)
    back(page)
    expect(page.locator("h1")).to_be_visible()
    assert not is_blank(page)


@pytest.mark.parametrize("lost", ["scripts are off", "the script does not come"])
def test_without_the_script_the_link_leaves_and_back_shows_the_page(
    lost: str, browser: Browser, portal: Server, neutral: NeutralSite
) -> None:
    context = browser.new_context(java_script_enabled=lost != "scripts are off")
    context.route("**/exit*.js", lambda route: route.abort())
    page = context.new_page()
    page.goto(portal.url("/"))
    page.locator("a.exit").click()
    page.wait_for_url(neutral.address)
    page.go_back()
    expect(page.locator("h1")).to_be_visible()
    context.close()


def test_a_page_that_is_not_found_leads_away_too(context: BrowserContext, portal: Server) -> None:
    # It needs no database, so it leads where the content pack says.
    away = settings.MUNICIPALITY.neutral_site
    context.route(f"{away}**", lambda route: route.fulfill(body=TEXT))
    page = read_three(context.new_page(), portal)
    page.goto(portal.url("/finns-inte/"))
    by_shift(page)
    page.wait_for_url(away)
    back(page)
    page.wait_for_url(lambda url: not url.startswith(portal.address))
