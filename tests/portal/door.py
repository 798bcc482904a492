"""What the tests of signing in share: the addresses, somebody with a password, the form."""

from typing import Any

from wagtail.models import ModelLogEntry

from portal.intranet.models import User
from portal.intranet.roles import Role, give_role
from tests import accounts
from tests.harness.client import Client

SIGN_IN = "/intranet/logga-in/"
FACTOR = "/intranet/konto/andra-faktor/"
CODE, APP, CODES = f"{FACTOR}kod/", f"{FACTOR}app/", f"{FACTOR}reservkoder/"
FORGOTTEN = "/intranet/konto/glomt-losenord/"
PASSWORD = "en lång mening som ingen gissar"
PROVIDER = "/intranet/logga-in/kommunen/"
ANNA = {"sub": "anna-1", "preferred_username": "anna.ek@kommun.example", "groups": ["g-2"]}
# What the environment says of a provider.
GOOD = {
    "OIDC_ISSUER": "https://login.example.org/",
    "OIDC_CLIENT_ID": "portal",
    "OIDC_CLIENT_SECRET": "hemligt",
    "OIDC_ROLES": '{"g-1": "coordinator", "g-2": ["reader", "auditor"]}',
}


def with_app() -> User:
    """Somebody with a password and an app on the phone, called *reader*."""
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


def actions(user: User) -> list[str]:
    """What the audit trail says was done to this account."""
    entries = ModelLogEntry.objects.filter(object_id=str(user.pk), content_type__model="user")
    return list(entries.values_list("action", flat=True))
