"""The link to choose a password with, and the mail that it comes in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

from portal.notifications.services import enqueue

if TYPE_CHECKING:
    from portal.intranet.models import User


class ChosenByAdministrator(PasswordResetTokenGenerator):
    """Makes keys that are good for `CHOOSE_PASSWORD_DAYS`, at the same page as any other key.

    A key says when it was made, and the page adds `PASSWORD_RESET_TIMEOUT`. These are dated ahead,
    so that the page needs no rule of its own for them.
    """

    def _now(self) -> datetime:
        longer = timedelta(
            days=settings.CHOOSE_PASSWORD_DAYS, seconds=-settings.PASSWORD_RESET_TIMEOUT
        )
        return super()._now() + longer


def choosing_link(user: User) -> str:
    """Return a link by which `user` chooses a password.

    It opens the page for a forgotten password. It dies when it is used, when the person signs in,
    when their address changes, and after `CHOOSE_PASSWORD_DAYS`.
    """
    key = ChosenByAdministrator().make_token(user)
    keys = {"uidb36": user_pk_to_url_str(user), "key": key}
    path = reverse("account_reset_password_from_key", kwargs=keys)
    return f"{settings.SITE_ADDRESS}{path}"


def send_link(user: User, now: datetime) -> None:
    """Put a mail in the outbox with a link by which `user` chooses a password."""
    enqueue(
        "choose_password",
        recipient=user.email,
        dedupe_key=f"choose-password:{user.pk}:{now.isoformat()}",
        subject="Välj ett lösenord",
        context={
            "name": user.first_name,
            "username": user.get_username(),
            "link": choosing_link(user),
            "days": settings.CHOOSE_PASSWORD_DAYS,
        },
        now=now,
        holds_key=True,
    )
