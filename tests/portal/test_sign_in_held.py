"""A form that comes after the session has ended: nothing typed is lost, nobody learns a thing."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.intranet.models import User
from tests.harness.client import Client

OURS = {"Sec-Fetch-Site": "same-origin"}
TYPED = {
    "text": ["Vi har utbildat all personal.", 'Nästa "steg" <är> klart.\r\nRad två.'],
    "csrfmiddlewaretoken": "gammal",
    "password1": "hemligt",
    "code": "hemligt",
    "credential": "hemligt",
    "secret": "hemligt",
    "action-publish": "action-publish",
}

pytestmark = pytest.mark.django_db


def held(page: str) -> list[tuple[str, str]]:
    """The hidden fields of the page."""
    return re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)


def test_what_was_typed_stays_in_the_page(client: Client) -> None:
    answer = client.post("/intranet/uppfoljning/?sida=2", TYPED, headers=OURS)

    page = answer.content.decode()
    assert answer.status_code == 403
    assert 'action="/intranet/uppfoljning/?sida=2"' in page
    assert held(page) == [
        ("text", "Vi har utbildat all personal."),
        ("text", "Nästa &quot;steg&quot; &lt;är&gt; klart.\r\nRad två."),
        ("action-publish", "action-publish"),
    ]
    assert "hemligt" not in page
    assert "koder sparas inte" in page
    assert "inloggad som" not in page
    assert not answer.cookies
    assert 'href="/intranet/logga-in/"' in page


def test_an_address_that_exists_and_one_that_does_not_hold_alike(client: Client) -> None:
    pages = {
        client.post(address, TYPED, headers=OURS).content.decode().replace(address, "")
        for address in ("/intranet/stilguide/", "/intranet/finns-inte/", "/intranet/redaktion/")
    }
    assert len(pages) == 1


def test_files_are_said_to_be_lost(client: Client) -> None:
    file = SimpleUploadedFile("protokoll.pdf", b"%PDF-1.7")
    page = client.post("/intranet/x/", {"text": "a", "file": file}, headers=OURS).content.decode()

    assert "protokoll.pdf" in page
    assert "Välj dem igen" in page


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    ],
)
def test_a_form_from_elsewhere_is_led_to_the_sign_in_as_before(
    client: Client, headers: dict[str, str]
) -> None:
    answer = client.post("/intranet/stilguide/", TYPED, headers=headers)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/intranet/logga-in/")


def test_an_older_browser_says_where_it_came_from(client: Client) -> None:
    answer = client.post("/intranet/stilguide/", TYPED, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403


def test_after_signing_in_the_same_form_comes_back_once_with_the_token_of_now() -> None:
    user = User.objects.create_superuser("redaktor")
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    client.get("/intranet/konto/")

    refused = client.post("/intranet/konto/", {"unit": ""}, headers=OURS)

    page = refused.content.decode()
    assert refused.status_code == 403
    assert "Skicka det du skrev en gång till" in page
    assert "Du är nu inloggad som <strong>redaktor</strong>" in page
    fields = dict(held(page))
    assert set(fields) == {"csrfmiddlewaretoken", "unit"}
    assert client.post("/intranet/konto/", fields, headers=OURS).status_code == 302


def test_a_form_from_elsewhere_with_a_wrong_token_is_never_held() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_user("reader"))

    answer = client.post("/intranet/konto/", {"unit": ""}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert not held(answer.content.decode())


def test_a_script_is_told_no_instead_of_getting_a_page(client: Client) -> None:
    headers = {**OURS, "X-Requested-With": "XMLHttpRequest"}
    answer = client.post("/intranet/redaktion/tags/autocomplete/", TYPED, headers=headers)

    assert answer.status_code == 403
    assert answer["Content-Type"].startswith("text/plain")
