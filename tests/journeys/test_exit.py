"""Leaving quickly: the page is blank at once, and Back never shows a page of ours again.

The browser keeps pages in memory for Back, as readers' browsers do, and the neutral site is a
server of the test's own that can be made to wait, so that what is seen meanwhile can be measured.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect
from pytest_django import DjangoDbBlocker
from wagtail.models import Site

from portal.navigation.exit import ExitSettings
from tests import accounts
from tests.accessibility.axe import findings
from tests.harness.browser import chromium_that_keeps_pages
from tests.harness.database import connected_to, database_copy
from tests.harness.neutral_site import TEXT, NeutralSite, neutral_site
from tests.harness.server import Server, serve
from tests.journeys.leaving import WAYS, Leave, by_mouse, by_shift, is_blank, look

READ = ["/", "/fa-hjalp/", "/omraden/"]
BACKS = 5
PAINTING_TAKES = 400  # milliseconds, and more than it does
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


@pytest.fixture(scope="module")
def neutral() -> Iterator[NeutralSite]:
    with neutral_site() as site:
        yield site


@pytest.fixture(scope="module")
def portal(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    static_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    neutral: NeutralSite,
) -> Iterator[Server]:
    """The portal with the neutral site of this test, which its own form would refuse."""
    folder = tmp_path_factory.mktemp("exit")
    with django_db_blocker.unblock(), database_copy("exit") as url:
        with connected_to(url):
            accounts.make_all()
            site = Site.objects.get(is_default_site=True)
            ExitSettings.objects.create(site=site, neutral_site=neutral.address)
        with serve(url, static_folder, folder) as running:
            yield running


@pytest.fixture(scope="module")
def keeping_browser(browser: Browser) -> Iterator[Browser]:
    with chromium_that_keeps_pages(browser) as running:
        yield running


@pytest.fixture(params=[True, False], ids=["pages kept", "pages loaded again"])
def pages_are_kept(request: pytest.FixtureRequest) -> bool:
    """Whether the browser keeps pages in memory for Back, or loads them again."""
    return bool(request.param)


@pytest.fixture
def context(
    pages_are_kept: bool, browser: Browser, keeping_browser: Browser
) -> Iterator[BrowserContext]:
    """A clean context in the one browser or the other."""
    chosen = keeping_browser if pages_are_kept else browser
    made = chosen.new_context(viewport={"width": 1280, "height": 800}, locale="sv-SE")
    made.set_default_timeout(4_000)
    made.add_init_script(TELL)
    yield made
    made.close()


@pytest.fixture
def reader(context: BrowserContext, portal: Server) -> Page:
    """Somebody who has read three pages in one tab."""
    return read_three(context.new_page(), portal)


def read_three(page: Page, portal: Server) -> Page:
    for path in READ:
        page.goto(portal.url(path))
    assert not is_blank(page)
    return page


def stored(page: Page) -> dict[str, str]:
    """What the page has left in the tab's storage."""
    return dict(page.evaluate("() => ({...sessionStorage})"))


def back(page: Page) -> None:
    """Press Back. A page that the browser kept is there at once, another begins to load."""
    try:
        page.go_back(wait_until="commit")
    except Error as error:
        # The browser is between two pages for a moment, and Playwright does not wait for it.
        if "Not attached to an active page" not in error.message:
            raise
        page.wait_for_timeout(PAINTING_TAKES)
        page.go_back(wait_until="commit")


def is_ours(page: Page, portal: Server) -> bool:
    return page.url.startswith(portal.address)


@pytest.mark.parametrize("leave", WAYS, ids=lambda way: way.__name__)
def test_the_page_is_blank_at_once_and_back_never_shows_it(
    leave: Leave,
    reader: Page,
    context: BrowserContext,
    pages_are_kept: bool,
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
                if pages_are_kept:
                    assert is_blank(reader)
                    assert look(reader).title == urlsplit(neutral.address).netloc
                else:
                    # There is no picture to ask for where nothing has been painted.
                    reader.wait_for_timeout(PAINTING_TAKES)
        if is_ours(reader, portal):
            reader.wait_for_url(neutral.address)
    assert ours == len(READ) - 1, "Back should have met the pages read before"
    assert any(line.startswith("kept") for line in said) is pages_are_kept
    if not pages_are_kept:  # a page that comes back from memory says again what it once said
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
    reader: Page, portal: Server, pages_are_kept: bool
) -> None:
    link = reader.locator("footer a").first
    link.scroll_into_view_if_needed()
    place = reader.evaluate("() => scrollY")
    link.focus()
    reader.keyboard.press("Enter")
    reader.wait_for_url(portal.url("/**"))
    reader.wait_for_function("path => location.pathname !== path", arg=READ[-1])
    back(reader)
    expect(reader.locator("h1")).to_be_visible()
    assert reader.url == portal.url(READ[-1])
    assert not is_blank(reader)
    if pages_are_kept:
        assert place > 0
        assert reader.evaluate("() => scrollY") == place
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
    assert stored(page).get("exit") is None
    context.close()
