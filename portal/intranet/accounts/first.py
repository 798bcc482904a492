"""The first administrator, who is made on the server: everybody else is given rights by one."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from portal.intranet.accounts.listing import roles_of
from portal.intranet.models import User
from portal.intranet.roles import Role, ensure_roles, give_role


@transaction.atomic
def make_administrator(username: str, email: str, now: datetime) -> User:
    """Give the account with this user name the role, and make it first where there is none.

    A new account has no password: see `new_password.choosing_link`. Raises `ValidationError` for
    a name or an address that cannot be, and for an account that is switched off or closed.
    """
    ensure_roles()
    user = User.objects.select_for_update(of=("self",)).filter(username=username).first()
    if user is None:
        user = User(username=username, email=email, date_joined=now)
        user.set_unusable_password()
        user.full_clean(exclude=["password"])
        if not email or User.objects.filter(email__iexact=email).exists():
            raise ValidationError("Skriv en e-postadress som inget annat konto har.")
        user.save()
        log(user, "portal.account_made", timestamp=now)
    elif not user.is_active:
        raise ValidationError("Kontot är avstängt eller avslutat.")
    if Role.ADMINISTRATOR not in roles_of(user):
        give_role(user, Role.ADMINISTRATOR)
        data = {"given": [Role.ADMINISTRATOR.value], "taken": []}
        log(user, "portal.roles_changed", timestamp=now, data=data)
    return user
