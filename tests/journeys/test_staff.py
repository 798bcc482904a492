"""Errands of the municipality's own people, from the sign-in to the page that residents see."""

import re
from collections.abc import Iterator

import pytest
import requests
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from actionplan.activities.models import Activity, EditorialCorrection
from portal.pages.content import ContentPage
from tests import accounts
from tests.harness.server import Server

CHILD_PAGE = "orolig-for-ett-barn"


@pytest.fixture
def people(browser: Browser, own_server: Server) -> Iterator[dict[str, BrowserContext]]:
    """A browser of their own for each who takes part, signed in by the name of the role."""
    contexts: dict[str, BrowserContext] = {}

    class Signed(dict[str, BrowserContext]):
        def __missing__(self, who: str) -> BrowserContext:
            state = accounts.sign_in(browser, own_server.address, who.split()[0])
            self[who] = contexts[who] = browser.new_context(
                storage_state=state,  # type: ignore[arg-type]
                base_url=own_server.address,
                locale="sv-SE",
            )
            self[who].set_default_timeout(15_000)
            return self[who]

    yield Signed()
    for context in contexts.values():
        context.close()


def edit_page(page: Page, slug: str) -> None:
    """Open a page's form in the editing interface."""
    pk = ContentPage.objects.get(slug=slug, locale__language_code="sv").pk
    page.goto(reverse("wagtailadmin_pages:edit", args=[pk]))


def publish(page: Page) -> None:
    """Press "Publicera", which lies under the arrow beside "Spara utkast"."""
    button = page.locator("[name=action-publish]")
    if not button.is_visible():
        page.locator("footer [data-w-dropdown-target=toggle], footer .w-dropdown__toggle").click()
    button.click()


def test_a_wrong_password_is_told_kindly_and_says_nothing_of_which(
    browser: Browser, server: Server
) -> None:
    page = browser.new_page()
    page.goto(server.url("/intranet/"))
    accounts.fill_in(page, "READER", "fel lösenord")
    expect(page.locator("main")).to_contain_text("stämmer inte")
    expect(page.locator("[name=login]")).to_have_value("reader")
    expect(page.locator("[name=password]")).to_have_value("")
    page.close()


def test_a_reader_comes_in_where_they_wanted_and_leaves_again(
    browser: Browser, server: Server
) -> None:
    page = browser.new_page()
    page.goto(server.url("/intranet/fragor/"))
    accounts.fill_in(page, "READER")
    expect(page).to_have_url(server.url("/intranet/fragor/"))
    assert {cookie["path"] for cookie in page.context.cookies()} == {"/intranet/"}
    page.get_by_role("button", name=re.compile("logga ut", re.I)).first.click()
    page.goto(server.url("/intranet/"))
    expect(page.locator("[name=password]")).to_be_visible()
    page.close()


def test_a_reader_may_not_edit_and_is_told_so(browser: Browser, server: Server) -> None:
    page = browser.new_page()
    page.goto(server.url("/intranet/redaktion/"))
    accounts.fill_in(page, "READER")
    expect(page.locator("main")).to_contain_text(re.compile("behörighet|får inte|inte tillgång"))
    assert "redaktion" not in (page.locator("main h1").inner_text()).lower()
    page.close()


def test_someone_signed_in_carries_nothing_to_the_public_part(
    browser: Browser, server: Server
) -> None:
    page = browser.new_page()
    page.goto(server.url("/intranet/"))
    accounts.fill_in(page, "COMMUNICATOR")
    page.wait_for_url(server.url("/intranet/"))
    with page.expect_request(server.url("/")) as asked:
        page.goto(server.url("/"))
    assert "cookie" not in asked.value.all_headers()
    expect(page.locator("main")).not_to_contain_text("Wagtail")
    page.close()


def test_a_communicator_edits_previews_and_publishes(
    people: dict[str, BrowserContext], own_server: Server
) -> None:
    page = people["COMMUNICATOR"].new_page()
    edit_page(page, CHILD_PAGE)
    sentence = "Det räcker att du är orolig."
    page.locator("[name=lead]").fill(sentence)

    page.get_by_role("button", name=re.compile("förhandsgranskning", re.I)).first.click()
    preview = page.frame_locator("iframe.w-preview__iframe").first
    expect(preview.locator("main")).to_contain_text(sentence)
    before = requests.get(own_server.url(f"/fa-hjalp/{CHILD_PAGE}/"), timeout=20)
    assert sentence not in before.text

    publish(page)
    expect(page.locator(".messages, .w-messages").first).to_contain_text("publicera")
    after = requests.get(own_server.url(f"/fa-hjalp/{CHILD_PAGE}/"), timeout=20)
    assert sentence in after.text
    assert "Set-Cookie" not in after.headers


def test_a_picture_without_a_description_is_refused(people: dict[str, BrowserContext]) -> None:
    form = ContentPage.get_edit_handler().get_form_class()
    del people
    block = form.base_fields["body"].block.child_blocks["image"]
    assert block.child_blocks["alt"].required


def test_a_coordinator_cannot_change_an_adopted_activity_without_saying_why(
    people: dict[str, BrowserContext],
) -> None:
    page = people["COORDINATOR"].new_page()
    activity = Activity.objects.get(number=5)
    page.goto(f"/intranet/redaktion/{reverse_of(activity)}")
    new = "Förebyggande arbete mot våld"
    page.locator("[name=title_sv]").fill(new)
    page.locator("footer [type=submit]").first.click()
    expect(page.locator("body")).to_contain_text("Skriv skälet")
    expect(page.locator("[name=title_sv]")).to_have_value(new)
    activity.refresh_from_db()
    assert activity.title != new

    page.locator("[name=reason], [name=correction_reason]").first.fill("Rubriken var felskriven.")
    page.locator("footer [type=submit]").first.click()
    expect(page.locator(".messages, .w-messages").first).to_be_visible()
    activity.refresh_from_db()
    assert activity.title == new
    assert EditorialCorrection.objects.get(activity=activity).reason == "Rubriken var felskriven."


def reverse_of(activity: Activity) -> str:
    """The path of an activity's form below the editing interface."""
    from wagtail.admin.admin_url_finder import AdminURLFinder

    url = AdminURLFinder().get_edit_url(activity)
    assert url is not None
    return url.removeprefix("/intranet/redaktion/")


def test_of_two_editors_the_second_is_warned_before_writing_over_the_first(
    people: dict[str, BrowserContext],
) -> None:
    first, second = people["COMMUNICATOR"].new_page(), people["COORDINATOR"].new_page()
    edit_page(first, CHILD_PAGE)
    edit_page(second, CHILD_PAGE)
    first.locator("[name=lead]").fill("Den första skrev detta.")
    publish(first)
    expect(first.locator(".messages, .w-messages").first).to_contain_text("publicera")

    second.locator("[name=lead]").fill("Den andra skrev detta.")
    expect(second.get_by_role("button", name=re.compile("communicator"))).to_be_visible()
    publish(second)
    warning = second.get_by_role("dialog")
    expect(warning).to_be_visible()
    expect(warning).to_contain_text("communicator")
    saved = ContentPage.objects.get(slug=CHILD_PAGE, locale__language_code="sv")
    assert saved.lead == "Den första skrev detta."
    # What the second wrote is still in the form.
    expect(second.locator("[name=lead]")).to_have_value("Den andra skrev detta.")
