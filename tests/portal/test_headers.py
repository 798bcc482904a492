"""What every answer says to the browser."""

import re
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from portal.intranet.roles import Role, give_role
from resources.documents.models import LibraryDocument

PUBLIC = ["/", "/omraden/heder/", "/handlingsplanen/aktiviteter/", "/finns-inte/", "/en/"]
PUBLIC += ["/static/finns-inte.css", "/media/finns-inte.png"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_keeps_to_itself(client: Client, address: str) -> None:
    answer = client.get(address)

    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Frame-Options"] == "DENY"
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "geolocation=()" in answer["Permissions-Policy"]
    assert not answer.cookies


@pytest.mark.django_db
def test_only_the_editing_interface_may_run_inline_scripts(client: Client) -> None:
    user = get_user_model().objects.create_user("editor")
    give_role(user, Role.COMMUNICATOR)
    client.force_login(user)

    staff, editing = client.get("/intranet/"), client.get("/intranet/redaktion/")

    assert "unsafe" not in staff["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in editing["Content-Security-Policy"]
    assert staff["Referrer-Policy"] == editing["Referrer-Policy"] == "same-origin"
    assert staff["Cache-Control"] == "private, no-store"
    for answer in (staff, editing):
        assert "geolocation=()" in answer["Permissions-Policy"]
        # Passkeys.
        assert "publickey-credentials" not in answer["Permissions-Policy"]


@pytest.mark.django_db
def test_a_served_document_may_do_nothing_in_the_browser(client: Client) -> None:
    document = LibraryDocument(title="Bilaga", audience=LibraryDocument.Audience.PUBLIC)
    document.file.save("bilaga.html", ContentFile(b"<script>alert(1)</script>"))

    answer = client.get(document.url)

    assert answer.status_code == 200
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_staff_document_is_not_found_in_public_and_behind_the_gate_inside(
    client: Client,
) -> None:
    document = LibraryDocument(title="Rutin", audience=LibraryDocument.Audience.STAFF)
    document.file.save("rutin.txt", ContentFile(b"rutin"))

    assert client.get(document.url.removeprefix("/intranet")).status_code == 404
    assert client.get(document.url)["Location"].startswith("/intranet/logga-in/")

    client.force_login(get_user_model().objects.create_user("reader"))
    assert client.get(document.url).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/intranet/logga-in/"])
def test_a_form_without_a_token_is_refused_on_a_page_that_carries_112(address: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(address, {"username": "a", "password": "b"})

    assert answer.status_code == 403
    assert 'href="tel:112"' in answer.content.decode()


@pytest.mark.django_db
def test_public_pages_are_compressed_and_staff_pages_are_not(client: Client) -> None:
    user = get_user_model().objects.create_user("editor")
    client.force_login(user)
    asks = {"Accept-Encoding": "gzip"}

    assert client.get("/", headers=asks)["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get("/intranet/", headers=asks)


def test_the_pages_for_what_the_web_server_answers_itself_need_nothing(
    tmp_path: Path, settings: Settings
) -> None:
    settings.STATIC_ROOT = tmp_path

    call_command("write_error_page", verbosity=0)

    configuration = Path("deploy/nginx.conf").read_text("utf-8")
    for name in ("404.html", "500.html"):
        assert re.search(rf"error_page [\d ]+ /{name};", configuration)
        page = (tmp_path / name).read_text("utf-8")
        assert all(f'href="{line.tel}"' in page for line in settings.MUNICIPALITY.danger_lines)
        assert settings.MUNICIPALITY.neutral_site in page
