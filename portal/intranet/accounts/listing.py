"""The list of accounts: who, in which state, last seen when. One definition for page and file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from portal.intranet.models import User
from portal.intranet.roles import Role
from portal.intranet.sign_in.adapters import has_provider

if TYPE_CHECKING:
    from collections.abc import Iterable

# After so long without a sign-in an account is one to look at.
UNUSED_DAYS = 90
# Django's own mark of an account that no rule stops. It is no role, and must not be hidden either.
SUPERUSER = "Superanvändare: får allt"
ACTIVE, UNUSED, NEVER, RESTED, RETIRED = "", "oanvanda", "aldrig", "avstangda", "avslutade"
STATES = {
    ACTIVE: "Alla som kan logga in",
    UNUSED: f"Inte använda på {UNUSED_DAYS} dagar",
    NEVER: "Aldrig inloggade",
    RESTED: "Avstängda",
    RETIRED: "Avslutade",
}


@dataclass(frozen=True)
class AccountLine:
    """An account as the list shows it; unused since the last sign-in, its making or reopening."""

    user: User
    roles: tuple[str, ...]
    unit: str
    last_seen: date | None
    unused_since: date
    state: str


def accounts(state: str = ACTIVE, role: str = "", words: str = "", *, now: datetime) -> QuerySet:
    """Return the accounts in a state (of `STATES`), with a role, whose name or address has `words`.

    Those that have been unused longest come first where that is what is asked, else by name.
    """
    # PostgreSQL's greatest passes over what is not there.
    found = User.objects.annotate(
        seen=Greatest(Coalesce("last_login", "date_joined"), "reopened_at")
    )
    match state:
        case "oanvanda":
            unused = now - timedelta(days=UNUSED_DAYS)
            found = found.filter(is_active=True, seen__lt=unused).order_by("seen", "pk")
        case "aldrig":
            found = found.filter(is_active=True, last_login__isnull=True).order_by("seen", "pk")
        case "avstangda":
            found = found.filter(is_active=False, left_on__isnull=True).order_by("last_name", "pk")
        case "avslutade":
            found = found.filter(left_on__isnull=False).order_by("-left_on", "-pk")
        case _:
            found = found.filter(is_active=True).order_by("last_name", "first_name", "username")
    if role in Role.values:
        found = found.filter(groups__name=Role(role).label)
    for word in words.split():
        found = found.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(username__icontains=word)
            | Q(email__icontains=word)
        )
    return found.select_related("unit").prefetch_related("groups")


def lines(users: Iterable[User]) -> list[AccountLine]:
    """Return accounts as lines of the list; their groups and units must have been fetched."""
    return [_line(user) for user in users]


def roles_of(user: User) -> tuple[Role, ...]:
    """Return the roles that the user has, in the order of the table."""
    names = {group.name for group in user.groups.all()}
    return tuple(role for role in Role if role.label in names)


def mark(user: User) -> str:
    """Return the roles that a page shows, so that a change in between is seen."""
    return ",".join(roles_of(user)) or "-"


def state_of(user: User) -> str:
    """Say in a word whether the account can be used."""
    if user.left_on:
        return "avslutat"
    return "aktivt" if user.is_active else "avstängt"


def provider_decides(user: User) -> bool:
    """Tell whether the municipality's own sign-in answers for the account and gives its roles.

    An account with a password, beside it, has the roles that are given here.
    """
    return settings.SIGN_IN_PROVIDER is not None and has_provider(user)


def _line(user: User) -> AccountLine:
    seen = user.last_login
    used = [moment for moment in (seen or user.date_joined, user.reopened_at) if moment]
    may_all = (SUPERUSER,) if user.is_superuser else ()
    return AccountLine(
        user,
        (*may_all, *(role.label for role in roles_of(user))),
        user.unit.name if user.unit else "",
        timezone.localdate(seen) if seen else None,
        timezone.localdate(max(used)),
        state_of(user),
    )


HEADINGS = ("Namn", "Användarnamn", "E-post", "Roller", "Enhet", "Senast inloggad", "Oanvänt sedan",
            "Läge")  # fmt: skip


def table(found: Iterable[AccountLine]) -> list[list[str]]:
    """Return the lines as rows of text under `HEADINGS`."""
    return [
        [
            line.user.get_full_name(),
            line.user.get_username(),
            line.user.email,
            ", ".join(line.roles),
            line.unit,
            line.last_seen.isoformat() if line.last_seen else "aldrig",
            line.unused_since.isoformat(),
            line.state,
        ]
        for line in found
    ]
