"""Errands at the door: by the municipality's own sign-in, and back in after the session's end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from wagtail.models import ModelLogEntry

from portal.intranet.models import User
from portal.intranet.roles import Role, ensure_roles, give_role
from portal.pages.content import ContentPage
from tests import accounts
from tests.harness.provider import Provider, provide
from tests.harness.server import Server, free_port, serve
from tests.stage import around, set_up

DOOR = "/intranet/logga-in/"
KEY_IN_THE_COMPUTER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[tuple[Provider, int]]:
    """The municipality's own sign-in, and the port at which it expects the portal."""
    port = free_port()
    with provide(tmp_path, free_port(), f"http://127.0.0.1:{port}") as running:
        yield running, port


@pytest.fixture
def portal(
    own_database: str, static_folder: Path, tmp_path: Path, provider: tuple[Provider, int]
) -> Iterator[Server]:
    """The portal, told of the provider, with roles and nobody in them."""
    ensure_roles()
    running, port = provider
    with serve(own_database, static_folder, tmp_path, port=port, told=running.settings()) as server:
        yield server


def come_in(browser: Browser, portal: Server, who: str, to: str) -> tuple[BrowserContext, Page]:
    """Open a staff page, press the button of the municipality's sign-in, and say who one is."""
    context = browser.new_context(base_url=portal.address, locale="sv-SE")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(to)
    page.get_by_role("link", name="Logga in med kommunens konto").click()
    page.locator("[name=who]").fill(who)
    page.get_by_role("button", name="In").click()
    return context, page


def test_the_municipalitys_own_sign_in_gives_and_takes_roles(
    browser: Browser, portal: Server, provider: tuple[Provider, int]
) -> None:
    at_work = provider[0]
    at_work.set_person("anna", ["grupp-samordning", "annan-grupp"])
    at_work.set_person("bo", ["annan-grupp"])

    context, page = come_in(browser, portal, "anna", "/intranet/stilguide/")
    expect(page).to_have_url(portal.url("/intranet/stilguide/"))
    page.goto("/intranet/konto/")
    expect(page.locator("main")).to_contain_text("Samordnare")
    ours = [cookie for cookie in context.cookies() if cookie["domain"] == "127.0.0.1"]
    assert {cookie["path"] for cookie in ours} == {"/intranet/"}
    anna = User.objects.get(username="anna")
    assert not anna.has_usable_password()
    assert list(anna.groups.values_list("name", flat=True)) == ["samordnare"]
    kept = SocialAccount.objects.get(user=anna)
    assert kept.uid == "anna"
    assert set(kept.extra_data) <= {"preferred_username", "upn", "email"}

    # Somebody without a group that means anything here: told so, once, and no account is made.
    elsewhere, told = come_in(browser, portal, "bo", "/intranet/")
    expect(told.locator("h1")).to_have_text("Du har ingen roll här än")
    assert not User.objects.filter(username="bo").exists()

    # Moved to other work: the roles follow, and so they do the day she has none.
    at_work.set_person("anna", ["grupp-namnd"])
    moved, page_now = come_in(browser, portal, "anna", "/intranet/konto/")
    expect(page_now.locator("main")).to_contain_text("Nämndens kontaktperson")
    assert set(anna.groups.values_list("name", flat=True)) == {
        "medarbetare",
        "nämndens kontaktperson",
    }
    at_work.set_person("anna", [])
    gone, no_more = come_in(browser, portal, "anna", "/intranet/")
    expect(no_more.locator("h1")).to_have_text("Du har ingen roll här än")
    assert not anna.groups.exists()
    page.goto("/intranet/konto/")
    expect(page).to_have_url(f"{portal.url(DOOR)}?next=/intranet/konto/")
    actions = ModelLogEntry.objects.filter(user=anna).values_list("action", flat=True)
    assert list(actions).count("portal.roles_by_provider") == 3
    for used in (context, elsewhere, moved, gone):
        used.close()


