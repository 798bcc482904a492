"""The municipality's own sign-in: what the settings say of it, and who gets in by it alone."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import ModelLogEntry

from portal.intranet.accounts.unknown import compare
from portal.intranet.models import User
from portal.intranet.roles import Role, give_role
from portal.intranet.sign_in import words
from portal.intranet.sign_in.allauth_app import StaffAccountConfig
from portal.intranet.sign_in.provider import roles_of
from portal.notifications.models import OutboxMessage
from portal.settings.sign_in import Provider, read_provider
from resources.municipality.models import Unit
from tests.accounts import give_app
from tests.harness.client import Client
from tests.portal.conftest import ComeBack
from tests.portal.door import ANNA, FORGOTTEN, GOOD, PROVIDER, SIGN_IN, give_password, newcomer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_attempts_before() -> None:
    cache.clear()


@pytest.fixture
def reader() -> User:
    """Somebody with a password."""
    return newcomer("reader")


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
        ({"OIDC_REQUIRE_MFA": "1", "OIDC_MFA_VALUES": ""}, "OIDC_MFA_VALUES"),
        ({"OIDC_REQUIRE_MFA": "1", "OIDC_MFA_CLAIM": "acr"}, "OIDC_MFA_VALUES"),
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


LINKING = {"OIDC_LINK_BY_EMAIL": "1"}


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
    (by_password := Client()).force_login(reader)
    claims = {**ANNA, "email": reader.email, "email_verified": True}

    assert come_back(Client(), {**claims, "groups": ["okänd"]}, **LINKING).status_code == 403
    assert not SocialAccount.objects.exists()
    assert roles_here(reader) == {"medarbetare", "kommunikatör"}
    assert by_password.get("/intranet/konto/").status_code == 200

    come_back(Client(), claims, **LINKING)
    assert SocialAccount.objects.get().user_id == reader.pk
    # With the password ends what it had opened.
    assert by_password.get("/intranet/konto/")["Location"].startswith(SIGN_IN)
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


def test_whom_the_provider_answers_for_has_no_password_and_no_factor_here(
    come_back: ComeBack, client: Client
) -> None:
    come_back(client, ANNA)
    for path in ("losenord/", "andra-faktor/", "andra-faktor/app/", "andra-faktor/nyckel/ny/"):
        answer = client.get(f"/intranet/konto/{path}")
        assert (answer.status_code, answer.get("Location")) == (302, "/intranet/konto/"), path


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


def test_a_second_factor_is_demanded_as_the_provider_says_it(come_back: ComeBack) -> None:
    demand = {"OIDC_REQUIRE_MFA": "1"}
    level = {**demand, "OIDC_MFA_CLAIM": "acr", "OIDC_MFA_VALUES": "urn:loa3 urn:loa4"}
    for env, token, comes_in in (
        ({}, {"amr": ["pwd"]}, True),
        (demand, {"amr": ["pwd", "mfa"]}, True),
        (demand, {"amr": "mfa"}, True),
        (demand, {"amr": ["pwd", "otp"]}, False),
        (demand, {}, False),
        (level, {"acr": "urn:loa3", "amr": ["pwd"]}, True),
        (level, {"acr": "urn:loa2", "amr": ["mfa"]}, False),
    ):
        client = Client()
        # What the page on the person says tells of no one sign-in, and does not count.
        claims = {**ANNA, "amr": ["mfa"], "acr": "urn:loa4"}
        answer = come_back(client, claims, "?next=/intranet/stilguide/", token=token, **env)
        assert (answer.status_code == 302) is comes_in, (env, token)
        assert ("Logga in med din andra faktor" in answer.content.decode()) is not comes_in
        # Whom the provider remembers would come back the same way: it is to ask anew.
        anew = f'{PROVIDER}?next=%2Fintranet%2Fstilguide%2F&amp;auth_params=prompt%3Dlogin"'
        assert (anew in answer.content.decode()) is not comes_in
        assert ("_auth_user_id" in client.session) is comes_in, (env, token)


def test_the_provider_is_asked_for_a_level_where_it_has_levels(
    come_back: ComeBack, client: Client
) -> None:
    come_back(client, ANNA)
    level = {"OIDC_REQUIRE_MFA": "1", "OIDC_MFA_CLAIM": "acr", "OIDC_MFA_VALUES": "urn:loa3"}
    come_back(Client(), ANNA, token={"acr": "urn:loa3"}, **level)
    asked = Client().get(PROVIDER)["Location"]
    assert "acr_values=urn%3Aloa3" in asked


def test_the_page_on_another_person_than_the_token_lets_nobody_in(come_back: ComeBack) -> None:
    assert come_back(Client(), ANNA, token={"sub": "bo-1"}).status_code == 403
    assert not SocialAccount.objects.exists()

    come_back(Client(), ANNA)
    kept = SocialAccount.objects.get().extra_data
    assert kept == {"preferred_username": ANNA["preferred_username"]}
    wrong = {**ANNA, "preferred_username": "bo@kommun.example"}
    assert come_back(Client(), wrong, token={"sub": "bo-1"}).status_code == 403
    assert SocialAccount.objects.get().extra_data == kept


def test_a_provider_that_does_not_answer_is_a_page_that_says_so(
    come_back: ComeBack, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    def silent(_: object) -> None:
        raise requests.ConnectionError

    come_back(inside := Client(), ANNA)
    state = parse_qs(urlsplit(Client().get(PROVIDER)["Location"]).query)["state"][0]
    confirm = "/intranet/konto/bekrafta/kommunen/?next=%2Fintranet%2Fkonton%2F"
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", property(silent))
    for client, address, anew in (
        (Client(), f"{PROVIDER}?next=/intranet/", f"{SIGN_IN}?next=%2Fintranet%2F"),
        (Client(), f"{PROVIDER}svar/?code=x&state={state}", SIGN_IN),
        (inside, confirm, confirm),
    ):
        answer = client.get(address)
        assert answer.status_code == 403, address
        assert f'href="{anew}"' in answer.content.decode(), address
    settings.SIGN_IN_PROVIDER, settings.SOCIALACCOUNT_PROVIDERS = None, {}
    assert inside.get(confirm).status_code == 403


def test_the_unit_is_the_one_that_the_claim_names(come_back: ComeBack) -> None:
    own, told = Unit.objects.all()[:2]
    for parent in (None, own):
        Unit.objects.create(name_sv="Två av samma", parent=parent)
    Unit.objects.create(name_sv="Nedlagd", valid_to=timezone.localdate() - timedelta(days=1))
    come_back(Client(), ANNA)
    user = SocialAccount.objects.get().user
    for claim, unit in (
        ("Finns inte", own),
        ("Två av samma", own),
        ("Nedlagd", own),
        ("", own),
        (f" {told.name.upper()} ", told),
        (["Finns inte", told.name], told),
    ):
        User.objects.filter(pk=user.pk).update(unit=own)
        client = Client(headers={"accept-language": "en"})
        come_back(client, {**ANNA, "department": claim}, OIDC_UNIT_CLAIM="department")
        user.refresh_from_db()
        assert user.unit == unit, claim
    assert "säger var du arbetar" in client.get("/intranet/konto/").content.decode()
