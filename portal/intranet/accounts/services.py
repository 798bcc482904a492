"""What is done to accounts: one verb each, in one transaction, written in the log without names."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from portal.intranet.accounts.access import may_manage
from portal.intranet.accounts.leaving import let_go, rename_in_log, rows_named_after
from portal.intranet.accounts.leaving_mails import forget_mails
from portal.intranet.accounts.listing import mark, provider_decides, roles_of
from portal.intranet.accounts.new_password import send_link
from portal.intranet.administrators import is_last_administrator
from portal.intranet.models import User
from portal.intranet.roles import Role
from portal.intranet.sign_in.sessions import end_sessions

if TYPE_CHECKING:
    from portal.intranet.accounts.access import Somebody

CHANGED = "En annan har ändrat rollerna sedan du öppnade sidan. Nu gäller: {roles}. Välj igen."
OWN = "Du kan inte ta bort din egen roll som administratör. Be en annan administratör."
LAST = (
    "Det är den sista administratören som kan logga in. Ge rollen till någon mer, som har valt "
    "lösenord och loggat in, först."
)
BY_PROVIDER = "Rollerna kommer från kommunens egen inloggning och ändras där."
GONE = "Kontot är avslutat och går inte att ändra."
YOURSELF = "Du kan inte stänga av eller avsluta ditt eget konto. Be en annan administratör."


@transaction.atomic
def make_account(
    *, name: tuple[str, str], username: str, email: str, by: Somebody, now: datetime
) -> User:
    """Make an account without roles and send a link to choose a password with.

    `name` is first and last name. Raises `PermissionDenied`, and `ValidationError` at the field
    for a user name or an address that somebody has, or where nobody signs in by password.
    """
    _may(by)
    if not settings.SIGN_IN_BY_PASSWORD:
        raise ValidationError("Alla konton kommer från kommunens egen inloggning.")
    user = User(username=username, email=email, first_name=name[0], last_name=name[1])
    user.date_joined = now
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError({"email": "Det finns redan ett konto med den adressen."})
    user.save()
    log(user, "portal.account_made", user=by, timestamp=now)
    send_link(user, now)
    return user


@transaction.atomic
def send_new_link(user: User, *, by: Somebody, now: datetime) -> None:
    """Send the link to choose a password with once more. Raises `ValidationError`."""
    _may(by)
    held = _held(user)
    if provider_decides(held) or not held.is_active or not held.email:
        raise ValidationError("Kontot kan inte få någon länk.")
    send_link(held, now)
    log(held, "portal.link_sent", user=by, timestamp=now)


@transaction.atomic
def change_roles(
    user: User, roles: Collection[Role], *, seen: str, by: Somebody, now: datetime
) -> User:
    """Give the user exactly these roles, and say in the log which came and which went.

    `seen` is the `mark` of what the page showed. Raises `ValidationError` when another has changed
    the roles since, for one's own or the last administrator's role, and where the provider
    decides.
    """
    _may(by)
    held = _held(user)
    if provider_decides(held):
        raise ValidationError(BY_PROVIDER)
    had = set(roles_of(held))
    if mark(held) != seen:
        shown = ", ".join(role.label for role in roles_of(held)) or "inga roller"
        raise ValidationError(CHANGED.format(roles=shown))
    given, taken = set(roles) - had, had - set(roles)
    if Role.ADMINISTRATOR in taken:
        if held.pk == by.pk:
            raise ValidationError(OWN)
        _keep_an_administrator(held)
    if given or taken:
        held.groups.remove(*Group.objects.filter(name__in=[role.label for role in taken]))
        held.groups.add(*Group.objects.filter(name__in=[role.label for role in given]))
        data = {key: [r.value for r in Role if r in some]
                for key, some in (("given", given), ("taken", taken))}  # fmt: skip
        log(held, "portal.roles_changed", user=by, timestamp=now, data=data)
    return held


@transaction.atomic
def sign_out_everywhere(user: User, *, by: Somebody, now: datetime) -> int:
    """End every session of the user, wherever they are signed in; return how many."""
    _may(by)
    count = end_sessions([user.pk])
    log(user, "portal.signed_out_by_other", user=by, timestamp=now)
    return count


@transaction.atomic
def forget_factors(user: User, *, by: Somebody, now: datetime) -> None:
    """Remove the second factors of somebody who has lost theirs, and end their sessions.

    At the next sign-in the password leads to setting up a new one. Raises `ValidationError` for
    one's own: whoever has the session only must not get around the factor.
    """
    _may(by)
    held = _held(user)
    if held.pk == by.pk:
        raise ValidationError("Be en annan administratör nollställa din andra faktor.")
    Authenticator.objects.filter(user=held).delete()
    end_sessions([held.pk])
    log(held, "portal.factors_forgotten", user=by, timestamp=now)


@transaction.atomic
def rest(user: User, *, why: str, by: Somebody | None, now: datetime) -> User:
    """Switch an account off for the time being: it keeps its name and its roles.

    `by` is None for the rule about unused accounts. Raises `ValidationError` for one's own
    account, the last administrator's, and one that is closed for good.
    """
    held = _held(user)
    if by is not None:
        _may(by)
        if held.pk == by.pk:
            raise ValidationError(YOURSELF)
    _keep_an_administrator(held)
    held.is_active = False
    held.save(update_fields=["is_active"])
    end_sessions([held.pk])
    log(held, "portal.account_rested", user=by, timestamp=now, data={"why": why})
    return held


@transaction.atomic
def reopen(user: User, *, by: Somebody, now: datetime) -> User:
    """Let an account that was switched off be used again, with the roles it had."""
    _may(by)
    held = _held(user)
    if not held.is_active:
        held.is_active = True
        # From today it has not been unused; when it was last used is as true as before.
        held.reopened_at = now
        held.save(update_fields=["is_active", "reopened_at"])
        log(held, "portal.account_opened", user=by, timestamp=now)
    return held


@transaction.atomic
def retire(user: User, *, by: Somebody | None, now: datetime) -> User:
    """Close an account for good and take the person's name from it. Cannot be undone.

    What they approved stays approved, by *Tidigare medarbetare* and a number. `by` is None for the
    command that goes through the provider's list. Raises `ValidationError` for one's own account,
    the last administrator's, and one that is closed already.
    """
    held = _held(user)
    if by is not None:
        _may(by)
        if held.pk == by.pk:
            raise ValidationError(YOURSELF)
    _keep_an_administrator(held)
    today = timezone.localdate(now)
    end_sessions([held.pk])
    named, address = rows_named_after(held), held.email
    done = let_go(held, today)
    held.username = f"tidigare-medarbetare-{held.pk}"
    held.first_name, held.last_name, held.email = "Tidigare medarbetare", str(held.pk), ""
    held.is_active = held.is_staff = held.is_superuser = False
    held.unit, held.left_on, held.last_login = None, today, None
    held.set_unusable_password()
    held.save()
    rename_in_log(held, named)
    forget_mails(address)
    log(held, "portal.account_retired", user=by, timestamp=now, data={"done": done})
    return held


def _may(by: Somebody) -> None:
    if not may_manage(by):
        raise PermissionDenied


def _held(user: User) -> User:
    """Hold the account until the change is made. Raises `ValidationError` when it is closed."""
    held = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if held.left_on:
        raise ValidationError(GONE)
    return held


def _keep_an_administrator(user: User) -> None:
    """Raise `ValidationError` when nobody else could be administrator."""
    if is_last_administrator(user):
        raise ValidationError(LAST)
