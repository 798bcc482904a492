"""The finder: which answers a service fits, what is asked, and what never stands on the page."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from portal.pages.finder import FinderPage
from portal.pages.finder_questions import MOST_AREAS, first_questions, more_questions, tokens
from portal.pages.services import PEOPLE
from resources.services.choices import Audience, ChannelKind, Interpreter, Language
from resources.services.models import Service
from resources.violence.models import ViolenceArea
from tests import factories

FINDER = "/fa-hjalp/vilken-hjalp/"
SHEET = Path(settings.BASE_DIR) / "static" / "css" / "finder.css"
RULE = r'\.finder:has\(\[value="([\w-]+)"\]:checked\) \.finder__cards > :not\(\.([\w-]+)\)'

pytestmark = pytest.mark.django_db


def of_service(**facts: object) -> list[str]:
    service = factories.ServiceFactory(**facts)
    return tokens(Service.objects.with_channels().get(pk=service.pk), areas())


def areas() -> list[ViolenceArea]:
    return list(ViolenceArea.objects.all())


def asked() -> dict[str, list[str]]:
    """The tokens of each question that the services now in the register give rise to."""
    questions = more_questions(list(Service.objects.visible().with_channels()))
    return {question.name: [a.token for a in question.answers] for question in questions}


@pytest.mark.parametrize(
    ("limits", "fits"),
    [
        ((None, None), [0, 18, 25, 65]),
        ((None, 17), [0]),
        ((18, None), [18, 25, 65]),
        ((16, 24), [0, 18]),
        ((65, None), [65]),
        ((25, 25), [25]),
        ((0, 0), [0]),
    ],
)
def test_a_service_fits_every_age_that_it_takes_some_of(
    limits: tuple[int | None, int | None], fits: list[int]
) -> None:
    found = of_service(age_from=limits[0], age_to=limits[1])
    assert [token for token in found if token.startswith("age-")] == [f"age-{a}" for a in fits]


def test_what_nobody_has_tagged_is_hidden_by_no_person_area_or_age() -> None:
    found = set(of_service())
    assert {f"who-{who}" for who, _says in PEOPLE.values()} < found
    assert {f"area-{place}" for place in range(1, len(areas()) + 1)} < found


def test_how_help_is_given_must_be_known_to_fit() -> None:
    assert not [t for t in of_service() if t.startswith(("by-", "has-", "is-"))]
    assert "is-anonymous" in of_service(anonymity=Service.Anonymity.ANONYMOUS)
    assert "is-anonymous" not in of_service(anonymity=Service.Anonymity.NOT_ANONYMOUS)


@pytest.mark.parametrize(
    ("facts", "fits"),
    [
        ({}, False),
        ({"languages_note": "Tolk på de flesta språk."}, True),
        ({"offers_interpreter": Interpreter.YES}, True),
        ({"offers_interpreter": Interpreter.NO}, False),
        ({"languages": [Language.SWEDISH]}, False),
        ({"languages": [Language.SWEDISH, Language.ARABIC]}, True),
        ({"languages": [Language.SWEDISH_SIGN_LANGUAGE]}, True),
    ],
)
def test_whatever_the_register_says_of_other_languages_fits(
    facts: dict[str, object], fits: bool
) -> None:
    assert ("has-languages" in of_service(**facts)) is fits


def test_a_card_that_gives_way_promises_nothing_of_how_help_is_given(client: Client) -> None:
    Service.objects.filter(slug="valj-att-sluta").update(assured_on="2020-01-01")
    page = client.get(FINDER).content.decode()
    until_the_link = r'<li class="([^"]*)">\s*<article(?:(?!</li>).)*/stod/valj-att-sluta/'
    (fits,) = re.findall(until_the_link, page, re.S)
    assert "who-uses_violence" in fits
    assert "by-phone" not in fits
    assert "is-anonymous" not in fits


def test_a_tag_of_an_area_is_its_place_in_the_register() -> None:
    service = factories.ServiceFactory()
    service.areas.set([areas()[2]])
    found = tokens(Service.objects.with_channels().get(pk=service.pk), areas())
    assert [token for token in found if token.startswith("area-")] == ["area-3"]


def test_a_way_that_no_service_offers_is_not_asked_about() -> None:
    assert "by-chat" not in asked()["contact"]
    channel = factories.ChannelFactory(kind=ChannelKind.CHAT, value="https://example.org/chatt")
    assert "by-chat" in asked()["contact"]
    channel.service.audience = Audience.PROFESSIONAL
    channel.service.save()
    assert "by-chat" not in asked()["contact"]


def test_age_is_asked_about_only_where_a_service_has_an_age() -> None:
    assert asked()["age"] == ["age-0", "age-18", "age-25", "age-65", ""]
    Service.objects.update(age_from=None, age_to=None)
    assert "age" not in asked()


def test_every_question_can_be_left_open_and_is_so_at_first(client: Client) -> None:
    page = client.get(FINDER).content.decode()
    groups = set(re.findall(r'type="radio" name="(\w+)"', page))
    assert groups == {"who", "about", "age", "contact", "language", "anonymity"}
    for group in groups:
        checked = re.findall(rf'name="{group}" value="([^"]*)" checked', page)
        assert checked == [""], group


def test_every_answer_has_its_rule_and_every_rule_hides_those_without_its_own_token() -> None:
    for kind in ChannelKind.values:
        value = "https://example.org/" if kind in ("web", "chat") else ""
        value = value or ("090161000" if kind in ("phone", "sms") else "prov@example.org")
        factories.ChannelFactory(kind=kind, value=value)
    rules = dict(re.findall(RULE, SHEET.read_text("utf-8")))
    assert all(value == token for value, token in rules.items())
    in_register = [f"area-{place}" for place in range(1, MOST_AREAS + 1)]
    known = {f"who-{who}" for who, _says in PEOPLE.values()} | {*in_register}
    known |= {token for answers in asked().values() for token in answers if token}
    assert set(rules) == known


def test_more_areas_than_the_sheet_has_rules_for_are_found_under_do_not_know() -> None:
    factories.ViolenceAreaFactory.create_batch(MOST_AREAS)
    about = first_questions(areas())[1].answers
    assert [answer.token for answer in about] == [f"area-{n}" for n in range(1, 13)] + [""]


def test_the_page_shows_all_that_residents_may_see_and_nothing_else(client: Client) -> None:
    page = client.get(FINDER).content.decode()
    hidden = Service.objects.for_professionals()
    assert hidden
    for service in hidden:
        assert f"/stod/{service.slug}/" not in page
        for channel in service.known_channels:
            assert channel.value not in page
            assert channel.text not in page
    for service in Service.objects.visible():
        assert f"/stod/{service.slug}/" in page


def test_no_card_shows_an_address_of_a_place(client: Client) -> None:
    factories.ServiceFactory(street_address="Provgatan 12345", postal_code="90999")
    page = client.get(FINDER).content.decode()
    assert "Provgatan" not in page
    assert "90999" not in page


def test_a_service_that_cannot_be_reached_yet_stands_last(client: Client) -> None:
    factories.ServiceFactory(order=0, slug="utan-kontaktvag")
    page = client.get(FINDER).content.decode()
    assert page.index("/stod/utan-kontaktvag/") > page.index("/stod/aldrelinjen/")


def test_danger_comes_before_any_question_and_the_lines_stand_last(client: Client) -> None:
    main = client.get(FINDER).content.decode().partition("<main")[2]
    first, last = main.index("Är någon i fara just nu?"), main.index("Passar ingen?")
    assert first < main.index('href="tel:112"') < main.index("<fieldset")
    assert last > main.rindex("service-card")
    for line in settings.MUNICIPALITY.danger_lines:
        assert main.index(f'href="{line.tel}"', last)


def test_the_start_page_leads_to_the_finder_first(client: Client) -> None:
    def first_buttons() -> list[tuple[str, str]]:
        page = client.get("/").content.decode()
        return re.findall(r'<a class="button[^"]*" href="([^"]+)">([^<]+)</a>', page)[:2]

    assert first_buttons() == [
        (FINDER, "Vilken hjälp passar mig?"),
        ("/fa-hjalp/", "Alla kontakter"),
    ]
    FinderPage.objects.get().unpublish()
    assert first_buttons()[0] == ("/fa-hjalp/", "Alla kontakter")
