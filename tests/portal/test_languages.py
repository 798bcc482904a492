"""A page in English says which of its words are Swedish, and leads nowhere that does not exist."""

import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from django.conf import settings
from django.test import Client
from wagtail.models import Locale

from portal.pages.content import ContentPage
from portal.pages.start import StartPage
from resources.violence.models import ViolenceArea

pytestmark = pytest.mark.django_db

MUNICIPALITY = settings.MUNICIPALITY
NAMES = [MUNICIPALITY.site_name, MUNICIPALITY.name, MUNICIPALITY.short_name, "Centrum mot våld"]
ENGLISH = ["/en/", "/en/get-help/", "/en/does-not-exist/"]


def seen(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content.decode(), "html.parser")


def language(element: Tag) -> str:
    """The language that an element is in, as a screen reader finds it."""
    for around in [element, *element.parents]:
        if code := around.get("lang"):
            return str(code)
    return ""


def texts(page: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Every text of the page that is read out, with its language."""
    for element in page.find_all(True):
        for name in ("aria-label", "alt", "title"):
            if said := element.get(name):
                yield str(said), language(element)
        for child in element.children:
            if type(child) is NavigableString and child.strip():
                yield child.strip(), language(element)


@pytest.mark.parametrize("address", ENGLISH)
def test_no_swedish_word_is_read_as_english(client: Client, address: str) -> None:
    page = seen(client, address)
    english = [text for text, code in texts(page) if code == "en"]
    for name in NAMES:
        english = [text.replace(name, "") for text in english]

    assert len(english) > 15
    assert not [text for text in english if re.search("[åäöÅÄÖ]", text)]


@pytest.mark.parametrize("address", ENGLISH)
def test_every_link_of_an_english_page_has_an_address(client: Client, address: str) -> None:
    assert not seen(client, address).find_all("a", href="")


def test_an_area_leads_to_its_swedish_page_until_there_is_an_english_one(client: Client) -> None:
    area = ViolenceArea.objects.get(slug="heder")

    link = seen(client, "/en/").find("a", href="/omraden/heder/")

    assert isinstance(link, Tag)
    assert link["hreflang"] == "sv"
    assert "in Swedish" in link.text
    assert [span.text for span in link.find_all(lang="sv")] == [area.title]


def test_a_text_that_somebody_has_translated_is_english(client: Client) -> None:
    ViolenceArea.objects.filter(slug="heder").update(title_en="Honour")

    link = seen(client, "/en/").find("a", href="/omraden/heder/")

    assert isinstance(link, Tag)
    assert "Honour" in link.text
    assert not link.find_all(lang="sv")


def test_the_first_button_leads_to_an_english_page(client: Client) -> None:
    button = seen(client, "/en/").select_one(".hero .button")

    assert button
    assert str(button["href"]).startswith("/en/")


def test_the_danger_lines_are_said_in_english(client: Client) -> None:
    strip = seen(client, "/en/").select_one(".danger-strip")

    assert strip
    assert "Call 112" in strip.text
    assert "Ring 112" not in strip.text


def test_swedish_pages_say_no_language_within(client: Client) -> None:
    page = seen(client, "/")

    assert not page.select("main [lang]")
    assert not page.select("main [hreflang]")


def test_a_page_that_is_not_translated_says_so_and_says_its_language(client: Client) -> None:
    original = ContentPage.objects.get(url_path__endswith="/om/", locale__language_code="sv")
    english = Locale.objects.get(language_code="en")
    start = StartPage.objects.get(locale=english)
    original.create_alias(parent=start, update_slug="about", update_locale=english)

    page = seen(client, "/en/about/")

    assert page.html
    assert page.html["lang"] == "en"
    heading = page.h1
    assert heading
    assert language(heading) == "sv"
    notice = page.find(string=re.compile("not been translated"))
    assert notice
    assert notice.parent
    assert language(notice.parent) == "en"
    link = page.select_one('footer a[href="/en/about/"]')
    assert link
    assert link.find(lang="sv")


def test_figures_and_tables_of_one_page_do_not_share_a_name(client: Client) -> None:
    levels = {
        "heading": "Samma rubrik",
        "intro": "",
        "levels": [{"title": "Ett", "text": "En"}, {"title": "Två", "text": "Två"}],
        "source": "",
        "source_url": "",
    }
    cell = {"type": "text", "value": "ord"}
    table = {
        "caption": "Samma rubrik",
        "table": {
            "columns": [{"type": "text", "heading": "Kolumn"}] * 4,
            "rows": [{"values": [cell["value"]] * 4}],
        },
    }
    page = ContentPage.objects.get(url_path__endswith="/om/", locale__language_code="sv")
    page.body = page.body.stream_block.to_python(
        [{"type": kind, "value": value} for kind, value in [("levels", levels), ("table", table)]]
        * 2
    )
    page.save()

    ids = [str(element["id"]) for element in seen(client, "/om/").find_all(id=True)]

    assert len([name for name in ids if "nivaer" in name or "tabell" in name]) >= 6
    assert len(ids) == len(set(ids))
