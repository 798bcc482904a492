"""The municipality's own sign-in as the portal's tests meet it without starting one."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from pytest_django import Settings

from portal.intranet.roles import ensure_roles
from portal.settings.sign_in import read_provider, told_to_allauth
from tests.harness.client import Client
from tests.portal.door import GOOD, PROVIDER

ComeBack = Callable[..., Any]


@pytest.fixture
def come_back(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> ComeBack:
    """Go to the provider and come back as it says: allauth's questions to it are answered here.

    `claims` is its page on the person, `token` what its id token says beside who it is, and `start`
    where the journey begins.
    """
    ensure_roles()
    told: dict[str, Any] = {}
    signed: dict[str, Any] = {}
    there = OpenIDConnectOAuth2Adapter
    places = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint")
    config = {name: "https://login.example.org/" for name in places}
    answered = {"access_token": "t", "id_token": "signed"}
    monkeypatch.setattr(there, "openid_config", config)
    monkeypatch.setattr(there, "get_access_token_data", lambda *_, **__: dict(answered))
    monkeypatch.setattr(there, "_fetch_user_info", lambda *_: dict(told))
    monkeypatch.setattr(there, "_decode_id_token", lambda *_: dict(signed))

    def go(
        client: Client,
        claims: dict[str, Any],
        query: str = "",
        *,
        token: dict[str, Any] | None = None,
        start: str = PROVIDER,
        **env: str,
    ) -> Any:
        settings.SIGN_IN_PROVIDER = read_provider({**GOOD, **env})
        settings.SOCIALACCOUNT_PROVIDERS = told_to_allauth(settings.SIGN_IN_PROVIDER)
        told.clear()
        told.update(claims)
        signed.clear()
        signed.update({"sub": claims["sub"], **(token or {})})
        answer = client.get(start + query)
        state = re.search(r"state=([^&]+)", answer.get("Location", ""))
        if state is None:
            return answer
        return client.get(f"{PROVIDER}svar/", {"code": "x", "state": state[1]})

    return go
