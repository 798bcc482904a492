"""How people get in: what allauth is told, and the municipality's own sign-in where there is one.

Everything that differs between installations comes from the environment; see `docs/operations.md`.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SESSION_HOURS = 10


@dataclass(frozen=True)
class Provider:
    """The municipality's own sign-in, by OpenID Connect, and what its groups mean here.

    `roles` says which roles (by their names in code) a value of the groups claim gives, and
    `factor_values` which values of its claim mean that a second factor was given.
    """

    issuer: str
    client_id: str
    secret: str
    button: str
    groups_claim: str
    roles: Mapping[str, tuple[str, ...]]
    unit_claim: str
    scopes: tuple[str, ...]
    asks_for_second_factor: bool
    factor_claim: str
    factor_values: tuple[str, ...]
    links_by_email: bool


def read_provider(environment: Mapping[str, str]) -> Provider | None:
    """Return the provider that the environment names, or None where it names none.

    Raises `KeyError` when its client id or secret is missing, and `ValueError` when `OIDC_ROLES`
    is no JSON object of the form {"group": "role"} or {"group": ["role", "role"]}.
    """
    issuer = environment.get("OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    roles = json.loads(environment.get("OIDC_ROLES", "{}"))
    if not isinstance(roles, dict):
        raise ValueError('OIDC_ROLES is to be written {"group": ["role"]}.')
    claim = environment.get("OIDC_MFA_CLAIM", "amr")
    return Provider(
        issuer=issuer,
        client_id=environment["OIDC_CLIENT_ID"],
        secret=environment["OIDC_CLIENT_SECRET"],
        button=environment.get("OIDC_BUTTON", "Logga in med kommunens konto"),
        groups_claim=environment.get("OIDC_GROUPS_CLAIM", "groups"),
        roles={
            str(group): (given,) if isinstance(given, str) else tuple(given)
            for group, given in roles.items()
        },
        unit_claim=environment.get("OIDC_UNIT_CLAIM", ""),
        scopes=tuple(environment.get("OIDC_SCOPES", "openid profile email").split()),
        asks_for_second_factor=environment.get("OIDC_REQUIRE_MFA") == "1",
        factor_claim=claim,
        # What "mfa" means is written for `amr` alone (RFC 8176); for another claim it must be said.
        factor_values=tuple(
            environment.get("OIDC_MFA_VALUES", "mfa" if claim == "amr" else "").split()
        ),
        links_by_email=environment.get("OIDC_LINK_BY_EMAIL") == "1",
    )


def told_to_allauth(provider: Provider | None) -> dict[str, Any]:
    """Return the provider as allauth's setting `SOCIALACCOUNT_PROVIDERS` wants it."""
    if provider is None:
        return {}
    app: dict[str, Any] = {
        "provider_id": PROVIDER_ID,
        "name": provider.button,
        "client_id": provider.client_id,
        "secret": provider.secret,
        "settings": {
            "server_url": provider.issuer,
            "uid_field": "sub",
            "scope": list(provider.scopes),
            "oauth_pkce_enabled": True,
        },
    }
    if provider.asks_for_second_factor and provider.factor_claim == "acr":
        # The one of them that can be asked for in advance (OpenID Connect Core, 3.1.2.1).
        app["settings"]["auth_params"] = {"acr_values": " ".join(provider.factor_values)}
    return {"openid_connect": {"APPS": [app]}}


PROVIDER_ID = "kommunen"
SIGN_IN_PROVIDER = read_provider(os.environ)
# With a provider, passwords may be switched off; without one they are the only way in.
SIGN_IN_BY_PASSWORD = os.environ.get("PASSWORD_SIGN_IN", "1") == "1"
# An issuer without https would hand every session to whoever listens; tests have one of their own.
OIDC_MAY_USE_HTTP = False

# Keys that `SECRET_KEY` has been before: what was encrypted with them can still be read.
SECRET_KEY_FALLBACKS = os.environ.get("OLD_SECRET_KEYS", "").split()
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    # What was hashed before argon2 is hashed anew at the next sign-in.
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
PASSWORD_RESET_TIMEOUT = 60 * 60
# The link for a new account, sent by an administrator: people are away, and mail may be late.
CHOOSE_PASSWORD_DAYS = 7
# Accounts of the provider that nobody has signed in to for so many days are switched off; 0: never.
PROVIDER_ACCOUNTS_REST_AFTER_DAYS = int(os.environ.get("OIDC_REST_AFTER_DAYS", "180"))

ACCOUNT_ADAPTER = "portal.intranet.sign_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
# There is no way to make an account for oneself; allauth asks what it would need.
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PRESERVE_USERNAME_CASING = True
# Django's own: it holds the address too, and allauth's would write to a table that we do not use.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
# Until the second factor has been given.
ACCOUNT_LOGIN_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {
    "login": "portal.intranet.sign_in.forms.SignInForm",
    "reset_password": "portal.intranet.sign_in.forms.ForgottenPasswordForm",
    "reset_password_from_key": "portal.intranet.sign_in.forms.NewPasswordForm",
    "change_password": "portal.intranet.sign_in.forms.ChangePasswordForm",
    "reauthenticate": "portal.intranet.sign_in.forms.ConfirmPasswordForm",
}
# A whole municipality may come from one address, so the limits by address are wide and those by
# account narrow: five wrong passwords or codes, then five minutes' rest.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "reset_password": "60/m/ip,3/5m/key",
    "reset_password_from_key": "60/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}

MFA_ADAPTER = "portal.intranet.sign_in.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# A phone's clock may be half a minute off. A code is still good once only: see forms.OnceOnly.
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "portal.intranet.sign_in.forms.CodeForm",
    "reauthenticate": "portal.intranet.sign_in.forms.ConfirmCodeForm",
    "activate_totp": "portal.intranet.sign_in.forms.ActivateAppForm",
    "add_webauthn": "portal.intranet.sign_in.forms.AddKeyForm",
}

SOCIALACCOUNT_ADAPTER = "portal.intranet.sign_in.provider.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = told_to_allauth(SIGN_IN_PROVIDER)
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
# The policy lets no form leave for another host, so the way to the provider is a link.
SOCIALACCOUNT_LOGIN_ON_GET = True

# nginx says who asks for staff pages; see deploy/nginx.conf. Only the limits above use it.
CLIENT_ADDRESS_HEADER = "X-Real-IP"

# Several workers count attempts, and codes that have been used, together: in the database.
CACHES = {"default": {"BACKEND": "portal.delivery.cache.WorkersCache", "LOCATION": "portal_cache"}}
