"""A council's year in Chromium: planned with a gap, called to, decided, and in the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from actionplan.council.calendar import summary
from actionplan.council.models import CouncilMeeting, CouncilSeat, Decision
from actionplan.council.planning.services import plan_meeting
from portal.intranet.models import User
from portal.notifications.models import OutboxMessage
from tests import accounts
from tests.accessibility import axe
from tests.accessibility.test_matrix import SIDEWAYS
from tests.harness.server import Server

BASE = "/intranet/samverkansrad/"
YEAR = timezone.localdate().year + 1
# Every quarter but the third, and the kinds that come besides.
DAYS = {(2, 10): "regular", (5, 12): "regular", (11, 17): "regular", (10, 5): "joint_yearly"}
DAYS |= {(3, 2): "steering_group", (4, 20): "open_forum"}
MISSING = f"Inget ordinarie möte är planerat i juli–september {YEAR}."


@pytest.fixture
def coordinator(browser: Browser, own_server: Server) -> Iterator[Page]:
    """The coordinator's page, with a year planned but for one quarter, and two who sit."""
    leader = User.objects.get(username="coordinator")
    for name, order in (("council_member", 1), ("competence_centre", 2)):
        user = User.objects.get(username=name)
        User.objects.filter(pk=user.pk).update(email=f"{name}@example.org")
        CouncilSeat.objects.filter(order=order).update(holder=user)
    now = timezone.now()
    for (month, day), kind in DAYS.items():
        starts = datetime(YEAR, month, day, 12, tzinfo=UTC)
        plan_meeting(CouncilMeeting(kind=kind, starts_at=starts), user=leader, now=now)
    yesterday = CouncilMeeting(kind="regular", starts_at=now - timedelta(days=1))
    plan_meeting(yesterday, user=leader, now=now)
    context = browser.new_context(
        storage_state=accounts.sign_in(browser, own_server.address, "coordinator"),  # type: ignore[arg-type]
        base_url=own_server.address,
        locale="sv-SE",
        viewport={"width": 360, "height": 740},
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def fits(page: Page) -> None:
    """A phone shows the page without scrolling sideways, and axe finds nothing."""
    assert page.evaluate(SIDEWAYS) == 0, page.url
    assert axe.findings(page) == [], page.url


def test_a_year_is_covered_called_to_decided_and_taken_to_a_calendar(coordinator: Page) -> None:
    page = coordinator
    page.goto(f"{BASE}ar/{YEAR}/")
    expect(page.locator(".notice--careful")).to_contain_text(MISSING)
    fits(page)
    page.locator(".council-gaps a").click()
    expect(page.get_by_label("Dag", exact=True)).to_have_value(f"{YEAR}-07-01")
    page.get_by_label("Dag", exact=True).fill(f"{YEAR}-09-08")
    page.get_by_role("button", name="Spara mötet").click()
    expect(page.get_by_role("alert")).to_contain_text("Skriv klockslaget som timme och minut")
    expect(page.get_by_label("Dag", exact=True)).to_have_value(f"{YEAR}-09-08")
    fits(page)
    page.get_by_label("Börjar").fill("13:15")
    page.get_by_role("button", name="Spara mötet").click()
    expect(page.get_by_role("status")).to_contain_text("Mötet är planerat")
    new = CouncilMeeting.objects.get(starts_at__date=date(YEAR, 9, 8))
    page.goto(f"{BASE}ar/{YEAR}/")
    expect(page.locator("main")).not_to_contain_text("är inte täckt")

    page.goto(f"{BASE}moten/{new.pk}/dagordning/")
    page.get_by_label("Rubrik").fill("Nästa års möten")
    page.get_by_role("button", name="Lägg till punkten").click()
    page.locator("[name=punkt]").first.check()
    page.get_by_role("button", name="Ta upp valda").click()
    expect(page.locator(".council-points > li")).to_have_count(2)
    page.locator("[name=action][value^=down]").first.click()
    expect(page.locator(".council-points > li").last).to_contain_text("Nästa års möten")
    fits(page)

    page.goto(f"{BASE}moten/{new.pk}/kalla/")
    expect(page.get_by_role("heading", name="2 personer får kallelsen")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Skicka kallelsen").click()
    expect(page.get_by_role("status")).to_contain_text("2 personer")
    mails = OutboxMessage.objects.filter(kind="council_calling")
    assert {one.recipient.split("@")[0] for one in mails} == {
        "council_member",
        "competence_centre",
    }
    assert all("2. Nästa års möten" in one.text for one in mails)

    held = CouncilMeeting.objects.get(starts_at__lt=timezone.now())
    page.goto(f"{BASE}moten/{held.pk}/beslut/nytt/")
    page.get_by_label("Vad beslutades?").fill("Ett underlag tas fram till hösten")
    page.get_by_text("Aktiviteter som beslutet gäller").click()
    page.locator("[name=activities]").first.check()
    page.get_by_label("Vem, om det är någon annan?").fill("Arbetsgruppen")
    page.get_by_label("Klart senast").fill(f"{YEAR}-10-01")
    fits(page)
    page.get_by_role("button", name="Spara beslutet").click()
    expect(page.get_by_role("status")).to_contain_text("Beslutet är sparat")
    activity = Decision.objects.get().activities.get()
    page.goto(f"{BASE}aktiviteter/{activity.pk}/")
    expect(page.locator("main")).to_contain_text("Ett underlag tas fram till hösten")

    page.goto(f"{BASE}moten/{held.pk}/protokoll/skriv/")
    page.get_by_label("Minnesanteckningar").fill("Rådet gick igenom planen.")
    page.get_by_role("button", name="Spara protokollet").click()
    page.get_by_label("Alla medarbetare").check()
    page.get_by_role("button", name="Publicera").click()
    expect(page.get_by_role("status")).to_contain_text("Protokollet är publicerat")
    fits(page)

    page.goto(BASE)
    with page.expect_download() as download:
        page.get_by_role("link", name="Hämta mötena till din kalender").click()
    calendar: Any = Calendar.from_ical(download.value.path().read_bytes())
    read = {(str(one["SUMMARY"]), one["DTSTART"].dt) for one in calendar.walk("VEVENT")}
    kept = CouncilMeeting.objects.all()
    assert read == {(summary(one), one.starts_at.replace(microsecond=0)) for one in kept}
    assert len(read) == 8
