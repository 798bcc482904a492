"""The municipality's own sign-in: what the settings say of it, and who gets in by it alone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings
from wagtail.models import ModelLogEntry

from portal.intranet.accounts.unknown import compare
from portal.intranet.models import User
from portal.intranet.roles import Role, ensure_roles, give_role
from portal.intranet.sign_in import words
from portal.intranet.sign_in.allauth_app import StaffAccountConfig
from portal.intranet.sign_in.provider import roles_of
from portal.notifications.models import OutboxMessage
from portal.settings.sign_in import Provider, read_provider, told_to_allauth
from tests.accounts import give_app
from tests.harness.client import Client
from tests.portal.test_sign_in import FORGOTTEN, SIGN_IN, give_password, newcomer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_attempts_before() -> None:
    cache.clear()


@pytest.fixture
def reader() -> User:
    """Somebody with a password."""
    return newcomer("reader")


GOOD = {
    "OIDC_ISSUER": "https://login.example.org/",
    "OIDC_CLIENT_ID": "portal",
    "OIDC_CLIENT_SECRET": "hemligt",
    "OIDC_ROLES": '{"g-1": "coordinator", "g-2": ["reader", "auditor"]}',
}


def test_the_provider_is_read_from_the_environment() -> None:
    provider = read_provider(GOOD)

    assert isinstance(provider, Provider)
    assert provider.issuer == "https://login.example.org"
    assert provider.roles == {"g-1": ("coordinator",), "g-2": ("reader", "auditor")}
    assert read_provider({}) is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"OIDC_ISSUER": "http://login.example.org"}, "https"),
        ({"OIDC_ROLES": '{"g-1": "chef"}'}, "chef"),
    ],
)
def test_the_portal_does_not_start_with_a_provider_that_would_let_anybody_in(
    change: dict[str, str], said: str, settings: Settings
) -> None:
    settings.OIDC_MAY_USE_HTTP = False
    settings.SIGN_IN_PROVIDER = read_provider({**GOOD, **change})
    with pytest.raises(ImproperlyConfigured, match=said):
        StaffAccountConfig.create("portal.intranet.sign_in.allauth_app.StaffAccountConfig").ready()


@pytest.mark.parametrize(
    ("claims", "roles"),
    [
        ({"groups": ["g-2", "okänd"]}, {Role.READER, Role.AUDITOR}),
        ({"groups": "g-1"}, {Role.COORDINATOR}),
        ({"groups": []}, set()),
        ({}, set()),
    ],
)
def test_groups_give_the_roles_that_the_setting_says(
    claims: dict[str, Any], roles: set[Role]
) -> None:
    provider = read_provider(GOOD)
    assert provider is not None
    assert roles_of(claims, provider) == roles


def test_whom_the_provider_answers_for_gets_in_by_it_alone(client: Client, reader: User) -> None:
    SocialAccount.objects.create(user=reader, provider="openid_connect", uid="sub-1")

    assert words.REFUSED in give_password(client, "reader").content.decode()
    client.post(FORGOTTEN, {"email": reader.email})
    assert not OutboxMessage.objects.exists()


PROVIDER = "/intranet/logga-in/kommunen/"
ANNA = {"sub": "anna-1", "preferred_username": "anna.ek@kommun.example", "groups": ["g-2"]}
LINKING = {"OIDC_LINK_BY_EMAIL": "1"}
ComeBack = Callable[..., Any]


@pytest.fixture
def come_back(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> ComeBack:
    """Go to the provider and come back as it says: allauth's questions to it are answered here."""
    ensure_roles()
    told: dict[str, Any] = {}
    there = OpenIDConnectOAuth2Adapter
    places = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint")
    config = {name: "https://login.example.org/" for name in places}
    monkeypatch.setattr(there, "openid_config", config)
    monkeypatch.setattr(there, "get_access_token_data", lambda *_, **__: {"access_token": "t"})
    monkeypatch.setattr(there, "_fetch_user_info", lambda *_: dict(told))

    def go(client: Client, claims: dict[str, Any], query: str = "", **env: str) -> Any:
        settings.SIGN_IN_PROVIDER = read_provider({**GOOD, **env})
        settings.SOCIALACCOUNT_PROVIDERS = told_to_allauth(settings.SIGN_IN_PROVIDER)
        told.clear()
        told.update(claims)
        answer = client.get(PROVIDER + query)
        state = re.search(r"state=([^&]+)", answer.get("Location", ""))
        if state is None:
            return answer
        return client.get(f"{PROVIDER}svar/", {"code": "x", "state": state[1]})

    return go


