"""A routine's year in Chromium: written, reviewed, read, corrected, replaced, read by all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from portal.intranet.models import User
from portal.intranet.pages import RoutinePage, StaffContentPage
from portal.intranet.roles import Role, ensure_roles
from portal.intranet.routines.needed import NO_FIRST_DAY, NO_OWNER
from portal.intranet.routines.services import acknowledge, keep_requests
from portal.notifications.models import OutboxMessage
from tests.accessibility import axe
from tests.accessibility.test_matrix import SIDEWAYS
from tests.harness.client import Client
from tests.harness.server import Server
from tests.portal.routine_stage import RoutineStage, named, set_up_routines

# As many and as long as the editor's form takes.
STEPS = [
    ("step", f"{number}. {'Fråga lugnt och lyssna klart. ' * 6}"[:160]) for number in range(12)
]


@pytest.fixture
def stage(own_server: Server) -> RoutineStage:
    """The people of a routine, in a unit of five, so that numbers are shown of it."""
    ensure_roles()
    stage = set_up_routines()
    for number in range(4):
        User.objects.filter(pk=named(f"kollega{number}").pk).update(unit=stage.below)
    named("sakkunnig", Role.SUBJECT_EXPERT)
    return stage


@pytest.fixture
def signed(
    browser: Browser, own_server: Server, stage: RoutineStage
) -> Iterator[Callable[[str], Page]]:
    """A page of their own for each who takes part, by user name; signing in has its own journey."""
    contexts = []

    def page_of(name: str) -> Page:
        client = Client()
        client.force_login(User.objects.get(username=name))
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context = browser.new_context(base_url=own_server.address, locale="sv-SE")
        context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": own_server.url("/intranet/")}]
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield page_of
    for context in contexts:
        context.close()


def looked_at(page: Page, address: str = "") -> None:
    """Look at a page with what a year has filled it with, on the narrowest phone."""
    if address:
        page.goto(address)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate(SIDEWAYS) == 0, page.url
    assert axe.findings(page) == [], page.url


def press(page: Page, name: str) -> None:
    """Press a button at the foot of the editor's form, where only the first is unfolded."""
    button = page.locator("footer").get_by_role("button", name=name, exact=True)
    if not button.is_visible():
        page.locator("footer").get_by_role("button", name="Fler åtgärder").click()
    button.click()


def add_steps(page: Page, *words: str, there: int = 0) -> None:
    """Write more steps in the editor's form, after those that are there when it is drawn."""
    steps = page.get_by_role("region", name="Gör nu").first
    boxes = steps.get_by_role("textbox")
    for number, step in enumerate(words, there):
        expect(boxes).to_have_count(number)
        steps.get_by_role("button", name="Lägg till ett block").last.click()
        boxes.nth(number).fill(step)


