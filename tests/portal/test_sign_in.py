"""Signing in by password and a second factor: what is asked, what is said, and to whom not."""

import logging
import re
from http.cookies import Morsel

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.core.cache import cache
from pytest_django import Settings
from wagtail.models import ModelLogEntry

from portal.delivery.access_log import KEY
from portal.intranet.models import User
from portal.intranet.roles import Role, give_role
from portal.intranet.sign_in import words
from portal.intranet.sign_in.sessions import in_words
from portal.notifications.models import OutboxMessage
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Board
from tests import accounts
from tests.harness.client import Client
from tests.portal.door import (
    CODE,
    FORGOTTEN,
    PASSWORD,
    SIGN_IN,
    actions,
    give_password,
    with_app,
)
from tests.stage import speaks_for

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_attempts_before() -> None:
    cache.clear()


@pytest.fixture
def reader() -> User:
    return with_app()


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


def test_who_has_a_role_and_no_row_is_told_what_is_missing_and_whom_to_ask(
    client: Client, reader: User, settings: Settings
) -> None:
    for role in (Role.BOARD_SECRETARY, Role.BOARD_APPROVER, Role.COUNCIL_MEMBER):
        give_role(reader, role)
    client.force_login(reader)
    for path, code in (("/intranet/konto/", 200), ("/intranet/konton/", 403)):
        answer = client.get(path)
        page = answer.content.decode()
        assert answer.status_code == code
        for missing in (
            "sekreterare för någon nämnd",
            "godkännare för någon nämnd",
            "plats i rådet",
        ):
            assert missing in page, (path, missing)
        assert f"Be {settings.MUNICIPALITY.coordinator} skriva in dig" in page

    board = Board.objects.all()[0]
    speaks_for(reader, board, ContactPerson.Role.SECRETARY)
    page = client.get("/intranet/konto/").content.decode()
    assert f"Du gör det för {board.name}." in page
    assert "sekreterare för någon nämnd" not in page
