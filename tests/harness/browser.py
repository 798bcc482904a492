"""One visit with the browser, and everything that it must not have done."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.db import connections
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

from tests.harness import machine

HEIGHT = 800


@dataclass
class Visit:
    """A page in the browser, and what was seen while it came: errors, hosts, cookies."""

    page: Page
    response: Response
    errors: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    @property
    def traces(self) -> dict[str, Any]:
        """What the visit left in the browser: cookies and both kinds of storage."""
        return {
            "cookies": self.page.context.cookies(),
            "storage": self.page.evaluate("() => [{...localStorage}, {...sessionStorage}]"),
        }

    @property
    def main_text(self) -> str:
        """The text of the page's main part, with all white space as single spaces."""
        return " ".join(self.page.locator("main").inner_text().split())


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium without the program around it, which takes a third of the time.

    It is the same engine (layout, scripts, network, storage), but keeps no pages for Back: what a
    reader's own browser keeps is asked of `chromium_that_keeps_pages`.

    Playwright's event loop makes Django give the thread other connections than before: those that
    are left behind are closed, since nobody else would.
    """
    connections.close_all()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=machine.headless_shell(),
            args=machine.chromium_flags(),
            chromium_sandbox=not machine.is_root(),
        )
        try:
            yield browser
        finally:
            connections.close_all()
            browser.close()


@contextmanager
def chromium_that_keeps_pages(browser: Browser) -> Iterator[Browser]:
    """Start the whole Chromium, which keeps pages in memory for Back as it does for readers.

    Playwright turns that off, and a test of what Back shows could then never fail.
    """
    keeping = browser.browser_type.launch(
        executable_path=machine.chromium(),
        args=machine.chromium_flags(),
        ignore_default_args=["--disable-back-forward-cache"],
        chromium_sandbox=not machine.is_root(),
    )
    try:
        yield keeping
    finally:
        keeping.close()


def visit(
    browser: Browser,
    url: str,
    *,
    width: int = 1280,
    height: int = HEIGHT,
    scheme: str = "light",
    direction: str = "ltr",
    scripts: bool = True,
    **context_options: Any,
) -> Visit:
    """Open `url` in a clean context of its own; the caller closes `visit.page.context`.

    A direction other than the page's own is set on the document, as a translation to a
    right-to-left language would.
    """
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=scripts,
        locale="sv-SE",
        **context_options,
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    errors: list[str] = []
    hosts: set[str] = set()

    def hear(message: ConsoleMessage) -> None:
        # Chromium reports an error page's own status as a console error: the caller asks for it.
        own_status = message.location.get("url") == url and "the server responded" in message.text
        # What a telephone's browser may offer and this one has never heard of is shut off too.
        unknown = "Permissions-Policy header: Unrecognized feature" in message.text
        if message.type in ("error", "warning") and not (own_status or unknown):
            errors.append(message.text)

    def note(request: Request) -> None:
        hosts.add(urlsplit(request.url).netloc)

    page.on("console", hear)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", note)
    page.on("requestfailed", lambda request: errors.append(f"{request.url}: {request.failure}"))
    response = page.goto(url)
    assert response is not None, f"{url} gave no answer"
    if direction == "rtl":
        page.evaluate("() => { document.documentElement.dir = 'rtl' }")
    return Visit(page, response, errors, hosts)
