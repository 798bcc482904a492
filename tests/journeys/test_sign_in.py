"""Errands at the door: by the municipality's own sign-in, and back in after the session's end."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import DjangoDbBlocker
from wagtail.models import ModelLogEntry

from portal.intranet.models import User
from portal.intranet.roles import Role, give_role
from portal.intranet.sign_in.models import StaffSession
from portal.pages.content import ContentPage
from resources.municipality.models import Unit
from tests import accounts
from tests.harness.database import connected_to, database_copy
from tests.harness.provider import Provider, provide
from tests.harness.server import Server, free_port, serve
from tests.stage import around, set_up

DOOR = "/intranet/logga-in/"
# Where allauth writes how and when somebody signed in.
KEY = "account_authentication_methods"
KEY_IN_THE_COMPUTER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass(frozen=True)
class Door:
    """The portal with a provider: passwords are taken beside it, and passkeys at `named`."""

    portal: Server
    at_work: Provider
    named: str


@pytest.fixture(scope="module")
def door(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    static_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Door]:
    """One door for all the errands here, with an account a role; the ORM writes where it reads."""
    folder, port = tmp_path_factory.mktemp("door"), free_port()
    # A passkey belongs to a name, never to a number; the provider wants another than the portal's.
    named = f"http://localhost:{port}"
    with django_db_blocker.unblock(), database_copy("door") as url, connected_to(url):
        accounts.make_all()
        with provide(folder, free_port(), f"http://127.0.0.1:{port}") as at_work:
            told = {**at_work.settings(), "SITE_ADDRESS": named}
            with serve(url, static_folder, folder, port=port, told=told) as portal:
                yield Door(portal, at_work, named)


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


def test_the_municipalitys_own_sign_in_gives_and_takes_roles(browser: Browser, door: Door) -> None:
    portal, at_work = door.portal, door.at_work
    unit = Unit.objects.all()[0]
    at_work.set_person("anna", ["grupp-samordning", "annan-grupp"], works_at=unit.name)
    at_work.set_person("bo", ["annan-grupp"])
    at_work.set_person("cia", ["grupp-samordning"], by=["pwd"])

    context, page = come_in(browser, portal, "anna", "/intranet/stilguide/")
    expect(page).to_have_url(portal.url("/intranet/stilguide/"))
    page.goto("/intranet/konto/")
    expect(page.locator("main")).to_contain_text("Samordnare")
    ours = [cookie for cookie in context.cookies() if cookie["domain"] == "127.0.0.1"]
    assert {cookie["path"] for cookie in ours} == {"/intranet/"}
    anna = User.objects.get(username="anna")
    assert not anna.has_usable_password()
    assert anna.unit == unit
    assert list(anna.groups.values_list("name", flat=True)) == ["samordnare"]
    kept = SocialAccount.objects.get(user=anna)
    assert kept.uid == "anna"
    assert set(kept.extra_data) <= {"preferred_username", "upn", "email"}

    # Somebody without a group that means anything here: told so, once, and no account is made.
    elsewhere, told = come_in(browser, portal, "bo", "/intranet/")
    expect(told.locator("h1")).to_have_text("Du har ingen roll här än")
    assert not User.objects.filter(username="bo").exists()

    # With a password alone there: not here.
    cheap, refused = come_in(browser, portal, "cia", "/intranet/")
    expect(refused.locator("h1")).to_have_text("Logga in med din andra faktor")
    assert not User.objects.filter(username="cia").exists()

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
    for used in (context, elsewhere, cheap, moved, gone):
        used.close()
    who_gives_roles_says_once_more_who_it_is(browser, portal, at_work)


def who_gives_roles_says_once_more_who_it_is(
    browser: Browser, portal: Server, at_work: Provider
) -> None:
    """An administrator of an hour ago is sent to the provider, and what was sent is done then."""
    at_work.set_person("disa", ["grupp-it"])
    colleague = User.objects.create_user("kollega")
    context, page = come_in(browser, portal, "disa", f"/intranet/konton/{colleague.pk}/")
    expect(page.get_by_label("Granskare")).to_be_visible()
    [place] = StaffSession.objects.filter(user__username="disa")
    held = SessionStore(place.session_key)
    held[KEY] = [{**step, "at": step["at"] - 3600} for step in held[KEY]]
    held.save()

    page.get_by_label("Granskare").check()
    page.get_by_role("button", name="Spara rollerna").click()
    expect(page.locator("h1")).to_have_text("Logga in en gång till")
    assert not colleague.groups.exists()
    there = page.get_by_role("link", name="Logga in med kommunens konto")
    way = str(there.get_attribute("href"))
    there.click()
    # The provider asks again, although it has just let her in.
    page.locator("[name=who]").fill("anna")
    page.get_by_role("button", name="In").click()
    expect(page.locator("h1")).to_have_text("Vi kunde inte bekräfta att det är du")
    assert not colleague.groups.exists()
    page.goto(way)
    page.locator("[name=who]").fill("disa")
    page.get_by_role("button", name="In").click()
    expect(page.get_by_text("Rollerna är sparade.")).to_be_visible()
    assert list(colleague.groups.values_list("name", flat=True)) == ["granskare"]
    context.close()


def test_a_passkey_is_made_at_the_first_sign_in_and_opens_the_door_the_next_time(
    browser: Browser, door: Door
) -> None:
    give_role(User.objects.create_user("ny", password=accounts.PASSWORD), Role.READER)
    context = browser.new_context(base_url=door.named, locale="sv-SE")
    context.set_default_timeout(15_000)
    page = context.new_page()
    chromium = context.new_cdp_session(page)
    chromium.send("WebAuthn.enable")
    chromium.send("WebAuthn.addVirtualAuthenticator", {"options": KEY_IN_THE_COMPUTER})
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)

    page.goto("/intranet/stilguide/")
    accounts.fill_in(page, "ny")
    page.get_by_role("link", name="Lägg till en nyckel i stället").click()
    page.get_by_role("button", name="Gör en nyckel").click()
    expect(page.locator("h1")).to_have_text("Dina reservkoder")
    page.get_by_role("link", name="fortsätt").click()
    expect(page).to_have_url(f"{door.named}/intranet/stilguide/")

    page.goto("/intranet/konto/")
    page.get_by_role("button", name="Logga ut överallt").click()
    page.locator("[name=login]").fill("ny")
    page.locator("[name=password]").fill(accounts.PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.get_by_role("button", name="Använd nyckeln").click()
    expect(page).to_have_url(f"{door.named}/intranet/")
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
    browser: Browser, door: Door
) -> None:
    stage = around(set_up(1), timezone.localdate()).open(timezone.now())
    entry = stage.entries()[0]
    context = browser.new_context(
        storage_state=accounts.sign_in(browser, door.portal.address, "kontakt0"),  # type: ignore[arg-type]
        base_url=door.portal.address,
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
    browser: Browser, door: Door
) -> None:
    context = browser.new_context(
        storage_state=accounts.sign_in(browser, door.portal.address, "COMMUNICATOR"),  # type: ignore[arg-type]
        base_url=door.portal.address,
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
    with page.expect_response(door.portal.url("/")) as answered:
        page.goto("/")
    assert "cookie" not in answered.value.request.all_headers()
    assert "set-cookie" not in answered.value.all_headers()
    assert {cookie["path"] for cookie in context.cookies()} == {"/intranet/"}
    context.close()
