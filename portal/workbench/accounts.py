"""Accounts for a developer's machine: one for each role, with passwords that are shown once."""

import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from allauth.mfa.utils import decrypt
from cryptography.fernet import InvalidToken

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
        Role.BOARD_APPROVER,
        "godkänner en nämnds svar (se make example)",
    ),
    Account("sekreterare", "Nämndsekreteraren", Role.BOARD_SECRETARY, "läser en nämnds svar"),
    Account("ledamot", "Ledamoten", Role.COUNCIL_MEMBER, "sitter i samverkansrådet"),
    Account("referens", "Referenspersonen", Role.REFERENCE_GROUP, "är med i referensgruppen"),
    Account("styrgrupp", "Styrgruppens ledamot", Role.STEERING_GROUP, "är med i styrgruppen"),
    Account("kompetens", "Kompetenscentrum", Role.COMPETENCE_CENTRE, "svarar på rådets frågor"),
    Account(
        "sakkunnig", "Den sakkunniga", Role.SUBJECT_EXPERT, "skriver rutiner, utan att publicera"
    ),
    Account("nyheter", "Nyhetsredaktören", Role.NOTICE_PUBLISHER, "publicerar nyheter"),
    Account("granskare", "Granskaren", Role.AUDITOR, "läser allt och ändrar inget"),
    Account("administrator", "Administratören", Role.ADMINISTRATOR, "ger roller, läser loggen"),
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
    factor = [
        "Efter lösenordet frågas det efter en kod: make code NAME=samordnare visar den som gäller.",
        "Med en app i telefonen: lägg in nyckeln. Den är samma för alla konton här:",
        f"  {secret(next(iter(passwords)).username)}",
    ]
    return "\n".join([heading, *lines, *factor, ""])


def secret(username: str) -> str:
    """Return the key of an account's app; raises `LookupError` for an account without one."""
    app = Authenticator.objects.filter(
        user__username=username, type=Authenticator.Type.TOTP
    ).first()
    if app is None:
        raise LookupError(f"Kontot {username} har ingen app: kör make accounts.")
    return decrypt(app.data["secret"])


def code(username: str) -> str:
    """Return the six digits that an account's app shows now."""
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    return format_hotp_value(hotp_value(secret(username), counter))


def _make(accounts: Iterable[Account]) -> dict[Account, str]:
    ensure_roles()
    passwords = {account: _password() for account in accounts}
    shared = _shared_secret()
    for account, password in passwords.items():
        user, _ = User.objects.get_or_create(
            username=account.username,
            defaults={"first_name": account.name, "email": f"{account.username}@example.org"},
        )
        user.set_password(password)
        user.save()
        give_role(user, account.role)
        if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
            TOTP.activate(user, shared)
    return passwords


def _shared_secret() -> str:
    """Return the key that the accounts here have already, or a new one."""
    for account in ACCOUNTS:
        try:
            return secret(account.username)
        except (LookupError, InvalidToken):
            continue
    return generate_totp_secret()


def _password() -> str:
    """Sixteen characters in groups of four, 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
