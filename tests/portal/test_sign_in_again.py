"""Who it is, asked once more before a stolen session could make itself last."""

import html
import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache

from portal.intranet.accounts.listing import mark, roles_of
from portal.intranet.models import User
from portal.intranet.roles import Role
from portal.settings.sign_in import PROVIDER_ID
from tests.harness.client import Client
from tests.portal.account_desk import LIST, administrators_desk, page_of
from tests.portal.conftest import ComeBack
from tests.portal.door import ANNA, FACTOR, PASSWORD, PROVIDER
from tests.stage import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    """An administrator, signed in."""
    return administrators_desk()


@pytest.fixture
def administrator(desk: Client) -> User:
    return User.objects.get(username="admin")


def make_old(client: Client) -> None:
    """Let the sign-in be an hour ago."""
    session = client.session
    steps = session["account_authentication_methods"]
    hour_ago = time.time() - 3600
    session["account_authentication_methods"] = [{**one, "at": hour_ago} for one in steps]
    session.save()


def test_an_old_session_says_who_it_is_before_it_makes_itself_last(
    desk: Client, administrator: User
) -> None:
    cache.clear()
    user, password = person("anna"), "en lång mening som ingen gissar"
    administrator.set_password(password)
    administrator.save()
    desk.force_login(administrator)
    make_old(desk)
    roles = {"roles": ["reader"], "seen": mark(user)}
    for path, sent in (
        (f"{LIST}nytt/", {}),
        (f"{page_of(user)}lank/", {}),
        (f"{page_of(user)}andra-faktor/", {}),
        (f"{page_of(user)}oppna/", {}),
        (f"{page_of(user)}avsluta/", {"sure": "on"}),
        (f"{page_of(user)}roller/", roles),
    ):
        answer = desk.post(path, sent)
        assert answer.status_code == 302, path
        assert answer.headers["Location"].startswith("/intranet/konto/bekrafta/"), path
    assert roles_of(User.objects.get(pk=user.pk)) == ()
    # With the password said, what was sent last is done.
    done = desk.post(answer.headers["Location"], {"password": password}, follow=True)
    assert "Rollerna är sparade" in done.content.decode()
    assert roles_of(User.objects.get(pk=user.pk)) == (Role.READER,)


def asked(client: Client, user: User) -> str:
    """Send a role; return the way to the page that asks who it is."""
    sent = {"roles": ["reader"], "seen": mark(user)}
    answer = client.post(f"{page_of(user)}roller/", sent)
    assert answer["Location"].startswith("/intranet/konto/bekrafta/igen/?next="), answer
    return str(answer["Location"])


RUNS = {"OIDC_ROLES": '{"g-2": "administrator"}'}


def test_whom_the_provider_answers_for_says_it_there(come_back: ComeBack) -> None:
    user, client = person("anna"), Client()
    # Signed in this very moment, by a provider that remembers them since this morning.
    come_back(client, ANNA, token={"auth_time": int(time.time()) - 9 * 3600}, **RUNS)
    way = asked(client, user)
    page = client.get(way).content.decode()
    link = re.search(r'href="(/intranet/konto/bekrafta/kommunen/[^"]+)"', page)
    assert link
    there = client.get(html.unescape(link[1]))["Location"]
    assert "prompt=login" in there
    assert "max_age=0" in there

    now, start = int(time.time()), html.unescape(link[1])
    # Another person, an answer that does not say when, and one of this morning: nothing is done.
    for claims, token in (
        ({**ANNA, "sub": "bo-1"}, {"auth_time": now}),
        (ANNA, {}),
        (ANNA, {"auth_time": "nyss"}),
        (ANNA, {"auth_time": now - 3600}),
    ):
        answer = come_back(client, claims, token=token, start=start, **RUNS)
        assert answer.status_code == 403, token
        told = answer.content.decode()
        assert "<title>Vi kunde inte bekräfta att det är du" in told
        assert f'href="{start}"' in told
        assert roles_of(User.objects.get(pk=user.pk)) == ()
    # Cancelled there: the way leads to the same errand, and back to what they were doing.
    state = parse_qs(urlsplit(client.get(start)["Location"]).query)["state"]
    query = {"error": "access_denied", "state": state}
    told = client.get(f"{PROVIDER}svar/", query).content.decode()
    assert "<title>Det gick inte att bekräfta att det är du" in told
    assert f'href="{start}"' in told
    assert f'href="{page_of(user)}roller/"' in told
    back = come_back(client, ANNA, token={"auth_time": now}, start=start, **RUNS)
    done = client.get(back["Location"], follow=True)
    assert "Rollerna är sparade" in done.content.decode()
    assert roles_of(User.objects.get(pk=user.pk)) == (Role.READER,)
    assert client.get(f"{LIST}nytt/").status_code == 200