def test_a_year_from_the_first_draft_to_read_by_all(
    stage: RoutineStage, signed: Callable[[str], Page]
) -> None:
    expert, communicator = signed("sakkunnig"), signed(stage.communicator.username)
    reader, owner = signed(stage.reader.username), signed(stage.owner.username)
    place = StaffContentPage.objects.get(shows_routines=True)

    # An expert writes a draft, is told what is missing, and hands it in.
    expert.goto(place.get_url())
    expert.get_by_role("link", name="Skriv en ny rutin").click()
    expert.get_by_role("textbox", name="Titel").fill("Provrutinen")
    expert.get_by_role("textbox", name="Ingress").fill("Stavfell.")
    add_steps(expert, "Ring 112 om någon är i fara.", "Fråga lugnt och rakt.")
    expert.get_by_label("Provgruppen").check()
    press(expert, "Lämna för granskning")
    for sentence in (NO_OWNER, NO_FIRST_DAY):
        expect(expert.get_by_text(sentence)).to_be_visible()
    expert.get_by_role("button", name="Välj enhet").click()
    expert.get_by_role("dialog").get_by_role("link", name=stage.unit.name, exact=True).click()
    expert.get_by_label("Gäller från").fill(timezone.localdate().isoformat())
    press(expert, "Lämna för granskning")
    expect(expert.get_by_text("”Provrutinen” är lämnad för granskning.")).to_be_visible()
    expert.context.close()

    # The communicator is told, finds it among what to do, corrects it and publishes it.
    assert OutboxMessage.objects.get(kind="review").recipient == stage.communicator.email
    communicator.goto(settings.STAFF_PATH)
    communicator.get_by_role("link", name="Utkast att granska: Provrutinen").click()
    add_steps(communicator, "Skriv ner vad som sades.", there=2)
    press(communicator, "Godkänn och publicera")
    expect(communicator.get_by_text("Utkastet är godkänt och publicerat.")).to_be_visible()
    answer = OutboxMessage.objects.get(kind="review", recipient="sakkunnig@example.org")
    assert "Provrutinen" in answer.text
    routine = RoutinePage.objects.get(title="Provrutinen", live=True)
    keep_requests(timezone.now())

    # The reader finds it on the list, reads and confirms.
    reader.goto(reverse("to_read"))
    reader.get_by_role("link", name="Provrutinen").click()
    expect(reader.get_by_text("Skriv ner vad som sades.")).to_be_visible()
    reader.get_by_role("button", name="Jag har läst version 1").click()
    expect(reader.get_by_role("heading", name="Du har läst version 1")).to_be_visible()

    # A small correction asks nobody again.
    communicator.goto(routine.get_url())
    communicator.get_by_role("link", name="Ändra rutinen").click()
    communicator.get_by_role("textbox", name="Ingress").fill("Stavfel.")
    communicator.get_by_label("Vad är ändringen").select_option("correction")
    communicator.get_by_label("Vad är nytt eller rättat").fill("Ett stavfel.")
    press(communicator, "Publicera")
    expect(communicator.get_by_text("Den har ingen dag för översyn")).to_be_visible()
    communicator.context.close()
    reader.goto(reverse("to_read"))
    expect(reader.get_by_text("Du har inget att läsa just nu.")).to_be_visible()

    # A new version does, and says what is new.
    stage.again(
        routine, change_kind="version", change_of=2, change_note="Stegen är fler.", act_now=STEPS
    )
    keep_requests(timezone.now())
    looked_at(reader, reverse("to_read"))
    expect(reader.get_by_text("Nytt: Stegen är fler.")).to_be_visible()
    looked_at(reader, reverse("my_unit"))
    expect(reader.get_by_text("0 av 5 på enheten har läst version 2.")).to_be_visible()
    reader.get_by_role("link", name="Provrutinen").first.click()
    reader.get_by_role("button", name="Jag har läst version 2").click()
    expect(reader.get_by_role("heading", name="Du har läst version 2")).to_be_visible()

    # The owner sees who has not, and reminds them by name.
    looked_at(owner, reverse("reading", args=[routine.pk]))
    expect(owner.get_by_text("1 av 6 har läst.")).to_be_visible()
    owner.get_by_role("link", name="Påminn nu").click()
    yes = owner.get_by_role("button", name="Ja, påminn nu")
    expect(yes).to_be_visible()
    looked_at(owner)
    yes.click()
    expect(owner.get_by_text("5 brev är lagda för utskick.")).to_be_visible()
    assert OutboxMessage.objects.filter(kind="routines").count() == 5

    # All have read; what was said and what was put right is there to see.
    for user in User.objects.filter(username__startswith="kollega") | User.objects.filter(
        pk=stage.other.pk
    ):
        acknowledge(routine, 2, user=user, now=timezone.now())
    looked_at(owner, reverse("reading", args=[routine.pk]))
    expect(owner.get_by_text("6 av 6 har läst.")).to_be_visible()
    looked_at(owner, reverse("routine_versions", args=[routine.pk]))
    looked_at(owner, reverse("routine_version", args=[routine.pk, 1]))
    expect(owner.get_by_text("Stavfell.")).to_be_visible()

    # The longest steps that can be written are one sheet of paper.
    reader.goto(reverse("routine_sheet", args=[routine.pk]))
    expect(reader.locator(".sheet__steps li")).to_have_count(12)
    paper = reader.pdf(format="A4")
    assert len(pikepdf.open(BytesIO(paper)).pages) == 1
