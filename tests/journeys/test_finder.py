"""The finder in a browser: answers hide cards, and nobody else ever hears of them."""

import re
from itertools import product

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.conftest import OpenPage
from tests.harness.server import Server

FINDER = "/fa-hjalp/vilken-hjalp/"
SHOWN = """() => [...document.querySelectorAll('.finder__cards > *')]
  .filter(card => card.offsetParent).map(card => card.querySelector('h3').innerText)"""
CHOSEN = "() => [...document.querySelectorAll('.finder input:checked')].map(i => i.value).join('')"
# Every answer to the first two questions, with how many cards are left and whether the last
# card stands there all the same.
ALL_ENDS = """([who, about]) => {
  const set = (name, value) =>
    document.querySelector(`[name="${name}"][value="${value}"]`).checked = true;
  const cards = [...document.querySelectorAll('.finder__cards > *')];
  set('who', who); set('about', about);
  const lines = [...document.querySelectorAll('[aria-labelledby=alltid] a')];
  return {
    left: cards.filter(card => card.checkVisibility()).length,
    right: cards.filter(card => card.checkVisibility()).every(
      card => [who, about].every(token => !token || card.classList.contains(token))),
    lines: lines.filter(line => line.checkVisibility()).map(line => line.getAttribute('href')),
  };
}"""
VALUES = "name => [...document.querySelectorAll(`[name=${name}]`)].map(input => input.value)"


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def finder(request: pytest.FixtureRequest, server: Server, open_page: OpenPage) -> Page:
    """The finder on a phone, with and without scripts."""
    return open_page(server.url(FINDER), width=360, height=640, scripts=request.param).page


def answer(page: Page, question: str, text: str) -> None:
    """Press an answer, as a finger does: on its words."""
    group = page.get_by_role("group", name=question)
    group.locator("label").filter(has_text=re.compile(rf"^\s*{re.escape(text)}")).first.click()


def cards(page: Page) -> list[str]:
    shown: list[str] = page.evaluate(SHOWN)
    return shown


def test_someone_worried_about_extremism_is_left_with_what_fits(finder: Page) -> None:
    everything = cards(finder)
    answer(finder, "Vad stämmer på dig?", "Jag är orolig för någon")
    answer(finder, "Vad handlar det om?", "Extremism")
    left = cards(finder)
    assert "Orostelefonen" in left
    assert "Kvinnofridslinjen" not in left
    assert len(left) < len(everything)

    answer(finder, "Vad handlar det om?", "Jag vet inte")
    assert "Kvinnofridslinjen" in cards(finder)

    finder.get_by_role("button", name="Rensa svaren").click()
    assert cards(finder) == everything


