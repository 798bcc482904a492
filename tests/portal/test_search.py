"""The search: what is found, what never is, and what is said when nothing can be."""

from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from portal.search.finding import MOST_HITS
from portal.search.forms import EMPTY, TOO_LONG
from portal.search.words import MOST_CHARACTERS
from resources.services.choices import Audience
from resources.services.models import Service
from tests import factories

PLACE = "/sok/"
FORM = "application/x-www-form-urlencoded"
# In no text of the starting content.
RARE = "kvastfeberlim"


def post(client: Client, words: str) -> HttpResponse:
    """Send the form as a browser does."""
    return client.post(PLACE, urlencode({"q": words}), content_type=FORM)  # type: ignore[return-value]


def hits(client: Client, words: str) -> list[str]:
    """The addresses that `words` lead to, best first."""
    page = BeautifulSoup(post(client, words).content, "html.parser")
    return [str(link["href"]) for link in page.select(".hit-list a")]


def one(page: BeautifulSoup, selector: str) -> Tag:
    """The first element that fits, which must be there."""
    found = page.select_one(selector)
    assert found is not None, selector
    return found


def heading(client: Client, words: str) -> str:
    """What the results say of themselves."""
    return one(BeautifulSoup(post(client, words).content, "html.parser"), "main h2").text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("hot", "/omraden/extremism/"),
        ("hotad", "/omraden/offentlig-miljo/"),
        ("kvinnor", "/fa-hjalp/stod/kvinnofridslinjen/"),
        ("kvinnan", "/fa-hjalp/stod/kvinnofridslinjen/"),
        ("HEDER", "/omraden/heder/"),
        ("hedersförtryck", "/omraden/heder/"),
        ("hedersfo\u0308rtryck", "/omraden/heder/"),
        ("polisanmälan", "/fa-hjalp/nar-du-kontaktar-polisen/"),
        ("socialj", "/fa-hjalp/stod/socialjouren/"),
        ("rädd för min släkt", "/omraden/heder/"),
        ("våldtäkt", "/omraden/granser/"),
        ("utbildning", "/handlingsplanen/aktiviteter/2018-2022/2/"),
        ("någon säljer sex, pengar!", "/omraden/utnyttjad/"),
    ],
)
def test_what_a_resident_types_leads_to_help(client: Client, words: str, address: str) -> None:
    assert address in hits(client, words)


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["Få hjälp", "uppföljning", "kvinnofridslinjen", "SEXUELLT VÅLD"])
def test_what_is_named_exactly_so_comes_first(client: Client, title: str) -> None:
    page = BeautifulSoup(post(client, title).content, "html.parser")
    assert page.select(".hit-list a")[0].text.casefold() == title.casefold()


@pytest.mark.django_db
def test_a_hit_says_what_it_is_and_the_page_how_many_there_are(client: Client) -> None:
    page = BeautifulSoup(post(client, "heder").content, "html.parser")
    kinds = {kind.text for kind in page.select(".hit-list__kind")}
    assert kinds == {"Sida", "Stöd", "Aktivitet"}
    assert f"{len(page.select('.hit-list li'))} träffar" in one(page, "main h2").text
    assert one(page, "title").text == f"Sök – {settings.MUNICIPALITY.name}"


@pytest.mark.django_db
def test_more_than_can_be_read_is_cut_and_said(client: Client) -> None:
    factories.ServiceFactory.create_batch(MOST_HITS + 3, summary=RARE)
    assert len(hits(client, RARE)) == MOST_HITS
    assert "Fler än" in heading(client, RARE)


@pytest.mark.django_db
def test_an_empty_text_is_not_the_word_none(client: Client) -> None:
    factories.ServiceFactory(name_sv=RARE, summary_sv=None, description_sv=None)
    (found,) = hits(client, RARE)
    assert found not in hits(client, "None")


@pytest.mark.django_db
def test_nothing_found_leads_on(client: Client) -> None:
    page = BeautifulSoup(post(client, RARE).content, "html.parser")
    results = one(page, "[data-search-results]")
    assert "Inget hittades" in results.text
    assert {"/fa-hjalp/", "/omraden/"} <= {link["href"] for link in results.select("a")}


@pytest.mark.django_db
def test_a_line_for_professionals_is_not_found(client: Client) -> None:
    service = factories.ServiceFactory(name_sv=RARE, audience=Audience.RESIDENT)
    assert len(hits(client, RARE)) == 1
    service.audience = Audience.PROFESSIONAL
    service.save()
    assert hits(client, RARE) == []
    for line in Service.objects.for_professionals():
        assert not [url for url in hits(client, line.name) if line.slug in url]


@pytest.mark.django_db
def test_a_staff_page_is_not_found(client: Client) -> None:
    page = Page.objects.get(title="Kontaktperson för handlingsplanen")
    factories.RoutinePageFactory(parent=page.get_parent(), title=RARE)
    assert IndexEntry.objects.filter(title_text=RARE).exists(), "staff search would miss it"
    assert hits(client, RARE) == []
    assert not [url for url in hits(client, page.title) if "intranet" in url]


@pytest.mark.django_db
def test_only_what_is_published_is_found(client: Client) -> None:
    page = factories.ContentPageFactory(title=RARE)
    assert len(hits(client, RARE)) == 1
    page.unpublish()
    assert hits(client, RARE) == []


@pytest.mark.django_db
def test_a_draft_of_the_plan_is_not_found(client: Client) -> None:
    activity = factories.ActivityFactory(title_sv=RARE)
    assert hits(client, RARE) == []
    factories.adopted(activity.version)
    assert len(hits(client, RARE)) == 1


