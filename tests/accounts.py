"""Accounts for browser tests: one a role, signed in through the form as a person would.

Every account has the same app on its phone: `code` says what it shows.
"""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth import get_user_model
from playwright.sync_api import Browser, Page

from portal.intranet.models import User
from portal.intranet.roles import Role, give_role

PASSWORD = "en lång mening som ingen gissar"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PERIOD = 30
SIGN_IN = "/intranet/logga-in/"
SECOND_STEP = "/intranet/konto/andra-faktor/kod/"
# A code is good once; the server takes the one before and the one after, too. What has been used.
_used: dict[tuple[str, str], set[int]] = {}


def make_all() -> None:
    """Make an account for every role; its user name is the role's own name in small letters."""
    for role in Role:
        user = get_user_model().objects.create_user(role.name.lower(), password=PASSWORD)
        give_role(user, role)
        give_app(user)


def give_app(user: User) -> None:
    """Set up the second factor of somebody who is to sign in through the form."""
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, SECRET)
        RecoveryCodes.activate(user)


def code(username: str, address: str = "") -> str:
    """Return a code that this account has not used on this server; wait when there is none."""
    used = _used.setdefault((address, username.lower()), set())
    while True:
        now = int(time.time()) // PERIOD
        for counter in (now, now + 1, now - 1):
            # The period that ends in a moment may have ended when the server asks.
            ends_soon = counter == now - 1 and time.time() % PERIOD > PERIOD - 3
            if counter not in used and not ends_soon:
                used.add(counter)
                return format_hotp_value(hotp_value(SECRET, counter))
        time.sleep(1)


def fill_in(page: Page, role: str, password: str = PASSWORD) -> None:
    """Fill in and send the sign-in form that the page shows, and then the code."""
    page.locator("[name=login]").fill(role.lower())
    page.locator("[name=password]").fill(password)
    page.locator("main [type=submit]").click()
    if password == PASSWORD:
        page.wait_for_url(lambda url: SIGN_IN not in url)
        if SECOND_STEP in page.url:
            page.locator("[name=code]").fill(code(role, page.url.partition("/intranet/")[0]))
            page.locator("main [type=submit]").first.click()


def sign_in(browser: Browser, address: str, role: str) -> dict[str, Any]:
    """Sign in through the form and return the browser's state, to open other pages with."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}{SIGN_IN}")
    fill_in(page, role)
    page.wait_for_url(lambda url: SIGN_IN not in url and SECOND_STEP not in url)
    state: dict[str, Any] = context.storage_state()  # type: ignore[assignment]
    context.close()
    return state
