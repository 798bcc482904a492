"""What every answer says to the browser."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from portal.intranet.roles import Role, give_role

PUBLIC = ["/", "/omraden/heder/", "/handlingsplanen/aktiviteter/", "/finns-inte/", "/en/"]


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


@pytest.mark.django_db
def test_public_pages_are_compressed_and_staff_pages_are_not(client: Client) -> None:
    user = get_user_model().objects.create_user("editor")
    client.force_login(user)
    asks = {"Accept-Encoding": "gzip"}

    assert client.get("/", headers=asks)["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get("/intranet/", headers=asks)
