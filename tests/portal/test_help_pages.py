"""What a resident finds: the areas, the services, and nothing that is only for professionals."""

import re

import pytest
from django.test import Client

from resources.services.choices import Audience
from resources.services.models import Organization, Service
from resources.violence.models import ViolenceArea

AREAS = ["offentlig-miljo", "nara-relationer", "heder", "extremism", "utnyttjad", "granser"]
PEOPLE = ["utsatt", "anhorig", "anvander-vald", "barn", "anstalld"]


@pytest.mark.django_db
def test_the_start_page_leads_to_the_six_areas_in_the_plans_order(client: Client) -> None:
    page = client.get("/").content.decode()

    assert re.findall(r'class="tile__title">.*?href="/omraden/([^/]+)/"', page, re.S) == AREAS


@pytest.mark.django_db
@pytest.mark.parametrize("slug", AREAS)
def test_an_area_says_where_the_plan_is_silent(client: Client, slug: str) -> None:
    page = client.get(f"/omraden/{slug}/").content.decode()

    assert page.index("Vilken hjälp passar mig?") < page.index("På den här sidan")
    assert "Om du är utsatt" in page
    assert "Om du själv använder våld" in page
    assert "Planen säger inte hur området valdes." in page


@pytest.mark.django_db
def test_an_answer_about_an_area_takes_the_place_of_the_silence(client: Client) -> None:
    ViolenceArea.objects.filter(slug="heder").update(how_chosen_sv="Så här valdes det.")

    page = client.get("/omraden/heder/").content.decode()

    assert "Så här valdes det." in page
    assert "Planen säger inte hur området valdes." not in page


@pytest.mark.django_db
@pytest.mark.parametrize("word", PEOPLE)
def test_there_is_help_for_every_person(client: Client, word: str) -> None:
    page = client.get(f"/fa-hjalp/for/{word}/").content.decode()

    assert "service-card" in page
    assert re.search(r'</h1>\s*<p class="page-head__lead">Hit kan du höra av dig ', page)
    assert 'href="tel:' in page.partition("<main")[2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/fa-hjalp/for/alla/", "/fa-hjalp/omrade/finns-inte/", "/fa-hjalp/stod/ingen/"]
)
def test_an_address_that_names_nothing_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_a_line_for_professionals_has_no_public_address(client: Client) -> None:
    lines = Service.objects.filter(audience=Audience.PROFESSIONAL)

    assert lines
    for line in lines:
        assert client.get(f"/fa-hjalp/stod/{line.slug}/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["socialjouren-umea", "kvinnofridslinjen"])
def test_a_number_says_whether_somebody_has_checked_it(client: Client, slug: str) -> None:
    service = Service.objects.visible().filter(slug__startswith=slug.split("-")[0]).first()
    assert service is not None
    page = client.get(f"/fa-hjalp/stod/{service.slug}/").content.decode()

    certain = all(channel.is_verified for channel in service.known_channels)
    assert ("ej kontrollerat" in page) is not certain
    assert ("Öppet nu, dygnet runt" in page) is certain
    assert "Stängt" not in page


@pytest.mark.django_db
def test_no_hours_are_shown_before_somebody_has_checked_them(client: Client) -> None:
    noted = [
        channel.hours_note
        for service in Service.objects.visible().with_channels()
        for channel in service.known_channels
        if channel.hours_note and not channel.is_verified
    ]
    page = client.get("/fa-hjalp/").content.decode()

    assert noted
    assert not any(note in page for note in noted)


@pytest.mark.django_db
def test_all_seventeen_organizations_of_the_plan_are_on_the_partners_page(client: Client) -> None:
    page = client.get("/sa-arbetar-vi/samverkan-och-kunskap/").content.decode()
    named = Organization.objects.named_in_plan()

    assert named.count() == 17
    for organization in named:
        assert organization.name.replace("&", "&amp;") in page


@pytest.mark.django_db
def test_a_service_says_what_is_known_of_languages_and_no_more(client: Client) -> None:
    address = "/fa-hjalp/stod/kvinnofridslinjen/"
    before = client.get(address).content.decode()
    Service.objects.filter(slug="kvinnofridslinjen").update(
        languages=["ar", "en"], offers_interpreter="yes"
    )
    after = client.get(address).content.decode()

    assert "Tolk finns" not in before
    assert "Engelska, arabiska" in after
    assert "Tolk finns" in after


@pytest.mark.django_db
def test_an_area_shows_the_drawing_that_an_editor_chose(client: Client) -> None:
    def drawing() -> str:
        page = client.get("/").content.decode()
        found = re.search(r'<li class="tile">.*?(<svg.*?</svg>)', page, re.S)
        assert found
        return found.group(1)

    before = drawing()
    first = ViolenceArea.objects.filter(slug=AREAS[0])
    first.update(drawing=ViolenceArea.Drawing.SHIELD)

    assert drawing() != before
    first.update(drawing=ViolenceArea.Drawing.BUILDING)
    assert drawing() == before


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/fa-hjalp/vilken-hjalp/", "/finns-inte/"])
def test_the_card_for_danger_says_once_when_to_ring(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    card = re.findall(r'<section class="care"[^>]*>(.*?)</section>', page, re.S)[0]

    assert len(re.findall(r"\bfara\b", re.sub(r"<[^>]*>", "", card))) == 1
    assert re.search(r'<span>Ring</span>\s*<a href="tel:112" dir="ltr">112</a>', card)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/sok/", "/oppna-data/", "/bekrafta/inte-var/"])
def test_what_stands_outside_the_page_tree_leads_back_to_the_start(
    client: Client, address: str
) -> None:
    page = client.get(address).content.decode()

    assert re.search(r'aria-label="Du är här">\s*<ol.*?<a href="/">Start</a>', page, re.S)
