"""The open data: nothing that is not public, names that stay, pages, and its cost."""

import dataclasses
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from portal.content.models import PlantedRow
from portal.intranet.page_questions import questions_from_pages
from portal.open_data.views import export
from portal.pages.registers import PartnersPage
from resources.services.choices import Audience, ChannelKind
from resources.services.hsds import service_record
from resources.services.models import Channel, Organization, Service
from tests.factories import (
    ChannelFactory,
    ScheduleFactory,
    ServiceFactory,
)
from tests.portal.hsds_answers import (
    NOON,
    ROOT,
    TODAY,
    a_full_service,
    ask,
    everything,
    pages,
    rows,
    told,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_day_in_may(settings: Settings) -> None:
    settings.CLOCK = NOON


# --- what is not said ----------------------------------------------------------------------------

INTERNAL: dict[Any, tuple[str, ...]] = {
    Service: ("evidence", "note"),
    Organization: ("evidence", "note"),
    Channel: ("hours_note", "evidence", "caution"),
}


def test_nothing_internal_is_anywhere(client: Client) -> None:
    """Every internal text of every row is made its own word, and each word is looked for."""
    a_full_service()
    Channel.objects.update(verified_on=TODAY)
    for model, fields in INTERNAL.items():
        for row in model.objects.all():
            words = {field: f"hemlig-{model.__name__}-{field}-{row.pk}" for field in fields}
            model.objects.filter(pk=row.pk).update(**words)

    assert not re.findall(r"hemlig-[\w-]+", everything(client))


def test_no_address_and_no_visit_is_anywhere(client: Client) -> None:
    Service.objects.filter(is_protected_place=False).update(
        street_address="Hemliga gatan 17",
        postal_code="90999",
        town="Hemlig ort",
        latitude=Decimal("63.123456"),
        longitude=Decimal("20.654321"),
    )
    # The database itself refuses a visit to a protected place.
    for service in Service.objects.filter(is_protected_place=False):
        visit = ChannelFactory(
            service=service, kind=ChannelKind.VISIT, value="Dolda torget 3", verified_on=TODAY
        )
        ScheduleFactory(channel=visit, opens_at="03:17", closes_at="03:19")
    Service.objects.update(assured_on=TODAY)
    found = everything(client)

    for secret in ("Hemlig", "90999", "63.123456", "20.654321", "Dolda", "03:17", "besök "):
        assert secret not in found


def test_nothing_for_professionals_is_anywhere(client: Client) -> None:
    line = ServiceFactory(
        audience=Audience.PROFESSIONAL, name_sv="Hemliga linjen", assured_on=TODAY
    )
    ChannelFactory(service=line, value="0911222333", verified_on=TODAY)
    # One whose organization is open: it also helps residents.
    ServiceFactory(
        audience=Audience.PROFESSIONAL,
        name_sv="Dolda linjen",
        organization=Organization.objects.that_help()[0],
    )
    found = everything(client)

    hidden = Service.objects.for_professionals()
    assert len(hidden) > 1
    for service in hidden:
        assert json.dumps(service.name_sv, ensure_ascii=False) not in found
    assert "0911-22 23 33" not in found
    assert line.organization.name_sv not in found


# --- names that stay, pages, cost ----------------------------------------------------------------


def test_identifiers_are_the_same_after_the_content_was_loaded_again(client: Client) -> None:
    before = rows(client, "services?full=true")
    old = Service.objects.get(slug="kvinnofridslinjen")
    old.delete()
    PlantedRow.objects.filter(key="service:kvinnofridslinjen").delete()
    assert len(rows(client, "services")) == len(before) - 1
    call_command("load_content", verbosity=0)

    assert Service.objects.get(slug="kvinnofridslinjen").pk != old.pk
    assert rows(client, "services?full=true") == before


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200),
        ("?page=1", 200),
        ("?per_page=100", 200),
        ("?page=2&per_page=3", 200),
        ("?per_page=101", 400),
        ("?per_page=0", 400),
        ("?page=0", 400),
        ("?page=-1", 400),
        ("?page=två", 400),
        ("?page=²", 400),
        ("?page=", 400),
        ("?page=99999999999999999999", 400),
        ("?page=999", 404),
        ("?search=ord", 400),
    ],
)
@pytest.mark.parametrize("entity", ["services", "organizations"])
def test_a_page_that_can_be_asked_for(client: Client, entity: str, query: str, status: int) -> None:
    answer = ask(client, entity + query, status)

    assert ("error" in answer) is (status != 200)


