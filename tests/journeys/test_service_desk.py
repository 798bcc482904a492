"""A communicator fills in when a line answers, and sees the card say it."""

import re

from django.urls import reverse
from playwright.sync_api import Browser, expect

from resources.services.hours import week_of
from resources.services.models import Channel
from tests import accounts
from tests.factories import ChannelFactory, ServiceFactory
from tests.harness.server import Server


def test_a_communicator_fills_in_the_hours_and_the_card_says_them(
    browser: Browser, own_server: Server
) -> None:
    service = ServiceFactory(name_sv="Provjouren", assured_on="2026-11-01")
    channel = ChannelFactory(service=service, value="090161000", verified_on="2026-11-01")
    context = browser.new_context(
        storage_state=accounts.sign_in(browser, own_server.address, "COMMUNICATOR"),  # type: ignore[arg-type]
        base_url=own_server.address,
    )
    page = context.new_page()
    page.goto(reverse("wagtailsnippets_resources_service:edit", args=[service.pk]))
    save = page.locator("footer button[type=submit]").first

    page.locator("[name=channels-0-hours_1]").fill("nio till tolv")
    page.locator("[name=channels-0-hours_7]").fill("21–03")
    save.press("Enter")
    expect(page.locator("body")).to_contain_text("går inte att läsa som en tid")
    expect(page.locator("[name=channels-0-hours_1]")).to_have_value("nio till tolv")
    expect(page.locator("[name=channels-0-hours_7]")).to_have_value("21–03")

    page.locator("[name=channels-0-hours_1]").fill("dygnet runt")
    for day in range(2, 7):
        page.locator(f"[name=channels-0-as_above_{day}]").press("Space")
    page.locator("[name=channels-0-on_holidays]").select_option("as_usual")
    save.press("Enter")
    page.wait_for_url(lambda url: "/edit/" not in url)
    assert sorted(week_of(Channel.objects.get(pk=channel.pk))) == [1, 2, 3, 4, 5, 6, 7]

    page.goto(reverse("service_preview", args=[service.pk]))
    card = page.locator(".service-card")
    expect(card).to_contain_text("Provjouren")
    expect(card).to_contain_text(re.compile(r"Öppet nu|öppnar"))
    expect(page.locator("main")).to_contain_text("21.00–3.00")
    context.close()