@pytest.mark.django_db
def test_a_page_in_another_language_is_not_found(client: Client) -> None:
    assert Page.objects.get(title="Get help").live
    assert "/en/get-help/" not in hits(client, "Get help")


@pytest.mark.django_db
def test_what_staff_ask_before_opening_is_not_searched(client: Client) -> None:
    question = {"text": "Uppgift saknas.", "question": f"Var finns {RARE}?"}
    page = factories.ContentPageFactory(body=[("open_question", question)])
    assert "Uppgift saknas" in client.get(page.url).content.decode()
    assert hits(client, RARE) == []


@pytest.mark.django_db
def test_an_activity_is_found_by_a_point_that_is_added_to_it(client: Client) -> None:
    activity = factories.ActivityFactory()
    factories.ActivityPointFactory(activity=activity, text_sv=f"Skaffa {RARE}.")
    factories.adopted(activity.version)
    assert len(hits(client, RARE)) == 1


@pytest.mark.django_db
def test_a_service_is_found_by_its_organizations_new_name(client: Client) -> None:
    service = factories.ServiceFactory()
    service.organization.name_sv = RARE
    service.organization.save()
    assert [url for url in hits(client, RARE) if service.slug in url]


@pytest.mark.django_db
def test_the_whole_index_can_be_made_anew(client: Client) -> None:
    before = hits(client, "barn")
    IndexEntry.objects.all().delete()
    assert hits(client, "barn") == []
    call_command("update_index", verbosity=0)
    assert hits(client, "barn") == before != []


@pytest.mark.django_db
def test_no_address_and_no_number_of_a_service_is_in_the_index() -> None:
    factories.ServiceFactory(street_address=RARE, postal_code="90999", town=RARE, note=RARE)
    assert not IndexEntry.objects.filter(body_text__contains=RARE).exists()
    assert not IndexEntry.objects.filter(body_text__contains="90999").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["", "   ", "!?*", "\x00", "\u200b", "' & |"])
def test_no_word_at_all_is_said_at_the_field(client: Client, words: str) -> None:
    page = BeautifulSoup(post(client, words).content, "html.parser")
    field = one(page, "#id_q")
    assert field["aria-invalid"] == "true"
    error = str(field["aria-describedby"]).split()[-1]
    assert one(page, f"#{error}").text == EMPTY
    assert " ".join(one(page, ".error-summary a").text.split()) == f"Vad söker du? {EMPTY}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        "x' | y & (",
        "a:* <-> b \\ 'c'",
        "hot\x00hot\r\n",
        "'; drop table portal_user; --",
        "☎ 🦄 ½ ² ﷽ \ufeff",
        "\ud7ff مساعدة помощь 幫助",
        "å" * MOST_CHARACTERS,
        "a b c d e f g h " * 12,
        "%s %(q)s {} {{ q }} {% x %}",
        "<script>alert(1)</script>",
    ],
)
def test_odd_characters_are_only_words(client: Client, words: str) -> None:
    response = post(client, words)
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


@pytest.mark.django_db
def test_bytes_that_are_no_text_are_only_words(client: Client) -> None:
    assert client.post(PLACE, b"q=%ff%fe%00hot", content_type=FORM).status_code == 200


@pytest.mark.django_db
def test_what_is_too_long_is_refused_with_a_sentence(client: Client) -> None:
    assert TOO_LONG in post(client, "o" * (MOST_CHARACTERS + 1)).content.decode()
    huge = post(client, "o" * 3_000_000)
    assert huge.status_code == 413
    assert "för stor" in huge.content.decode()


@pytest.mark.django_db
def test_another_kind_of_form_is_not_read(client: Client) -> None:
    assert EMPTY in client.post(PLACE, {"q": "hot"}).content.decode()


@pytest.mark.django_db
def test_a_word_in_the_address_is_not_read(client: Client) -> None:
    response = client.get(PLACE, {"q": RARE})
    assert response.status_code == 200
    assert RARE not in response.content.decode()


@pytest.mark.django_db
def test_the_answer_keeps_the_promises_of_the_public_part() -> None:
    client = Client(enforce_csrf_checks=True)
    response = post(client, "hot")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    assert "Location" not in response


@pytest.mark.django_db
def test_the_browser_is_asked_to_keep_and_check_nothing(client: Client) -> None:
    page = BeautifulSoup(client.get(PLACE).content, "html.parser")
    form, field = one(page, "main form"), one(page, "#id_q")
    assert (form["method"], form["action"], form["autocomplete"]) == ("post", PLACE, "off")
    assert (field["type"], field["autocomplete"], field["spellcheck"]) == ("search", "off", "false")
    assert not field.has_attr("list")
    assert not field.has_attr("value")


def test_no_error_is_mailed_to_anybody() -> None:
    # A mail about an error would carry what the form held.
    assert settings.ADMINS == []
    assert settings.MANAGERS == []


@pytest.mark.django_db
def test_ten_times_as_much_found_costs_no_more(client: Client) -> None:
    factories.ServiceFactory(summary=RARE)
    factories.ContentPageFactory(lead=RARE)
    first = cost(client, RARE)
    for _ in range(9):
        factories.ServiceFactory(summary=RARE)
        factories.ContentPageFactory(lead=RARE)
    assert len(hits(client, RARE)) == 20
    assert cost(client, RARE) == first <= 30


def cost(client: Client, words: str) -> int:
    """How many queries a search asks, when the process has been asked before."""
    post(client, words)
    with CaptureQueriesContext(connection) as asked:
        post(client, words)
    return len(asked)
