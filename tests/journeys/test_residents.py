"""Errands of people who come for help, or come to read what the municipality has promised."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import OpenPage
from tests.harness.server import Server

PHONE = 360


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def start(request: pytest.FixtureRequest, server: Server, open_page: OpenPage) -> Page:
    """The start page on a phone, with and without scripts: every errand works in both."""
    return open_page(server.url("/"), width=PHONE, height=640, scripts=request.param).page


def go(page: Page, name: str) -> None:
    """Follow the first link of that name in the page's main part."""
    page.locator("main").get_by_role("link", name=name).first.click()


def menu(page: Page, name: str) -> None:
    """Open the menu of a phone and follow a link in it."""
    page.locator("header summary").click()
    page.locator("header").get_by_role("link", name=name).locator("visible=true").click()


def test_someone_who_is_hurt_finds_a_line_to_ring(start: Page) -> None:
    go(start, "Jag är utsatt")
    go(start, "Kvinnofridslinjen")
    expect(start.get_by_role("heading", level=1)).to_have_text("Kvinnofridslinjen")
    number = start.locator("main").get_by_role("link", name="020-50 50 50")
    expect(number.first).to_have_attribute("href", "tel:020505050")
    expect(start.locator("main")).not_to_contain_text("ej kontrollerat")


def test_a_number_that_nobody_has_checked_says_so_and_shows_no_hours(start: Page) -> None:
    go(start, "Jag är utsatt")
    go(start, "Socialjouren")
    expect(start.locator("main")).to_contain_text("090-16 30 50")
    expect(start.locator("main")).to_contain_text(re.compile("ej kontrollera", re.I))
    expect(start.locator("main")).not_to_contain_text(re.compile(r"\bkl\b|öppet nu", re.I))


def test_someone_worried_for_a_child_finds_how_to_tell(start: Page) -> None:
    menu(start, "Få hjälp")
    go(start, "Orolig för ett barn")
    expect(start.get_by_role("heading", level=1)).to_have_text("Orolig för ett barn")
    expect(start.locator("main")).to_contain_text("socialtjänsten")
    expect(start.locator("main").get_by_role("link", name="112").first).to_be_visible()


def test_someone_who_uses_violence_is_met_as_a_person_who_wants_to_stop(start: Page) -> None:
    go(start, "Jag använder våld och vill sluta")
    go(start, "Välj att sluta")
    expect(start.locator("main")).to_contain_text("020-555 666")


def test_someone_reads_about_an_area_and_sees_what_the_plan_does_not_say(start: Page) -> None:
    go(start, "Heder")
    main = start.locator("main")
    expect(main).to_contain_text(re.compile("hur området valdes|varför just|hur .*valts", re.I))
    silent = "planen (säger|berättar|nämner) inte|framgår inte|planen är tyst"
    expect(main).to_contain_text(re.compile(silent, re.I))


def test_someone_filters_the_activities_by_board_and_area(start: Page) -> None:
    menu(start, "Handlingsplanen")
    go(start, "Aktivitet")
    start.locator("select[name=namnd]").select_option(label="Individ- och familjenämnden")
    start.locator("select[name=omrade]").select_option(index=2)
    start.locator("main form [type=submit], main form button").first.click()
    expect(start).to_have_url(re.compile("namnd=individ-och-familjenamnden"))
    expect(start.locator("main")).to_contain_text("Utveckla Centrum mot vålds verksamhet")
    expect(start.locator("main")).to_contain_text(re.compile("ej besvarad", re.I))
    expect(start.locator("main")).not_to_contain_text("Försenad")
    # What was chosen is still chosen, and the address can be kept.
    expect(start.locator("select[name=namnd]")).to_have_value("individ-och-familjenamnden")


def test_someone_reads_the_plan_as_a_timeline_and_as_a_table(start: Page) -> None:
    menu(start, "Handlingsplanen")
    go(start, "Aktivitet")
    go(start, "Tidslinje")
    expect(start.locator("main")).to_contain_text("2018")
    expect(start.locator("main")).to_contain_text(re.compile("och framåt|utan slutår|slutår", re.I))
    go(start, "Tabell")
    rows = start.locator("main table").first.locator("tbody tr")
    expect(rows).to_have_count(12)


def test_activity_seven_is_completed_without_an_invented_year(start: Page, server: Server) -> None:
    menu(start, "Handlingsplanen")
    go(start, "Aktivitet")
    go(start, "Handlingsplan mot våldsbejakande extremism")
    main = start.locator("main")
    expect(main).to_contain_text("2018- klart!")
    expect(main).to_contain_text("Genomförd")
    expect(main).not_to_contain_text("Ej besvarad")
    expect(main).not_to_contain_text("Klar 2018")


@pytest.mark.parametrize(
    ("number", "printed", "read"),
    [(6, "2018-", "och framåt|löper|utan slutår|pågår"), (2, "Genomförs under 2019", "2019")],
)
def test_a_schedule_is_shown_as_printed_and_as_read(
    number: int, printed: str, read: str, server: Server, open_page: OpenPage
) -> None:
    url = server.url(f"/handlingsplanen/aktiviteter/2018-2022/{number}/")
    main = open_page(url).page.locator("main")
    expect(main).to_contain_text(printed)
    expect(main).to_contain_text(re.compile(read, re.I))


def test_nothing_unanswered_is_called_late(server: Server, open_page: OpenPage) -> None:
    for path in ("", "tidslinje/", "tabell/"):
        page = open_page(server.url(f"/handlingsplanen/aktiviteter/{path}")).page
        shown = page.locator("main").inner_text()
        without_choices = shown
        for option in page.locator("main option").all_inner_texts():
            without_choices = without_choices.replace(option, "")
        assert "försenad" not in without_choices.lower(), path


def test_the_plan_says_plainly_that_its_years_have_passed(start: Page) -> None:
    menu(start, "Handlingsplanen")
    expect(start.locator("main")).to_contain_text("Planens period gick ut 2022")


def test_a_reader_of_english_finds_the_start_page_and_comes_back(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page(server.url("/")).page
    assert page.locator("html").get_attribute("lang") == "sv"
    page.get_by_role("link", name="English").first.click()
    expect(page).to_have_url(server.url("/en/"))
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="Svenska").first.click()
    expect(page).to_have_url(server.url("/"))


def test_an_address_that_does_not_exist_still_helps(server: Server, open_page: OpenPage) -> None:
    visit = open_page(server.url("/finns-inte/"), width=PHONE)
    assert visit.response.status == 404
    for number in ("tel:112", "tel:11414", "tel:020505050"):
        expect(visit.page.locator(f'a[href="{number}"]').first).to_be_visible()
    expect(visit.page.get_by_role("link", name=re.compile("start", re.I)).first).to_be_visible()
