"""Who can run the accounts: there is always somebody, and somebody who can get in."""

from __future__ import annotations

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet

from portal.intranet.models import User
from portal.intranet.roles import Role


def who_can_get_in() -> QuerySet[User]:
    """Return the administrators who have signed in and can do so again.

    An account that nobody has used, or that has neither a password nor the municipality's own
    sign-in, opens no door the day it is the only one.
    """
    no_password = Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return User.objects.filter(
        ~no_password | Q(socialaccount__isnull=False),
        groups__name=Role.ADMINISTRATOR.label,
        is_active=True,
        last_login__isnull=False,
    ).distinct()


def is_last_administrator(user: User) -> bool:
    """Tell whether `user` is administrator and nobody else could be.

    The role is held until the transaction ends, so that of two who take each other's the second
    is told.
    """
    role = Group.objects.select_for_update().get(name=Role.ADMINISTRATOR.label)
    if not user.groups.filter(pk=role.pk).exists():
        return False
    return not who_can_get_in().exclude(pk=user.pk).exists()