@pytest.mark.parametrize("process", ["connect", "redirect"])
def test_coming_back_from_the_provider_only_ever_signs_in(
    come_back: ComeBack, reader: User, process: str
) -> None:
    """Connecting would let whoever has the password alone in the next time, as its owner."""
    give_app(reader)
    nobody, half, whole, run_out = Client(), Client(), Client(), Client()
    half.force_password(reader)
    whole.force_login(reader)
    run_out.force_password(reader)
    session = run_out.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()

    for client in (nobody, run_out):
        assert come_back(client, ANNA, f"?process={process}").status_code == 403
    for client in (half, whole):
        for path in (f"{PROVIDER}?process={process}", f"{PROVIDER}svar/?code=x&state=y"):
            answer = client.get(path)
            assert answer.status_code == 302
            assert answer["Location"].startswith("/intranet/")
    assert not SocialAccount.objects.exists()

    later = Client()
    come_back(later, ANNA)
    assert later.session["_auth_user_id"] != str(reader.pk)
    assert later.get("/intranet/konto/").status_code == 200


def test_only_whom_the_provider_gives_a_role_is_linked_by_their_address(
    come_back: ComeBack, reader: User
) -> None:
    give_role(reader, Role.COMMUNICATOR)
    claims = {**ANNA, "email": reader.email, "email_verified": True}

    assert come_back(Client(), {**claims, "groups": ["okänd"]}, **LINKING).status_code == 403
    assert not SocialAccount.objects.exists()
    assert roles_here(reader) == {"medarbetare", "kommunikatör"}

    come_back(Client(), claims, **LINKING)
    assert SocialAccount.objects.get().user_id == reader.pk
    assert roles_here(reader) == {"medarbetare", "granskare"}
    entry = ModelLogEntry.objects.get(action="portal.roles_by_provider")
    assert entry.data == {"given": ["auditor"], "taken": ["communicator"]}
    said = "Kommunens inloggning gav: granskare; tog: kommunikatör"
    assert str(entry.message) == said


@pytest.mark.parametrize("who", ["superuser", "last administrator"])
def test_who_runs_the_place_is_never_linked_by_an_address(
    come_back: ComeBack, reader: User, who: str
) -> None:
    if who == "superuser":
        User.objects.filter(pk=reader.pk).update(is_superuser=True)
    else:
        give_role(reader, Role.ADMINISTRATOR)
    come_back(Client(), {**ANNA, "email": reader.email, "email_verified": True}, **LINKING)
    assert not SocialAccount.objects.filter(user=reader).exists()


def test_name_and_address_are_what_the_provider_says_today(come_back: ComeBack) -> None:
    come_back(Client(), {**ANNA, "name": "Anna Ek", "email": "anna.ek@kommun.example"})
    user = SocialAccount.objects.get().user
    told = {"given_name": "Anna", "family_name": "Ask", "email": "anna.ask@kommun.example"}
    come_back(Client(), {**ANNA, **told})
    user.refresh_from_db()
    assert (user.first_name, user.last_name, user.email) == tuple(told.values())
    # What it leaves out, or writes wrongly, changes nothing.
    come_back(Client(), {**ANNA, "email": "ingen adress", "family_name": "x" * 200})
    user.refresh_from_db()
    assert (user.first_name, user.last_name, user.email) == tuple(told.values())
    # The list of people is compared with the provider's own name, whole.
    assert set(SocialAccount.objects.get().extra_data) <= {"preferred_username", "upn", "email"}
    assert compare(["Anna.Ek@kommun.example"]).known == 1
    assert compare(["anna.ek"]).known == 0


def test_whom_the_provider_answers_for_has_no_password_to_change(
    come_back: ComeBack, client: Client
) -> None:
    come_back(client, ANNA)
    answer = client.get("/intranet/konto/losenord/")
    assert (answer.status_code, answer.get("Location")) == (302, "/intranet/konto/")


def roles_here(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def test_passwords_can_be_switched_off(client: Client, reader: User, settings: Settings) -> None:
    settings.SIGN_IN_PROVIDER, settings.SIGN_IN_BY_PASSWORD = read_provider(GOOD), False

    page = client.get(SIGN_IN).content.decode()
    assert 'type="password"' not in page
    assert "Logga in med kommunens konto" in page
    assert give_password(client, "reader")["Location"] == SIGN_IN
    client.post(FORGOTTEN, {"email": reader.email})
    assert not OutboxMessage.objects.exists()
