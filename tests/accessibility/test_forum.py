"""A forum with its form, refused and taken, and the coordinator's list: open to everyone, small."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser

from portal.intranet.models import User
from portal.notifications.forum_links import token
from tests.accessibility import axe
from tests.accessibility.test_matrix import SIDEWAYS
from tests.conftest import OpenPage
from tests.forums import asks, comes, forum
from tests.harness.browser import Visit
from tests.harness.client import Client
from tests.harness.server import Server
from tests.performance.test_first_view import MOST_BYTES, MOST_REQUESTS, first_view

NO_TRACES: dict[str, Any] = {"cookies": [], "storage": [{}, {}]}


def problems(visit: Visit) -> list[str]:
    found = axe.findings(visit.page) + visit.errors
    if sideways := visit.page.evaluate(SIDEWAYS):
        found.append(f"scrolls sideways by {sideways} px")
    if visit.traces != NO_TRACES:
        found.append(f"left traces: {visit.traces}")
    return found


def as_coordinator() -> dict[str, Any]:
    """The browser state of the coordinator of `own_server`."""
    client = Client()
    client.force_login(User.objects.get(username="coordinator"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    session = {"name": settings.SESSION_COOKIE_NAME, "value": cookie, "domain": "127.0.0.1"}
    return {"cookies": [session | {"path": settings.STAFF_PATH}], "origins": []}


def test_a_forum_is_open_to_everyone_and_leaves_no_trace(
    own_server: Server, open_page: OpenPage, browser: Browser
) -> None:
    now = timezone.now()
    meeting = forum(
        starts_at=now + timedelta(days=30),
        ends_at=None,
        sign_up_until=None,
        places=1,
        title="Ett forum med ett ganska långt namn",
        programme="Välkomna\nSlut",
    )
    comes(meeting, "Anna", now, needs=["step_free"])
    comes(meeting, "Cia", now)
    key = asks(meeting, "Bo", now, needs=["other"]).key
    place = own_server.url(f"/sa-arbetar-vi/umebra-forum/{meeting.pk}/")
    visit = open_page(place, width=320, scheme="dark")
    assert problems(visit) == []
    visit.page.locator("#id_organization").fill("Provföreningen")
    visit.page.locator("main [type=submit]").click()
    # Refused: the page says what to correct, and keeps what was typed.
    assert visit.page.locator(".field__error").count() == 2
    assert visit.page.locator("#id_organization").input_value() == "Provföreningen"
    assert problems(visit) == []
    mine = open_page(own_server.url(f"/min-anmalan/{token(key)}/"), width=1280, direction="rtl")
    assert problems(mine) == []
    staff = open_page(
        own_server.url(f"/intranet/samverkansrad/moten/{meeting.pk}/anmalda/"),
        width=320,
        storage_state=as_coordinator(),
    )
    for link in ("Närvarolista", "Ta bort Anna"):
        assert axe.findings(staff.page) + staff.errors == []
        assert not staff.page.evaluate(SIDEWAYS)
        staff.page.get_by_role("link", name=link).click()
        assert axe.findings(staff.page) + staff.errors == []
        staff.page.go_back()
    cost = first_view(browser, place, 360)
    print(f"a forum: {cost.bytes} bytes, {cost.requests} requests")
    assert cost.bytes <= MOST_BYTES, cost.sent
    assert cost.requests <= MOST_REQUESTS, cost.sent
