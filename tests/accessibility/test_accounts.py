"""The pages of one account, which has no address before there is somebody with an account."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.accessibility import axe
from tests.conftest import OpenPage
from tests.harness.server import Server


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_an_account_is_open_to_everyone(
    width: int,
    scheme: str,
    server: Server,
    open_page: OpenPage,
    signed_in: Callable[[str], Any],
) -> None:
    state = signed_in("ADMINISTRATOR")
    path = "/intranet/konton/"
    page = open_page(server.url(path), width=width, scheme=scheme, storage_state=state).page
    page.locator("main").get_by_role("link", name="reader").first.click()
    expect(page.locator("h1")).to_be_visible()
    problems = axe.findings(page)
    page.goto(f"{page.url}avsluta/")
    expect(page.locator("h1")).to_have_count(1)
    assert problems + axe.findings(page) == []
