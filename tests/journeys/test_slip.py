"""A slip of paper with a number, for somebody whose papers are read by others."""

import json
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import OpenPage
from tests.harness.browser import Visit
from tests.harness.server import Server

SERVICE = "/fa-hjalp/stod/kvinnofridslinjen/"
NAME = "Tandläkaren"
# What nobody may find on the slip.
SUBJECT = ["våld", "kvinnofrid", "hot", "en väg in", "umeå", "stöd", "112"]


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def visit(request: pytest.FixtureRequest, server: Server, open_page: OpenPage) -> Visit:
    return open_page(server.url(SERVICE), width=360, scripts=request.param)


def on_paper(page: Page) -> str:
    """All that is printed: the heading, which is the field itself, and the text."""
    page.emulate_media(media="print")
    fields = page.locator("input:visible, button:visible")
    headings = [field.input_value() for field in fields.all()]
    return " ".join([*headings, *page.locator("body").inner_text().split()])


def test_paper_carries_the_number_and_the_hours_and_nothing_that_tells(visit: Visit) -> None:
    printed = on_paper(visit.page)
    assert printed == "Minneslapp 020-50 50 50 Alla dagar dygnet runt"
    assert not [word for word in SUBJECT if word in printed.lower()]
    assert not visit.errors, visit.errors


def test_the_name_that_the_reader_chooses_is_printed_and_stays_in_the_browser(
    visit: Visit,
) -> None:
    page, sent = visit.page, []
    page.on("request", lambda request: sent.append(request.url))
    field = page.get_by_label("Lappens rubrik")
    field.fill(NAME)
    field.press("Enter")

    assert on_paper(page) == f"{NAME} 020-50 50 50 Alla dagar dygnet runt"
    # The browser fetches the site's icon when it likes.
    assert not [url for url in sent if "/static/img/" not in url]
    assert quote(NAME) not in page.url
    assert NAME not in json.dumps(visit.page.context.storage_state())
    assert field.get_attribute("name") is None
    assert page.locator("form [data-slip-name]").count() == 0


def test_the_printed_page_bears_the_readers_name_and_forgets_it(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page(server.url(SERVICE), width=360).page
    true_title = page.title()
    page.evaluate(
        "window.print = () => { window.dispatchEvent(new Event('beforeprint'));"
        " window.printed = document.title; window.dispatchEvent(new Event('afterprint')); }"
    )
    page.get_by_label("Lappens rubrik").fill(NAME)
    page.get_by_role("button", name="Skriv ut lappen").click()
    # The paper's own head and the file's suggested name are the page's title.
    assert page.evaluate("window.printed") == NAME
    assert page.title() == true_title

    page.goto(server.url("/fa-hjalp/"))
    page.go_back()
    expect(page.get_by_label("Lappens rubrik")).to_have_value("Minneslapp")


def test_the_description_for_search_engines_is_no_script_that_the_policy_stops(
    server: Server, open_page: OpenPage
) -> None:
    visit = open_page(server.url(SERVICE))
    assert "default-src 'self'" in visit.response.headers["content-security-policy"]
    described = visit.page.locator('script[type="application/ld+json"]').inner_text()
    assert json.loads(described)["name"] == "Kvinnofridslinjen"
    assert not visit.errors, visit.errors
