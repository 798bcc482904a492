"""Somebody searches, and the person who takes the phone afterwards finds no word of it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.conftest import OpenPage
from tests.harness.server import Server
from tests.harness.traces import RARE, holds, tables_with

PHONE = 360
PLACE = "/sok/"
NOTE_WHAT_WAS_KEPT = "addEventListener('pageshow', e => { window.wasKept = e.persisted; });"
# What a page that comes back from history shows of the search.
LEFT = """() => [document.querySelector('#id_q').value,
    document.querySelectorAll('.hit-list, [data-search-results], .field__error').length]"""


def search_for(page: Page, words: str) -> None:
    """Fill in the form and press its button."""
    page.get_by_label("Vad söker du?").fill(words)
    page.locator("main").get_by_role("button", name="Sök").click()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(request: pytest.FixtureRequest, server: Server, open_page: OpenPage) -> Page:
    """The search page on a phone, reached by the menu, with and without scripts."""
    start = open_page(server.url("/"), width=PHONE, height=640, scripts=request.param).page
    start.locator("header summary").click()
    start.locator("header").get_by_role("link", name="Sök").locator("visible=true").click()
    return start


def test_someone_finds_help_by_a_word(page: Page) -> None:
    search_for(page, "rädd för min släkt")
    expect(page.locator("#traffar")).to_contain_text("träff")
    page.locator("main").get_by_role("link", name="Hedersrelaterat våld").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hedersrelaterat våld")


def test_the_word_stands_in_no_address_and_no_title(page: Page) -> None:
    search_for(page, RARE)
    expect(page.locator("#traffar")).to_have_text("Inget hittades")
    assert page.url.endswith(PLACE)
    assert RARE not in page.title()
    page.locator("main").get_by_role("link", name="Våldsområdena").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Våldsområden")
    assert page.evaluate("() => document.referrer") == ""


def test_a_form_without_words_says_so_at_the_field(page: Page) -> None:
    search_for(page, " ")
    field = page.get_by_label("Vad söker du?")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("main .field__error")).to_have_text(re.compile("Skriv ett eller flera ord"))
    search_for(page, "heder")
    expect(page.locator("#traffar")).to_contain_text("träff")
    expect(page.locator("main .field__error")).to_have_count(0)


def test_with_scripts_the_results_come_into_the_page_and_are_read_first(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page(server.url(PLACE)).page
    steps = page.evaluate("() => history.length")
    search_for(page, "heder")
    expect(page.locator("#traffar")).to_be_focused()
    search_for(page, "hot")
    expect(page.locator("#traffar")).to_contain_text("träffar")
    assert page.evaluate("() => history.length") == steps
    expect(page.locator("main")).not_to_contain_text("Om du backar")


@pytest.fixture(params=[True, False], ids=["pages kept", "pages loaded again"])
def returning(
    request: pytest.FixtureRequest, browser: Browser, keeping_browser: Browser
) -> Iterator[tuple[Page, bool]]:
    """A page in a browser that keeps pages in memory for Back, and in one that does not."""
    page = (keeping_browser if request.param else browser).new_page()
    yield page, request.param
    page.close()


def test_with_scripts_back_gives_the_empty_form(
    server: Server, returning: tuple[Page, bool]
) -> None:
    page, _ = returning
    page.goto(server.url(PLACE))
    search_for(page, "heder")
    page.locator("main").get_by_role("link", name="Hedersrelaterat våld").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hedersrelaterat våld")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sök")
    assert page.evaluate(LEFT) == ["", 0]
    search_for(page, " ")
    expect(page.locator("main .field__error")).to_be_visible()
    search_for(page, "heder")
    expect(page.locator("#traffar")).to_contain_text("träff")
    page.context.close()


def test_a_word_that_was_only_typed_is_gone_when_the_reader_comes_back(
    server: Server, returning: tuple[Page, bool]
) -> None:
    # Chromium keeps no page that has fetched an answer with `no-store`; this one it does keep.
    page, is_kept = returning
    page.add_init_script(NOTE_WHAT_WAS_KEPT)
    page.goto(server.url(PLACE))
    page.get_by_label("Vad söker du?").fill(RARE)
    page.locator("header").get_by_role("link", name="Få hjälp").locator("visible=true").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Få hjälp")
    # A page that was kept is not loaded, so there is no load to wait for.
    page.go_back(wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sök")
    assert page.evaluate("() => window.wasKept === true") is is_kept
    assert page.evaluate(LEFT) == ["", 0]
    page.context.close()


def test_a_page_of_results_is_emptied_before_the_browser_puts_it_aside(
    server: Server, open_page: OpenPage
) -> None:
    # What a browser that keeps every page would show: what is left when `pagehide` is over.
    page = open_page(server.url(PLACE)).page
    search_for(page, "heder")
    expect(page.locator(".hit-list")).to_be_visible()
    page.evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    assert page.evaluate(LEFT) == ["", 0]


def test_an_answer_that_does_not_come_is_said_and_the_words_stay(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page(server.url(PLACE)).page
    page.route(f"**{PLACE}", lambda route: route.abort())
    search_for(page, "heder")
    expect(page.get_by_text("Sökningen kom inte fram")).to_be_visible()
    expect(page.get_by_label("Vad söker du?")).to_have_value("heder")
    page.unroute(f"**{PLACE}")
    search_for(page, "heder")
    expect(page.locator("#traffar")).to_contain_text("träff")
    expect(page.get_by_text("Sökningen kom inte fram")).to_be_hidden()


def test_without_scripts_the_page_says_what_back_will_do(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page(server.url(PLACE), scripts=False).page
    expect(page.locator("main")).not_to_contain_text("Om du backar")
    search_for(page, "heder")
    expect(page.locator("main")).to_contain_text("Om du backar till den här sidan")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_word_leaves_no_trace(own_server: Server, browser: Browser, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    seen: list[str] = []

    def note(response: Response) -> None:
        seen.append(f"{response.url} {response.headers} {response.request.headers}")

    page.on("response", note)
    page.goto(own_server.url(PLACE))
    for words in (RARE, f"{RARE} heder", RARE * 20):
        search_for(page, words)
        expect(page.locator("main")).to_contain_text(re.compile("hittades|liknar|för långt"))
    page.locator("header").get_by_role("link", name="Få hjälp").first.click()
    huge: dict[str, str | float | bool] = {"q": f"{RARE} {'o' * 100_000}"}
    assert context.request.post(own_server.url(PLACE), form=huge).status == 413
    left = context.storage_state()
    context.close()

    assert left == {"cookies": [], "origins": []}
    assert len(seen) > 5
    assert not holds("\n".join(seen))
    log = own_server.log.read_text("utf-8")
    assert PLACE in log, "the server said nothing at all: is this its log?"
    assert not holds(log)
    assert tables_with("Kvinnofridslinjen"), "the look into the database sees nothing"
    assert tables_with(RARE[:-1]) == []
