"""Accounts for browser tests: one a role, signed in through the form as a person would."""

from typing import Any

from django.contrib.auth import get_user_model
from playwright.sync_api import Browser, Page

from portal.intranet.roles import Role, ensure_roles, give_role

PASSWORD = "en lång mening som ingen gissar"
SIGN_IN = "/intranet/logga-in/"


def make_all() -> None:
    """Make an account for every role; its user name is the role's own name in small letters."""
    ensure_roles()
    for role in Role:
        user = get_user_model().objects.create_user(role.name.lower(), password=PASSWORD)
        give_role(user, role)


def fill_in(page: Page, role: str, password: str = PASSWORD) -> None:
    """Fill in and send the sign-in form that the page shows."""
    page.locator("[name=username]").fill(role.lower())
    page.locator("[name=password]").fill(password)
    page.locator("main [type=submit]").click()


def sign_in(browser: Browser, address: str, role: str) -> dict[str, Any]:
    """Sign in through the form and return the browser's state, to open other pages with."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}{SIGN_IN}")
    fill_in(page, role)
    page.wait_for_url(lambda url: SIGN_IN not in url)
    state: dict[str, Any] = context.storage_state()  # type: ignore[assignment]
    context.close()
    return state
