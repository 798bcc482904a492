"""Somebody reads, searches and uses the finder; afterwards there is nothing to find anywhere.

What was seen is handed to `make evidence`, and the rules are asked about it afterwards.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from portal.delivery.traces import STAFF_COOKIES, STORAGE
from tests import accounts
from tests.addresses import PUBLIC, Address
from tests.harness.server import Server
from tests.harness.traces import RARE, holds, tables_with

STORED = """async () => [
  ...Object.keys(localStorage).map(key => 'localStorage ' + key),
  ...Object.keys(sessionStorage).map(key => 'sessionStorage ' + key),
  ...(await indexedDB.databases()).map(base => 'indexedDB ' + base.name),
  ...(await caches.keys()).map(key => 'caches ' + key),
  ...(await navigator.serviceWorker.getRegistrations()).map(worker => 'worker ' + worker.scope),
]"""


@dataclass
class Walk:
    """What a browser did and kept while somebody walked through the public part."""

    browser: str
    pages: set[str] = field(default_factory=set)
    storage: set[str] = field(default_factory=set)
    cookies: set[str] = field(default_factory=set)
    hosts: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)
    words_found: list[str] = field(default_factory=list)

    def note(self, request: Request) -> None:
        """Write down which host a request went to, and what its address and headers told."""
        self.hosts.add(urlsplit(request.url).netloc)
        self.told.append(f"{request.url} {request.headers}")

    def look_around(self, page: Page) -> None:
        """Write down what the page has left in the browser so far."""
        self.pages.add(urlsplit(page.url).path)
        self.storage.update(page.evaluate(STORED))
        self.cookies.update(str(cookie["name"]) for cookie in page.context.cookies())
        self.told.append(page.evaluate("() => document.title + JSON.stringify(history.state)"))


@pytest.fixture
def reader(keeping_browser: Browser) -> Iterator[BrowserContext]:
    """Somebody with a browser of the usual kind that has been nowhere yet."""
    phone = {"width": 360, "height": 640}
    context = keeping_browser.new_context(viewport=phone, locale="sv-SE")  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.fixture
def walk(
    reader: BrowserContext,
    own_server: Server,
    addresses: Callable[[str], Address],
    record_property: Callable[[str, object], None],
) -> Walk:
    """A walk through every public page, with a search, the finder and a name for the slip."""
    seen = Walk(browser=f"Chromium {reader.browser.version}" if reader.browser else "")
    reader.on("request", seen.note)
    page = reader.new_page()
    for case in PUBLIC:
        answer = page.goto(own_server.url(addresses(case).path))
        assert answer is not None
        assert answer.status == addresses(case).status
        seen.look_around(page)
    for act in (search, find, name_the_slip):
        act(page, own_server, addresses)
        seen.look_around(page)
    reader.close()
    looked_in = {
        "adresser": "\n".join(seen.told),
        "loggar": own_server.log.read_text("utf-8"),
    }
    seen.words_found = [place for place, text in looked_in.items() if holds(text)]
    seen.words_found += tables_with(RARE[:-1])
    record_property(
        "walk",
        {
            "browser": seen.browser,
            "pages": len(seen.pages),
            "cookies": sorted(seen.cookies),
            "storage": sorted(seen.storage),
            "other_hosts": sorted(seen.hosts - {urlsplit(own_server.address).netloc}),
            "words_found": seen.words_found,
        },
    )
    return seen


def search(page: Page, server: Server, addresses: Callable[[str], Address]) -> None:
    page.goto(server.url(addresses("search").path))
    for words in (RARE, f"{RARE} heder"):
        page.get_by_label("Vad söker du?").fill(words)
        page.locator("main").get_by_role("button", name="Sök").click()
        expect(page.locator("#traffar")).to_be_focused()


def find(page: Page, server: Server, addresses: Callable[[str], Address]) -> None:
    page.goto(server.url(addresses("FinderPage").path))
    for answer in ("Jag är orolig för någon", "Extremism"):
        page.locator("main label").filter(has_text=answer).first.click()
    expect(page.locator(".finder [role=status]")).not_to_be_empty()


def name_the_slip(page: Page, server: Server, addresses: Callable[[str], Address]) -> None:
    page.goto(server.url(addresses("a service").path))
    page.locator("[data-slip-name]").evaluate("(field, word) => { field.value = word }", RARE)
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")


def test_nothing_is_left_of_a_walk_with_a_search(
    walk: Walk, own_server: Server, addresses: Callable[[str], Address]
) -> None:
    assert len(walk.pages) >= 20
    assert walk.cookies == set()
    assert walk.storage == set()
    assert walk.hosts == {urlsplit(own_server.address).netloc}
    assert walk.words_found == []
    log = own_server.log.read_text("utf-8")
    assert addresses("not found").path in log, "is this the log of the server?"
    assert tables_with("Kvinnofridslinjen"), "the look into the database sees nothing"


def test_the_exit_leaves_the_one_mark_that_the_page_names(
    server: Server, reader: BrowserContext
) -> None:
    page = reader.new_page()
    page.goto(server.url("/"))
    # An answer without a page: the browser stays where it is, and can still be asked.
    page.route("**", lambda route: route.fulfill(status=204))
    page.evaluate("() => document.querySelector('a.exit').click()")
    kept = page.evaluate(STORED)
    reader.close()
    assert kept == [f"sessionStorage {mark.name}" for mark in STORAGE]


def test_signing_in_sets_the_cookies_that_the_page_names(server: Server, browser: Browser) -> None:
    cookies = accounts.sign_in(browser, server.address, "READER")["cookies"]
    assert {cookie["name"] for cookie in cookies} == {cookie.name for cookie in STAFF_COOKIES}
    assert {cookie["path"] for cookie in cookies} == {"/intranet/"}
