"""An owner opens the link in a mail, reads, presses the button; every state of the page."""

import re
from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import expect

from portal.notifications.assurance import ask_owners
from portal.notifications.links import LINK_DAYS
from portal.notifications.models import AssuranceRequest, OutboxMessage
from portal.notifications.sending import send_due
from resources.services.models import Service
from tests.accessibility import axe
from tests.conftest import OpenPage
from tests.factories import ChannelFactory, ServiceFactory, UnitFactory
from tests.harness.mail import mail_server
from tests.harness.server import Server
from tests.portal.test_confirmation import working_noon

NAME = "Ett stöd att bekräfta"
SIDEWAYS = "() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"


@pytest.mark.parametrize("width", [320, 1280])
def test_an_owner_confirms_by_the_link_in_a_mail(
    own_server: Server, open_page: OpenPage, width: int
) -> None:
    unit = UnitFactory(name_sv="Frågade enheten", function_mailbox="enheten@example.org")
    for name in (NAME, "Ett annat stöd"):
        ChannelFactory(service=ServiceFactory(name_sv=name, owner_unit=unit))
    with override_settings(SITE_ADDRESS=own_server.address):
        ask_owners(working_noon())
    AssuranceRequest.objects.update(asked_at=timezone.now())
    OutboxMessage.objects.update(next_try_at=timezone.now())
    with mail_server() as mail:
        send_due(timezone.now(), mail.connection())
    (letter,) = mail.mails
    assert letter["To"] == "enheten@example.org"
    body = letter.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    link, other = re.findall(r"http\S+/bekrafta/\S+/", text[text.index(NAME) :] + text)[:2]

    visit = open_page(link, width=width)
    page = visit.page
    found = {"open": axe.findings(page)}
    assert NAME in visit.main_text
    assert "Kontrollerades senast aldrig" in visit.main_text
    assert page.evaluate(SIDEWAYS) == 0

    Service.objects.filter(name_sv=NAME).update(summary_sv="Ändrad under tiden.")
    button = page.get_by_role("button", name="Ja, uppgifterna stämmer")
    button.click()
    expect(page.locator("main")).to_contain_text("Uppgifterna har ändrats")
    found["changed"] = axe.findings(page)
    assert Service.objects.get(name_sv=NAME).assured_on is None

    button.click()
    expect(page.locator("h1")).to_have_text("Tack, uppgifterna är kontrollerade")
    found["done"] = axe.findings(page)
    assert Service.objects.get(name_sv=NAME).assured_on == timezone.localdate()
    assert visit.traces["cookies"] == []
    assert visit.errors == []

    again = open_page(link, width=width)
    expect(again.page.locator("h1")).to_have_text("Länken är redan använd")
    found["used"] = axe.findings(again.page)

    AssuranceRequest.objects.update(asked_at=timezone.now() - timedelta(days=LINK_DAYS))
    late = open_page(other, width=width)
    expect(late.page.locator("h1")).to_have_text("Länken gäller inte längre")
    found["expired"] = axe.findings(late.page)

    broken = open_page(link[:-8] + "/", width=width)
    expect(broken.page.locator("h1")).to_have_text("Länken går inte att använda")
    found["unknown"] = axe.findings(broken.page)
    assert found == {state: [] for state in found}