def test_who_is_administrator_no_more_learns_it_when_asked(come_back: ComeBack) -> None:
    user, client = person("anna"), Client()
    come_back(client, ANNA, **RUNS)
    start = asked(client, user).replace("/igen/", "/kommunen/")
    claims = {**ANNA, "groups": []}
    answer = come_back(client, claims, token={"auth_time": time.time()}, start=start, **RUNS)
    assert "Du har ingen roll här än" in answer.content.decode()
    assert client.get("/intranet/konto/").status_code == 302
    assert roles_of(User.objects.get(pk=user.pk)) == ()


def test_a_password_from_before_is_no_answer_of_whom_the_provider_answers_for(
    come_back: ComeBack,
) -> None:
    client, password = Client(), "en lång mening som ingen gissar"
    come_back(client, ANNA, **RUNS)
    owner = SocialAccount.objects.get().user
    owner.set_password(password)
    owner.save()
    come_back(client := Client(), ANNA, **RUNS)
    way = asked(client, person("bo"))
    client.post("/intranet/konto/bekrafta/", {"password": password})
    assert client.get(way).status_code == 200
    assert client.get(f"{LIST}nytt/").status_code == 302


def test_what_was_given_up_is_not_done_by_looking_at_the_page_again(
    desk: Client, administrator: User
) -> None:
    cache.clear()
    user = person("anna")
    administrator.set_password("en lång mening som ingen gissar")
    administrator.save()
    desk.force_login(administrator)
    make_old(desk)
    desk.post(f"{page_of(user)}avsluta/", {"sure": "on"})
    way = desk.get(f"{page_of(user)}avsluta/")["Location"]
    shown = desk.post(way, {"password": "en lång mening som ingen gissar"}, follow=True)
    assert "Avsluta kontot?" in shown.content.decode()
    assert User.objects.get(pk=user.pk).is_active
    # Nor by its address, where there is no page to look at.
    make_old(desk)
    way = desk.post(f"{page_of(user)}roller/", {"roles": ["reader"], "seen": mark(user)})[
        "Location"
    ]
    desk.get(f"{page_of(user)}roller/")
    desk.post(way, {"password": "en lång mening som ingen gissar"}, follow=True)
    assert roles_of(User.objects.get(pk=user.pk)) == ()


def test_a_journey_that_began_before_the_sign_in_confirms_nothing(come_back: ComeBack) -> None:
    come_back(Client(), ANNA, **RUNS)
    client = Client()
    began = client.get(f"{PROVIDER}?process=confirm")["Location"]
    come_back(client, ANNA, token={"auth_time": int(time.time())}, **RUNS)
    state = parse_qs(urlsplit(began).query)["state"]
    answer = client.get(f"{PROVIDER}svar/", {"code": "x", "state": state})
    assert "Vi kunde inte bekräfta att det är du" in answer.content.decode()
    assert client.get(f"{LIST}nytt/").status_code == 302


def test_a_password_said_before_the_account_was_the_providers_counts_no_more(
    desk: Client, administrator: User
) -> None:
    cache.clear()
    administrator.set_password(PASSWORD)
    administrator.save()
    desk.force_login(administrator)
    desk.post("/intranet/konto/bekrafta/", {"password": PASSWORD})
    assert desk.get(f"{LIST}nytt/").status_code == 200
    SocialAccount.objects.create(user=administrator, provider=PROVIDER_ID, uid="sub-1")
    assert desk.get(f"{LIST}nytt/").status_code == 302


def test_a_form_with_an_error_comes_back_with_its_own_address(
    desk: Client, administrator: User
) -> None:
    """Done where the password was asked for, it is drawn there; its correction belongs here."""
    cache.clear()
    administrator.set_password(PASSWORD)
    administrator.save()
    user = person("anna")
    for path in (f"{LIST}nytt/", f"{page_of(user)}avsluta/", f"{FACTOR}nyckel/ny/"):
        desk.force_login(administrator)
        make_old(desk)
        way = desk.post(path, {"username": "kvar"})["Location"]
        shown = desk.post(way, {"password": PASSWORD}).content.decode()
        assert f'action="{path}"' in shown, path


def test_the_address_of_a_deed_opened_from_the_history_leads_to_the_account(
    desk: Client, administrator: User
) -> None:
    cache.clear()
    user = person("anna")
    for deed in ("roller", "logga-ut", "lank", "andra-faktor", "stang-av", "oppna"):
        answer = desk.get(f"{page_of(user)}{deed}/?x=1")
        assert (answer.status_code, answer["Location"]) == (302, page_of(user)), deed
    assert "Inget är ändrat" in desk.get(page_of(user)).content.decode()
