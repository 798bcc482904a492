"""A board's pages in a browser: open to everyone in each state, and nothing typed is lost."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from actionplan.followup.models import FollowUpEntry
from resources.municipality.contacts import ContactPerson
from tests import accounts
from tests.accessibility import axe
from tests.accessibility.test_matrix import SIDEWAYS
from tests.harness.server import Server
from tests.stage import Stage, around, person, set_up, speaks_for

LOOKS = [(320, "dark"), (1280, "light")]


@pytest.fixture
def stage(own_server: Server) -> Stage:
    """A year that runs today, where the first board has a deputy and has handed in one answer."""
    stage = around(set_up(), timezone.localdate()).open(timezone.now())
    speaks_for(person("ersattare"), stage.boards[0], ContactPerson.Role.DEPUTY)
    stage.answered(stage.entries()[0], now=timezone.now())
    return stage


def page_of(browser: Browser, server: Server, username: str) -> Page:
    """A page of somebody who has signed in, without movement that axe would catch half-way."""
    context: BrowserContext = browser.new_context(
        storage_state=accounts.sign_in(browser, server.address, username),  # type: ignore[arg-type]
        base_url=server.address,
        locale="sv-SE",
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    return context.new_page()


def problems(page: Page, state: str) -> list[str]:
    """What axe finds, and whether anything runs out sideways, on a phone and on a desk."""
    found = []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += [f"{state}, {width}: {finding}" for finding in axe.findings(page)]
        if sideways := page.evaluate(SIDEWAYS):
            found.append(f"{state}, {width}: scrolls sideways by {sideways} px")
    return found


def test_a_boards_pages_in_all_their_states(
    browser: Browser, own_server: Server, stage: Stage
) -> None:
    base = f"/intranet/uppfoljning/{stage.period.year}/{stage.boards[0].slug}/"
    second, third = stage.entries()[1:3]
    first, other = (page_of(browser, own_server, who) for who in ("kontakt0", "ersattare"))
    found = []
    for name in ("", "alla/", "lamna/"):
        first.goto(f"{base}{name}")
        found += problems(first, name or "list")

    answer = f"{base}{second.activity.number}/"
    first.goto(answer)
    other.goto(answer)
    found += problems(first, "answer")
    first.locator("[name=status][value=delayed]").check()
    first.get_by_label("Vad har ni gjort?").fill("Den förstas ord")
    expect(first.locator("[data-draft-status]")).to_have_text(re.compile(r"Utkast sparat \d"))
    second.refresh_from_db()
    assert second.done == "Den förstas ord"
    first.get_by_role("button", name="Spara och gå till").click()
    expect(first.get_by_role("alert")).to_contain_text("Skriv vad som hindrar")
    found += problems(first, "error")

    # The other writes on a page from before: it stops, tells, and keeps what is typed.
    words = other.get_by_label("Vad har ni gjort?")
    words.fill("Den andras ord")
    expect(other.get_by_role("alert")).to_contain_text("Kontakt0 sparade det här svaret")
    found += problems(other, "stopped")
    other.get_by_role("button", name="Jämför svaren").click()
    expect(other.get_by_role("alert")).to_contain_text("har ändrats sedan du öppnade")
    expect(other.locator("main")).to_contain_text("Den förstas ord")
    expect(words).to_have_value("Den andras ord")
    expect(other.locator("[name=status][value=delayed]")).to_be_checked()
    found += problems(other, "conflict")

    approver = page_of(browser, own_server, "godkannare0")
    approver.goto(f"{base}granska/")
    approver.get_by_text("Lämna tillbaka med en kommentar").click()
    approver.get_by_role("button", name="Lämna tillbaka", exact=True).click()
    expect(approver.get_by_role("alert")).to_contain_text("Skriv vad nämnden behöver ändra.")
    found += problems(approver, "review")
    assert not found

    keep_what_is_typed(first, f"{base}{third.activity.number}/", third)
    for page in (first, other, approver):
        page.context.close()


def keep_what_is_typed(page: Page, address: str, entry: FollowUpEntry) -> None:
    """Without a network the page says so, keeps the words, warns, and saves when it is back."""
    page.goto(address)
    page.context.set_offline(True)
    page.get_by_label("Vad är nästa steg?").fill("Skrivet på tåget")
    expect(page.get_by_role("alert")).to_contain_text("Det går inte att nå servern")
    page.get_by_role("button", name="Spara och gå till").click()
    expect(page.get_by_label("Vad är nästa steg?")).to_have_value("Skrivet på tåget")
    warned = []

    def stay(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.evaluate("location.assign('/intranet/')")
    page.context.set_offline(False)
    expect(page.locator("[data-draft-status]")).to_have_text(re.compile("Utkast sparat"))
    assert warned == ["beforeunload"]
    entry.refresh_from_db()
    assert entry.next_step == "Skrivet på tåget"
