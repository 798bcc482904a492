"""A routine's year in Chromium: published, read, corrected, replaced, reminded of, read by all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from portal.intranet.models import User
from portal.intranet.routines.services import acknowledge, keep_requests
from portal.notifications.models import OutboxMessage
from tests import accounts
from tests.accessibility import axe
from tests.accessibility.test_matrix import SIDEWAYS
from tests.harness.server import Server
from tests.portal.routine_stage import RoutineStage, named, set_up_routines

# As many and as long as the editor's form takes.
STEPS = [
    ("step", f"{number}. {'Fråga lugnt och lyssna klart. ' * 6}"[:160]) for number in range(12)
]


@pytest.fixture
def stage(own_server: Server) -> RoutineStage:
    """The people of a routine, in a unit of five, so that numbers are shown of it."""
    stage = set_up_routines()
    for number in range(4):
        User.objects.filter(pk=named(f"kollega{number}").pk).update(unit=stage.below)
    for user in (stage.owner, stage.reader):
        user.set_password(accounts.PASSWORD)
        user.save()
        accounts.give_app(user)
    return stage


@pytest.fixture
def signed(
    browser: Browser, own_server: Server, stage: RoutineStage
) -> Iterator[Callable[[str], Page]]:
    """A page of their own for each who takes part, signed in by user name."""
    contexts = []

    def page_of(name: str) -> Page:
        state = accounts.sign_in(browser, own_server.address, name)
        context = browser.new_context(
            storage_state=state,  # type: ignore[arg-type]
            base_url=own_server.address,
            locale="sv-SE",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield page_of
    for context in contexts:
        context.close()


def looked_at(page: Page, address: str = "") -> None:
    """Look at a page on the narrowest phone and on a wide screen."""
    if address:
        page.goto(address)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(SIDEWAYS) == 0, page.url
        assert axe.findings(page) == [], page.url


def test_a_year_from_the_first_version_to_read_by_all(
    stage: RoutineStage, signed: Callable[[str], Page]
) -> None:
    routine = stage.new("Provrutinen", valid_from=timezone.localdate(), lead="Stavfell.")
    keep_requests(timezone.now())
    reader, owner = signed(stage.reader.username), signed(stage.owner.username)

    # The reader finds it on the list, reads and confirms.
    reader.goto(reverse("to_read"))
    reader.get_by_role("link", name="Provrutinen").click()
    reader.get_by_role("button", name="Jag har läst version 1").click()
    expect(reader.get_by_role("heading", name="Du har läst version 1")).to_be_visible()

    # A small correction asks nobody again.
    stage.again(
        routine, change_kind="correction", change_of=1, change_note="Ett stavfel.",
        lead="Stavfel.",
    )  # fmt: skip
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
