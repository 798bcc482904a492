"""Accounts for a developer's machine: one for each role, with passwords that are shown once."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from portal.intranet.models import User
from portal.intranet.roles import Role, ensure_roles, give_role

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are read as another


@dataclass(frozen=True)
class Account:
    """Somebody to sign in as, and what it is for."""

    username: str
    name: str
    role: Role
    purpose: str


ACCOUNTS = (
    Account(
        "samordnare", "Samordnaren", Role.COORDINATOR, "redigerar allt: plan, register och sidor"
    ),
    Account(
        "kommunikator", "Kommunikatören", Role.COMMUNICATOR, "redigerar sidor, stöd och länkar"
    ),
    Account(
        "kontaktperson",
        "Kontaktpersonen",
        Role.BOARD_CONTACT,
        "svarar för en nämnd (se make example)",
    ),
    Account(
        "godkannare",
        "Godkännaren",
        Role.BOARD_CONTACT,
        "godkänner en nämnds svar (se make example)",
    ),
    Account("medarbetare", "Medarbetaren", Role.READER, "läser intranätet"),
)


def make_missing() -> dict[Account, str]:
    """Make the accounts that are missing and return them with their new passwords."""
    names = set(User.objects.values_list("username", flat=True))
    return _make(account for account in ACCOUNTS if account.username not in names)


def renew() -> dict[Account, str]:
    """Give every account a new password, make those that are missing, and return them all."""
    return _make(ACCOUNTS)


def told(passwords: dict[Account, str]) -> str:
    """Who to sign in as: with the passwords that are new, or how to get new ones."""
    if not passwords:
        names = ", ".join(account.username for account in ACCOUNTS)
        return f"Logga in som {names}.\nNya lösenord får du med make accounts.\n"
    lines = [
        f"  {account.username:<13} {password}   {account.purpose}"
        for account, password in passwords.items()
    ]
    heading = "Logga in som (lösenorden visas bara den här gången):"
    factor = "Ingen andra faktor behövs än: den kommer med inloggningen i en senare version."
    return "\n".join([heading, *lines, factor, ""])


def _make(accounts: Iterable[Account]) -> dict[Account, str]:
    ensure_roles()
    passwords = {account: _password() for account in accounts}
    for account, password in passwords.items():
        user, _ = User.objects.get_or_create(
            username=account.username,
            defaults={"first_name": account.name, "email": f"{account.username}@example.org"},
        )
        user.set_password(password)
        user.save()
        give_role(user, account.role)
    return passwords


def _password() -> str:
    """Sixteen characters in groups of four, 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
