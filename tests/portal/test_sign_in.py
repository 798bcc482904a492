"""Signing in by password and a second factor: what is asked, what is said, and to whom not."""

import logging
import re
import time
from datetime import timedelta
from http.cookies import Morsel
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import ModelLogEntry

from portal.delivery.access_log import KEY
from portal.delivery.cache import WorkersCache, delete_expired
from portal.intranet.models import User
from portal.intranet.roles import Role, give_role
from portal.intranet.sign_in import words
from portal.intranet.sign_in.sessions import in_words
from portal.notifications.models import OutboxMessage
from tests import accounts
from tests.harness.client import Client

SIGN_IN = "/intranet/logga-in/"
FACTOR = "/intranet/konto/andra-faktor/"
CODE, APP, CODES = f"{FACTOR}kod/", f"{FACTOR}app/", f"{FACTOR}reservkoder/"
FORGOTTEN = "/intranet/konto/glomt-losenord/"
PASSWORD = "en lång mening som ingen gissar"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_attempts_before() -> None:
    cache.clear()


@pytest.fixture
def reader() -> User:
    """Somebody with a password and an app on the phone."""
    user = newcomer("reader")
    accounts.give_app(user)
    return user


def newcomer(name: str) -> User:
    """Somebody with a password and no second factor yet."""
    user = User.objects.create_user(name, f"{name}@example.org", PASSWORD)
    give_role(user, Role.READER)
    return user


def give_password(client: Client, name: str, password: str = PASSWORD, then: str = "") -> Any:
    """Send the sign-in form."""
    return client.post(SIGN_IN, {"login": name, "password": password, "next": then})


def test_a_password_and_a_code_lead_to_what_was_asked_for(client: Client, reader: User) -> None:
    first = give_password(client, "reader", then="/intranet/stilguide/")
    assert first["Location"] == CODE
    assert client.get("/intranet/")["Location"].startswith(SIGN_IN)

    second = client.post(CODE, {"code": accounts.code("reader", "a password and a code")})

    assert second["Location"] == "/intranet/stilguide/"
    cookies: list[Morsel] = [*first.cookies.values(), *second.cookies.values()]
    assert {cookie["path"] for cookie in cookies} == {"/intranet/"}
    assert client.get("/intranet/konto/").status_code == 200
    assert "portal.signed_in" in actions(reader)


def actions(user: User) -> list[str]:
    """What the audit trail says was done to this account."""
    entries = ModelLogEntry.objects.filter(object_id=str(user.pk), content_type__model="user")
    return list(entries.values_list("action", flat=True))


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/"])
def test_the_sign_in_never_leads_to_another_host(
    client: Client, reader: User, elsewhere: str
) -> None:
    give_password(client, "reader@example.org", then=elsewhere)
    answer = client.post(CODE, {"code": accounts.code("reader", elsewhere)})

    assert answer["Location"] == "/intranet/"


def test_somebody_else_may_begin_again_instead_of_giving_a_code(
    client: Client, reader: User
) -> None:
    give_password(client, "reader")
    assert client.get(SIGN_IN)["Location"] == CODE

    assert client.post(CODE, {"cancel": ""})["Location"] == SIGN_IN
    assert client.get(SIGN_IN).status_code == 200


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
    assert added["Location"] == CODES
    codes = client.get(CODES).content.decode()
    assert len(re.findall(r"<code>\d{4} \d{4}</code>", codes)) == 10
    assert 'href="/intranet/stilguide/"' in codes
    assert client.get("/intranet/stilguide/").status_code == 200
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


class Counting(MD5PasswordHasher):
    """Counts how often a password is hashed."""

    algorithm = "counting"
    count = 0

    def encode(self, password: str, salt: str) -> str:
        """Hash, and count."""
        Counting.count += 1
        return super().encode(password, salt)


def test_a_wrong_password_an_unknown_name_and_a_closed_account_get_the_same_answer(
    client: Client, reader: User, settings: Settings
) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    for name in ("reader", "stangd"):
        user = reader if name == "reader" else User(username=name, is_active=False)
        user.set_password(PASSWORD)
        user.save()

    said, hashed = set(), set()
    for name, password in (("reader", "fel"), ("ingen", "fel"), ("stangd", PASSWORD)):
        Counting.count = 0
        answer = give_password(client, name, password)
        hashed.add(Counting.count)
        text = re.sub(r'value="[^"]*"', "", answer.content.decode())
        said.add((answer.status_code, text.replace(name, "")))

    assert len(said) == 1
    assert words.REFUSED in said.pop()[1]
    assert hashed == {1}
    assert actions(reader) == ["portal.sign_in_failed"]
    assert not ModelLogEntry.objects.filter(label="ingen").exists()


def test_after_five_wrong_passwords_the_right_one_has_to_wait(client: Client, reader: User) -> None:
    for attempt in range(5):
        answer = client.post(
            SIGN_IN,
            {"login": "reader", "password": "fel"},
            headers={"X-Real-IP": f"10.0.0.{attempt}"},
        )
        assert words.REFUSED in answer.content.decode()

    assert words.TOO_MANY in give_password(client, "reader").content.decode()


def test_a_forgotten_password_is_chosen_anew_by_mail_and_nobody_learns_who_has_an_account(
    client: Client, reader: User, caplog: pytest.LogCaptureFixture
) -> None:
    answers = [
        client.post(FORGOTTEN, {"email": f"{name}@example.org"}) for name in ("ingen", "reader")
    ]
    assert answers[0]["Location"] == answers[1]["Location"] == f"{FORGOTTEN}skickat/"

    mail = OutboxMessage.objects.get()
    assert (mail.recipient, mail.subject, mail.holds_key) == (
        "reader@example.org",
        "Nytt lösenord",
        True,
    )
    link = re.search(r"http://testserver(\S+)", mail.text)
    assert link is not None
    assert KEY.sub(r"\1…", link[1]).endswith("/nytt-losenord/…")
    with caplog.at_level(logging.INFO):
        form = client.get(link[1])
        new = {"password1": "en helt ny lång mening", "password2": "en helt ny lång mening"}
        done = client.post(form["Location"], new)
    assert done["Location"].endswith("/klart/")
    assert give_password(client, "reader", "en helt ny lång mening")["Location"] == CODE
    assert "inte längre" in Client().get(link[1]).content.decode()


