"""The second factor: set up at the first sign-in, asked for ever after, never gone around."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache

from portal.intranet.models import User
from portal.intranet.sign_in import words
from tests import accounts
from tests.harness.client import Client
from tests.portal.door import APP, CODE, CODES, FACTOR, give_password, newcomer, with_app

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_attempts_before() -> None:
    cache.clear()


@pytest.fixture
def reader() -> User:
    return with_app()


def test_a_code_is_good_once(client: Client, reader: User) -> None:
    code = accounts.code("reader", "once")
    give_password(client, "reader")
    client.post(CODE, {"code": code})
    other = Client()
    give_password(other, "reader")

    answer = other.post(CODE, {"code": code})

    assert words.WRONG_CODE in answer.content.decode()
    assert other.get("/intranet/").status_code == 302


def test_the_first_sign_in_leads_through_the_app_to_codes_to_print(client: Client) -> None:
    user = newcomer("ny")
    assert give_password(client, "ny", then="/intranet/stilguide/")["Location"] == (
        "/intranet/stilguide/"
    )
    led = client.get("/intranet/stilguide/")
    assert led["Location"].startswith(APP)

    page = client.get(led["Location"]).content.decode()
    picture = client.get(f"{APP}bild.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert "data:" not in page
    secret = client.session["mfa.totp.secret"]
    assert " ".join(re.findall("....", secret)) in page

    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    added = client.post(APP, {"code": code})
    assert added["Location"] == f"{CODES}?next=%2Fintranet%2Fstilguide%2F"
    codes = client.get(added["Location"]).content.decode()
    assert len(re.findall(r"<code>\d{4} \d{4}</code>", codes)) == 10
    assert 'href="/intranet/stilguide/"' in codes
    assert client.get("/intranet/stilguide/").status_code == 200
    # Who looks at the codes later is on their way nowhere.
    assert "fortsätt" not in client.get(CODES).content.decode()
    kept = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert secret not in kept


def test_whoever_has_the_password_cannot_add_a_factor_beside_the_owners(reader: User) -> None:
    stranger = Client()
    stranger.force_password(reader)

    for address in (APP, f"{FACTOR}nyckel/ny/", CODES, f"{CODES}nya/", "/intranet/konto/losenord/"):
        for method in ("get", "post"):
            answer = getattr(stranger, method)(address)
            assert answer.status_code == 302, (method, address)
            assert answer["Location"].startswith(f"{FACTOR}bekrafta/"), (method, address)
    code = accounts.code("reader", "finishing")
    assert stranger.post(f"{FACTOR}bekrafta/", {"code": code}).status_code == 302
    assert stranger.get("/intranet/konto/").status_code == 200


def test_the_last_second_factor_stays(client: Client, reader: User) -> None:
    client.force_login(reader)

    answer = client.post(f"{APP}ta-bort/")

    assert "din enda andra faktor" in answer.content.decode()
    assert Authenticator.objects.filter(user=reader, type=Authenticator.Type.TOTP).exists()


def test_a_secret_of_an_app_is_kept_so_that_the_database_alone_is_not_enough(reader: User) -> None:
    kept = Authenticator.objects.get(user=reader, type="totp")

    assert accounts.SECRET not in str(kept.data)
    assert isinstance(kept.wrap(), TOTP)


def test_who_has_scanned_need_not_scan_again(client: Client) -> None:
    """The secret stays when the page is loaded again, and after a wrong code, until it is used."""
    client.force_password(newcomer("ny"))
    client.get(APP)
    secret = client.session["mfa.totp.secret"]
    client.get(APP)
    wrong = client.post(APP, {"code": "000000"}).content.decode()
    assert words.WRONG_CODE in wrong
    assert " ".join(re.findall("....", secret)) in wrong
    assert client.get(f"{APP}bild.svg").status_code == 200
    right = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert client.post(APP, {"code": right})["Location"] == CODES
    assert "mfa.totp.secret" not in client.session


def test_the_codes_are_kept_on_paper_or_as_a_file(reader: User) -> None:
    client = Client()
    client.force_login(reader)
    shown = re.findall(r"<code>([\d ]+)</code>", client.get(CODES).content.decode())
    file = client.get(f"{CODES}fil/")
    assert [line for line in file.content.decode().split("\r\n") if line[:1].isdigit()] == shown
    assert file["Content-Disposition"] == 'attachment; filename="reservkoder.txt"'
    assert file["Content-Type"].startswith("text/plain")
    assert "no-store" in file["Cache-Control"]
    # An hour later the file asks who it is, as the page does.
    session = client.session
    for step in session["account_authentication_methods"]:
        step["at"] -= 3600
    session.save()
    for path in (CODES, f"{CODES}fil/"):
        assert client.get(path)["Location"].startswith("/intranet/konto/bekrafta/"), path