def test_a_passkey_is_made_at_the_first_sign_in_and_opens_the_door_the_next_time(
    browser: Browser, own_database: str, static_folder: Path, tmp_path: Path
) -> None:
    ensure_roles()
    give_role(User.objects.create_user("ny", password=accounts.PASSWORD), Role.READER)
    port = free_port()
    # A passkey belongs to a name, never to a number.
    address = f"http://localhost:{port}"
    context = browser.new_context(base_url=address, locale="sv-SE")
    context.set_default_timeout(15_000)
    page = context.new_page()
    chromium = context.new_cdp_session(page)
    chromium.send("WebAuthn.enable")
    chromium.send("WebAuthn.addVirtualAuthenticator", {"options": KEY_IN_THE_COMPUTER})
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)

    with serve(own_database, static_folder, tmp_path, port=port, told={"SITE_ADDRESS": address}):
        page.goto("/intranet/stilguide/")
        accounts.fill_in(page, "ny")
        page.get_by_role("link", name="Lägg till en nyckel i stället").click()
        page.get_by_role("button", name="Gör en nyckel").click()
        expect(page.locator("h1")).to_have_text("Dina reservkoder")
        page.get_by_role("link", name="fortsätt").click()
        expect(page).to_have_url(f"{address}/intranet/stilguide/")

        page.goto("/intranet/konto/")
        page.get_by_role("button", name="Logga ut överallt").click()
        page.locator("[name=login]").fill("ny")
        page.locator("[name=password]").fill(accounts.PASSWORD)
        page.get_by_role("button", name="Logga in").click()
        page.get_by_role("button", name="Använd nyckeln").click()
        expect(page).to_have_url(f"{address}/intranet/")
    assert not [fault for fault in faults if "Permissions-Policy" not in fault]
    context.close()


def back_in(context: BrowserContext, page: Page, who: str) -> None:
    """Follow the page's link to the sign-in, which opens beside it, and come in."""
    with context.expect_page() as opened:
        page.get_by_role("link", name="Logga in i en ny flik").click()
    beside = opened.value
    accounts.fill_in(beside, who)
    beside.wait_for_url(lambda url: DOOR not in url and accounts.SECOND_STEP not in url)
    beside.close()


def send_again(page: Page) -> None:
    """Press the button of the page that holds the form, and of the one that comes after it."""
    for _ in range(2):
        page.get_by_role("button", name="Skicka det jag skrev").click()


def test_what_is_typed_when_the_session_ends_is_saved_after_all(
    browser: Browser, own_server: Server
) -> None:
    stage = around(set_up(1), timezone.localdate()).open(timezone.now())
    entry = stage.entries()[0]
    context = browser.new_context(
        storage_state=accounts.sign_in(browser, own_server.address, "kontakt0"),  # type: ignore[arg-type]
        base_url=own_server.address,
        locale="sv-SE",
        java_script_enabled=False,
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(
        f"/intranet/uppfoljning/{stage.period.year}/{stage.boards[0].slug}/{entry.activity.number}/"
    )
    page.get_by_label("Pågår").check()
    page.get_by_label("Vad har ni gjort?").fill("Vi har börjat.\nOch fortsatt.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Spara och gå till").click()

    expect(page.locator("h1")).to_have_text("Du har varit inloggad för länge")
    page.locator("summary").click()
    expect(page.locator("details")).to_contain_text("Vi har börjat.")
    back_in(context, page, "kontakt0")
    send_again(page)
    page.wait_for_url(lambda url: "uppfoljning" in url)
    entry.refresh_from_db()
    assert entry.done.replace("\r\n", "\n") == "Vi har börjat.\nOch fortsatt."
    context.close()


def test_a_page_being_edited_survives_too_and_the_public_part_never_knows(
    browser: Browser, own_server: Server
) -> None:
    context = browser.new_context(
        storage_state=accounts.sign_in(browser, own_server.address, "COMMUNICATOR"),  # type: ignore[arg-type]
        base_url=own_server.address,
        locale="sv-SE",
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    edited = ContentPage.objects.get(slug="orolig-for-ett-barn", locale__language_code="sv")
    form = f"/intranet/redaktion/pages/{edited.pk}/edit/"
    page.goto(form)
    page.locator("[name=lead]").fill("Det räcker att du är orolig.")
    Session.objects.all().delete()
    page.locator("footer button[type=submit]").first.click()

    expect(page.locator("h1")).to_have_text("Du har varit inloggad för länge")
    back_in(context, page, "COMMUNICATOR")
    send_again(page)
    message = page.locator(".messages, .w-messages").first
    expect(message).to_be_visible()
    edited.refresh_from_db()
    latest = edited.get_latest_revision_as_object()
    assert latest.lead == "Det räcker att du är orolig."

    # A page saved, a message got, the sidebar collapsed: and then out to where residents are.
    page.locator(".sidebar__collapse-toggle, [aria-controls=wagtail-sidebar]").first.click()
    with page.expect_response(own_server.url("/")) as answered:
        page.goto("/")
    assert "cookie" not in answered.value.request.all_headers()
    assert "set-cookie" not in answered.value.all_headers()
    assert {cookie["path"] for cookie in context.cookies()} == {"/intranet/"}
    context.close()
