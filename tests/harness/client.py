"""Django's test client, which signs people in as the staff side wants it: with a second factor."""

import time
from typing import Any

from django.test import Client as DjangosClient

from portal.intranet.models import User


class Client(DjangosClient):
    """`force_login` makes a session as a whole sign-in leaves it; `force_password` half of one."""

    def force_login(self, user: User, backend: str | None = None) -> None:
        """Sign in as somebody who has given a password and a second factor."""
        self._sign_in(user, {"method": "password"}, {"method": "mfa", "type": "totp"})

    def force_password(self, user: User) -> None:
        """Sign in as somebody who has given a password and nothing more."""
        self._sign_in(user, {"method": "password"})

    def force_provider(self, user: User) -> None:
        """Sign in as somebody whom the municipality's own sign-in has sent."""
        self._sign_in(user, {"method": "socialaccount", "provider": "openid_connect"})

    def _sign_in(self, user: User, *steps: dict[str, Any]) -> None:
        super().force_login(user)
        session = self.session
        # What allauth writes: see allauth.account.internal.flows.login.
        session["account_authentication_methods"] = [{**step, "at": time.time()} for step in steps]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