def test_pages_hold_all_once(client: Client) -> None:
    ServiceFactory.create_batch(20)
    found = list(pages(client, "services"))
    total = Service.objects.visible().count()

    assert {page["total_items"] for page in found} == {total}
    assert len({row["id"] for page in found for row in page["contents"]}) == total
    assert [page["first_page"] for page in found] == [True] + [False] * (len(found) - 1)
    assert [page["last_page"] for page in found] == [False] * (len(found) - 1) + [True]
    assert not any(page["empty"] for page in found)


def test_a_list_of_nothing_is_a_page(client: Client) -> None:
    Service.objects.update(audience=Audience.PROFESSIONAL)
    page = ask(client, "services")

    assert (page["empty"], page["total_items"], page["contents"]) == (True, 0, [])


@pytest.mark.parametrize("address", ["services/17", "nagot-annat", "services/", "organizations/x"])
def test_an_address_that_is_not_there_answers_in_json(client: Client, address: str) -> None:
    assert ask(client, address, 404)["error"] == "Det finns inget på den här adressen."


def test_a_service_for_professionals_has_no_address(client: Client) -> None:
    row = told(client, service := ServiceFactory())
    Service.objects.filter(pk=service.pk).update(audience=Audience.PROFESSIONAL)

    ask(client, f"services/{row['id']}", 404)
    ask(client, f"organizations/{row['organization_id']}", 404)


def test_a_line_for_professionals_cannot_be_written_at_all() -> None:
    with pytest.raises(ValueError, match="professionals"):
        service_record(ServiceFactory(audience=Audience.PROFESSIONAL), export())


@pytest.mark.parametrize(
    ("address", "most"),
    [("services?full=true&per_page=100", 6), ("services?per_page=100", 6), ("organizations", 2)],
)
def test_a_list_costs_the_same_however_long(client: Client, address: str, most: int) -> None:
    a_full_service()
    for _ in range(30):
        ScheduleFactory(channel=ChannelFactory(verified_on=TODAY))
    with CaptureQueriesContext(connection) as asked:
        ask(client, address)

    assert len(asked) <= most


def test_other_origins_are_let_in_here_only(client: Client) -> None:
    for address in ("/oppna-data/", "/", "/fa-hjalp/", "/sok/"):
        assert "Access-Control-Allow-Origin" not in client.get(address)
    answer = client.get(ROOT)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert client.post(ROOT).status_code == 405


def test_the_licence_is_asked_about_until_it_is_set(client: Client, settings: Settings) -> None:
    asked = ("Under vilken licens får uppgifterna användas?", "Öppna data")
    assert asked in [(question.text, question.concerns) for question in questions_from_pages()]

    settings.MUNICIPALITY = dataclasses.replace(
        settings.MUNICIPALITY,
        data_licence_name="CC0 1.0",
        data_licence_address="https://creativecommons.org/publicdomain/zero/1.0/deed.sv",
    )
    page = client.get("/oppna-data/").content.decode()
    assert '1.0/deed.sv">CC0 1.0</a>' in page
    assert "inte bestämt" not in page
    assert asked not in [(question.text, question.concerns) for question in questions_from_pages()]


def test_people_are_told_what_there_is(client: Client) -> None:
    page = client.get("/oppna-data/").content.decode()

    assert ">http://testserver/oppna-data/hsds/services</code>" in page
    assert "Kommunen har inte bestämt licens än." in page
    assert "/hsds/" not in "".join(re.findall(r'href="([^"]*)"', page)), "no exit and no numbers"
    partners = PartnersPage.objects.get(locale__language_code="sv")
    assert 'href="/oppna-data/"' in client.get(partners.url).content.decode()