def test_two_passwords_that_differ_are_told_in_swedish(client: Client, reader: User) -> None:
    client.force_login(reader)
    answer = client.post(
        "/intranet/konto/losenord/",
        {"oldpassword": PASSWORD, "password1": "en mening om tolv", "password2": "en annan mening"},
    )
    assert "Skriv samma lösenord i båda rutorna." in answer.content.decode()


def test_the_last_second_factor_stays(client: Client, reader: User) -> None:
    client.force_login(reader)

    answer = client.post(f"{APP}ta-bort/")

    assert "din enda andra faktor" in answer.content.decode()
    assert Authenticator.objects.filter(user=reader, type=Authenticator.Type.TOTP).exists()


def test_signing_out_everywhere_ends_every_session(reader: User) -> None:
    here, there = Client(headers={"user-agent": "Firefox Windows"}), Client()
    for at, browser in enumerate((here, there)):
        give_password(browser, "reader")
        browser.post(CODE, {"code": accounts.code("reader", "everywhere")})
        assert browser.get("/intranet/konto/").status_code == 200, at
    assert "Firefox på Windows" in here.get("/intranet/konto/").content.decode()

    here.post("/intranet/konto/logga-ut-overallt/")

    assert not Session.objects.exists()
    assert there.get("/intranet/konto/")["Location"].startswith(SIGN_IN)
    assert "portal.signed_out_everywhere" in actions(reader)


def test_a_session_ends_after_its_hours_however_busy(client: Client, reader: User) -> None:
    client.force_login(reader)
    session = client.session
    for step in session["account_authentication_methods"]:
        step["at"] -= 10 * 60 * 60 + 1
    session.save()

    assert client.get("/intranet/")["Location"].startswith(SIGN_IN)


def test_nobody_can_make_an_account_and_wagtails_own_doors_lead_here(client: Client) -> None:
    for door in ("login/", "password_reset/", "password_reset/confirm/MQ/a-b/"):
        assert client.get(f"/intranet/redaktion/{door}")["Location"].startswith(SIGN_IN)
    answer = give_password(client, "ingen")
    assert "konto/ny" not in answer.content.decode()

    editor = User.objects.create_superuser("redaktor")
    client.force_login(editor)
    account = client.get("/intranet/redaktion/account/").content.decode()
    assert 'type="password"' not in account
    assert "/intranet/redaktion/password_reset/" not in account


def test_a_person_without_a_role_is_told_what_to_ask_for(client: Client, reader: User) -> None:
    client.force_login(reader)

    answer = client.get("/intranet/redaktion/", follow=True)

    page = answer.content.decode()
    assert answer.status_code == 403
    assert len(answer.redirect_chain) <= 2
    assert "Du läser allt på intranätet" in page
    assert "administratörer" in page


def test_a_person_chooses_their_unit_on_their_own_page(client: Client, reader: User) -> None:
    from resources.municipality.models import Unit

    client.force_login(reader)
    unit = Unit.objects.all()[0]

    client.post("/intranet/konto/", {"unit": unit.pk})

    reader.refresh_from_db()
    assert reader.unit == unit


def test_new_passwords_are_hashed_with_argon2() -> None:
    from portal.settings import production

    assert production.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert len(production.PASSWORD_HASHERS) == 3


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130", "Edge på Windows"),
        ("Mozilla/5.0 (iPhone; CPU) Version/18 Safari/604", "Safari på iPhone"),
        ("curl/8", "Okänd webbläsare"),
    ],
)
def test_a_browser_is_called_what_people_call_it(agent: str, said: str) -> None:
    assert in_words(agent) == said


def test_a_secret_of_an_app_is_kept_so_that_the_database_alone_is_not_enough(reader: User) -> None:
    kept = Authenticator.objects.get(user=reader, type="totp")

    assert accounts.SECRET not in str(kept.data)
    assert isinstance(kept.wrap(), TOTP)


def test_what_is_counted_is_one_number_for_all_workers_and_tells_nothing_of_whom() -> None:
    params: dict[str, Any] = {}
    one, other = WorkersCache("portal_cache", params), WorkersCache("portal_cache", params)

    one.set("allauth:rl:login:10.1.2.3", [1])
    one.set("site-roots", "in memory")

    assert other.get("allauth:rl:login:10.1.2.3") == [1]
    assert not other.add("allauth:rl:login:10.1.2.3", [2])
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM portal_cache")
        (kept,) = cursor.fetchall()
    assert "10.1.2.3" not in kept[0]
    assert other.delete("allauth:rl:login:10.1.2.3")
    assert one.get("allauth:rl:login:10.1.2.3") is None


def test_others_attempts_do_not_clear_the_count_of_one() -> None:
    """Django's own table is full at 300 keys, and then throws out those that still count."""
    for number in range(310):
        cache.set(f"allauth:rl:x:{number}", [1.0], 300)
    assert all(cache.get(f"allauth:rl:x:{number}") for number in range(310))
    cache.set("allauth:rl:old", [1.0], 60)
    assert delete_expired(timezone.now()).startswith("0 ")
    assert delete_expired(timezone.now() + timedelta(seconds=90)).startswith("1 ")
    assert cache.get("allauth:rl:x:0")