def test_someone_who_must_be_anonymous_sees_only_lines_where_that_is_known(finder: Page) -> None:
    finder.get_by_text("Fler frågor").click()
    answer(finder, "Är det viktigt att du får vara anonym?", "Ja")
    assert set(cards(finder)) == {"Kvinnofridslinjen", "Bris", "Välj att sluta"}
    answer(finder, "Behövs tolk", "Ja")
    assert cards(finder) == ["Kvinnofridslinjen"]
    answer(finder, "Hur vill du ha kontakt?", "Läsa på en webbplats")
    assert cards(finder) == []
    last = finder.locator("section", has=finder.get_by_role("heading", name="Passar ingen?"))
    expect(last.get_by_role("link", name="020-50 50 50")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_sent_and_the_address_stays(
    width: int, server: Server, open_page: OpenPage
) -> None:
    visit = open_page(server.url(FINDER), width=width)
    page, asked = visit.page, []
    entries = page.evaluate("() => history.length")
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_text("Fler frågor").click()
    for group in page.get_by_role("group").all():
        for label in group.locator("label").all():
            label.click()
            page.keyboard.press("Enter")
    page.get_by_role("button", name="Rensa svaren").click()
    page.evaluate("() => document.querySelector('[data-finder]').requestSubmit()")
    # The browser fetches the tab's icon when it likes: on a slow machine after the page is here.
    assert [url for url in asked if "/static/img/icon." not in url] == []
    assert page.url == server.url(FINDER)
    assert page.evaluate("() => history.length") == entries
    assert visit.traces == {"cookies": [], "storage": [{}, {}]}
    assert visit.errors == []


def test_without_scripts_enter_sends_nothing_either(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.url(FINDER), scripts=False).page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("[value=who-child]").check(force=True)
    page.locator("[value=who-child]").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    # The browser fetches the icon when it likes.
    assert [url for url in asked if "/icon." not in url] == []
    assert page.url == server.url(FINDER)


def test_the_count_is_spoken_and_none_is_said_plainly(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.url(FINDER)).page
    status = page.locator(".finder").get_by_role("status")
    expect(status).to_have_text("")
    answer(page, "Vad stämmer på dig?", "Jag använder våld")
    expect(status).to_have_text(f"{len(cards(page))} kontakter passar.")
    page.get_by_text("Fler frågor").click()
    answer(page, "Är det viktigt att du får vara anonym?", "Ja")
    expect(status).to_have_text("1 kontakt passar.")
    answer(page, "Behövs tolk", "Ja")
    expect(status).to_contain_text("Inga kontakter passar")
    page.get_by_role("button", name="Rensa svaren").click()
    expect(status).to_have_text(f"Svaren är borta. Alla {len(cards(page))} kontakter visas.")


def test_the_link_to_what_is_left_leads_there_and_leaves_no_step(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page(server.url(FINDER), width=360, height=640).page
    link = page.locator(".finder__show a").first
    expect(link).to_be_hidden()
    answer(page, "Vad stämmer på dig?", "Jag är under 18")
    expect(link).to_have_text(f"Visa {len(cards(page))} kontakter")
    entries = page.evaluate("() => history.length")
    link.click()
    expect(page.get_by_role("heading", name="Kontakter", exact=True)).to_be_in_viewport()
    expect(page.get_by_role("heading", name="Kontakter", exact=True)).to_be_focused()
    assert page.url == server.url(FINDER)
    assert page.evaluate("() => history.length") == entries
    page.get_by_text("Fler frågor").click()
    answer(page, "Behövs tolk", "Ja")
    expect(link).to_be_hidden()
    expect(page.locator(".finder").get_by_role("status")).to_contain_text("Inga kontakter")


def test_the_link_to_what_is_left_needs_no_script(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.url(FINDER), width=360, height=640, scripts=False).page
    answer(page, "Vad stämmer på dig?", "Jag är under 18")
    page.get_by_role("link", name="Visa kontakterna").click()
    expect(page.get_by_role("heading", name="Kontakter", exact=True)).to_be_in_viewport()


def test_on_a_wide_screen_the_count_covers_no_answer(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.url(FINDER), width=1280, height=800).page
    answer(page, "Vad stämmer på dig?", "Jag är under 18")
    for down in (0, 300, 600, 900):
        page.evaluate("down => scrollTo(0, down)", down)
        bar, form = page.evaluate("""() => ['.finder__count', '.finder__questions'].map(
          name => document.querySelector(name).getBoundingClientRect().toJSON())""")
        assert bar["left"] >= form["right"]


def test_every_end_of_every_way_has_the_lines_that_are_always_open(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page(server.url(FINDER)).page
    people, about = page.evaluate(VALUES, "who"), page.evaluate(VALUES, "about")
    assert (len(people), len(about)) == (6, 7)
    for way in product(people, about):
        end = page.evaluate(ALL_ENDS, list(way))
        assert end["lines"] == ["tel:112", "tel:11414", "tel:020505050", "tel:116111"], way
        assert end["right"], way


@pytest.mark.parametrize("way", ["from the cache", "loaded again", "reloaded"])
def test_no_answer_is_there_when_the_page_comes_back(
    way: str, server: Server, browser: Browser, keeping_browser: Browser
) -> None:
    context = (keeping_browser if way == "from the cache" else browser).new_context()
    page = context.new_page()
    page.goto(server.url(FINDER))
    page.evaluate("() => addEventListener('pageshow', e => { window.kept = e.persisted })")
    everything = cards(page)
    answer(page, "Vad stämmer på dig?", "Jag är under 18")
    page.get_by_text("Fler frågor").click()
    answer(page, "Är det viktigt att du får vara anonym?", "Ja")
    assert cards(page) == ["Bris"]
    if way == "reloaded":
        page.reload()
    else:
        page.goto(server.url("/"))
        # A page from the cache is not loaded, so there is no load to wait for.
        page.go_back(wait_until="commit")
        page.wait_for_function("() => document.querySelector('.finder details')")
        assert bool(page.evaluate("() => window.kept")) == (way == "from the cache")
    assert page.evaluate(CHOSEN) == ""
    assert cards(page) == everything
    expect(page.locator(".finder").get_by_role("status")).to_have_text("")
    expect(page.locator(".finder details")).not_to_have_attribute("open", "")
    context.close()


def test_a_browser_without_has_shows_every_card_and_asks_nothing(
    server: Server, browser: Browser
) -> None:
    context = browser.new_context()
    stripped = []

    def older(route: Route) -> None:
        css = route.fetch().text()
        stripped.append(css.count("@supports selector(:has(*))"))
        older_css = css.replace("@supports selector(:has(*))", "@supports (not: known)")
        route.fulfill(body=older_css, content_type="text/css")

    context.route("**/*.css", older)
    page = context.new_page()
    page.goto(server.url(FINDER))
    assert sum(stripped) == 1
    assert len(cards(page)) == page.locator(".finder__cards > *").count() > 20
    expect(page.locator(".finder__questions")).to_be_hidden()
    page.evaluate("() => document.querySelector('[value=who-child]').click()")
    assert len(cards(page)) == page.locator(".finder__cards > *").count()
    context.close()


def test_paper_shows_what_is_left_and_no_answers(server: Server, open_page: OpenPage) -> None:
    page = open_page(server.url(FINDER)).page
    answer(page, "Vad stämmer på dig?", "Jag är under 18")
    left = cards(page)
    page.emulate_media(media="print")
    assert cards(page) == left
    expect(page.locator(".finder__questions")).to_be_hidden()
    expect(page.get_by_role("heading", name="Passar ingen?")).to_be_visible()
