"""What people really type leads to the page or the service that it is about."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Page

from portal.search.everyday import Entry, led_to, read_entries
from resources.services.models import Service
from tests.portal.test_search import hits, post

AREAS, SERVICES = "/omraden/", "/fa-hjalp/stod/"
NEAR = f"{AREAS}nara-relationer/"
QUERIES = {
    "kvinnojour": f"{SERVICES}kvinno-och-tjejjouren/",
    "Kvinnojouren Umeå": f"{SERVICES}oppen-gemenskaps-kvinnojour/",
    "tjejjour": f"{SERVICES}kvinno-och-tjejjouren/",
    "skyddat boende": f"{SERVICES}oppen-gemenskaps-kvinnojour/",
    "min man slår mig": NEAR,
    "slår mig": f"{SERVICES}kvinnofridslinjen/",
    "slar mig": f"{SERVICES}kvinnofridslinjen/",
    "misshandel": NEAR,
    "misshandlad av sambo": f"{SERVICES}centrum-mot-vald/",
    "hotad": f"{SERVICES}polisen/",
    "han hotar att döda mig": NEAR,
    "våldtagen": f"{AREAS}granser/",
    "VÅLDTÄKT": f"{AREAS}granser/",
    "stalkad": NEAR,
    "mitt ex förföljer mig": f"{SERVICES}polisen/",
    "rädd för min pojkvän": f"{SERVICES}kvinnofridslinjen/",
    "han är svartsjuk": NEAR,
    "pappa slår": f"{SERVICES}bris/",
    "granne som slår barn": "/fa-hjalp/orolig-for-ett-barn/",
    "de vill gifta bort mig": f"{AREAS}heder/",
    "tvångsgift": f"{SERVICES}ratt-att-valja/",
    "jag slår min fru": f"{SERVICES}valj-att-sluta/",
    "sugardejting": f"{AREAS}utnyttjad/",
    "min son är nazist": f"{SERVICES}orostelefonen/",
    "vill inte leva": f"{SERVICES}sjalvmordslinjen/",
    "ringa soc": "/fa-hjalp/nar-du-kontaktar-socialtjansten/",
    "anmäla": "/fa-hjalp/nar-du-kontaktar-polisen/",
    "akut": f"{SERVICES}112/",
    "bög": f"{SERVICES}rfsl-stodmottagning/",
    "radera historiken": "/din-webblasare/",
    "nakenbilder": f"{AREAS}granser/",
}
ENTRIES = (
    Entry((("slar", "mig"),), ("service:a", "page:b")),
    Entry((("hotad*",),), ("page:b", "page:c")),
)


@pytest.mark.django_db
@pytest.mark.parametrize(("words", "address"), QUERIES.items())
def test_an_everyday_word_leads_to_help(client: Client, words: str, address: str) -> None:
    assert address in hits(client, words)[:5]


@pytest.mark.django_db
def test_who_asks_about_her_own_danger_is_not_first_sent_to_those_who_use_violence(
    client: Client,
) -> None:
    assert f"{SERVICES}valj-att-sluta/" not in hits(client, "han slår mig")[:4]


@pytest.mark.django_db
def test_everything_that_the_table_leads_to_is_there() -> None:
    targets = {
        target for entry in read_entries(settings.MUNICIPALITY.pack) for target in entry.leads_to
    }
    services = {
        f"service:{slug}" for slug in Service.objects.visible().values_list("slug", flat=True)
    }
    pages = {
        "page:" + path.split("/", 2)[2].strip("/")
        for path in Page.objects.live().values_list("url_path", flat=True)
        if path.count("/") > 2
    }
    assert targets - services - pages == set()


@pytest.mark.django_db
def test_what_residents_may_not_see_is_not_led_to(client: Client) -> None:
    Service.objects.filter(slug="kvinno-och-tjejjouren").update(audience="professional")
    Page.objects.get(url_path__endswith="/omraden/granser/").unpublish()

    assert f"{SERVICES}kvinno-och-tjejjouren/" not in hits(client, "kvinnojour")
    assert f"{AREAS}granser/" not in hits(client, "våldtagen")


@pytest.mark.django_db
def test_what_everyday_words_lead_to_is_no_near_miss(client: Client) -> None:
    assert b"liknar" not in post(client, "min man misshandlar mig").content


def test_a_phrase_stands_in_its_order_and_a_star_is_any_ending() -> None:
    assert led_to("Han SLÅR mig!", ENTRIES) == ["service:a", "page:b"]
    assert led_to("mig slår", ENTRIES) == []
    assert led_to("slår mig, hotade", ENTRIES) == ["service:a", "page:b", "page:c"]
    assert led_to("hota", ENTRIES) == led_to("", ENTRIES) == []


def test_a_pack_without_the_table_has_no_everyday_words(tmp_path: Path) -> None:
    assert read_entries(tmp_path) == ()
