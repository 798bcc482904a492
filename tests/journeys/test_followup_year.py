"""A whole follow-up in Chromium, from opening it to the frozen report, with every mail counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from actionplan.followup.models import FollowUpEntry, FollowUpPeriod
from actionplan.followup.reminding.making import remind
from actionplan.reports.making import make_waiting_files
from actionplan.reports.models import AnnualReport
from portal.intranet.models import User
from portal.notifications.sending import send_due
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Board
from tests import accounts
from tests.accessibility import axe
from tests.accessibility.test_matrix import SIDEWAYS
from tests.factories import UnitFactory
from tests.harness.mail import MailServer, mail_server
from tests.harness.server import Server
from tests.stage import person, speaks_for

# Activities of three boards alone: 8 is the first board's, 9 the first two's, 10 the third's.
KEPT = (8, 9, 10)
YEAR = timezone.localdate().year
BASE = f"/intranet/uppfoljning/{YEAR}/"
MISSING = f"{BASE}vem-saknas/"

Sign = Callable[[str], Page]


@pytest.fixture
def signed(browser: Browser, own_server: Server) -> Iterator[Sign]:
    """A page of their own for each who takes part, signed in by user name."""
    contexts: dict[str, BrowserContext] = {}
    pages: dict[str, Page] = {}

    def page_of(name: str) -> Page:
        if name not in pages:
            contexts[name] = browser.new_context(
                storage_state=accounts.sign_in(browser, own_server.address, name),  # type: ignore[arg-type]
                base_url=own_server.address,
                locale="sv-SE",
            )
            contexts[name].set_default_timeout(15_000)
            pages[name] = contexts[name].new_page()
        return pages[name]

    yield page_of
    for context in contexts.values():
        context.close()


@pytest.fixture
def boards(own_server: Server) -> list[Board]:
    """Three boards with a contact and an approver; the third with a deputy and a manager too."""
    User.objects.filter(username="coordinator").update(email="coordinator@example.org")
    named = Board.objects.filter(
        responsibilities__activity__number__in=KEPT,
        responsibilities__activity__version__state="adopted",
    )
    found = list(named.distinct())
    assert len(found) == 3
    for number, board in enumerate(found):
        speaks_for(person(f"kontakt{number}"), board)
        speaks_for(person(f"godkannare{number}"), board, ContactPerson.Role.APPROVER)
    speaks_for(person("ersattare"), found[2], ContactPerson.Role.DEPUTY)
    UnitFactory(board=found[2], manager_mailbox="chef@example.org")
    return found


class Post:
    """The timer's two jobs at a moment, over real SMTP, and who has got what since last asked."""

    def __init__(self, server: MailServer) -> None:
        self.server, self.read = server, 0

    def run(self, now: datetime) -> Counter[str]:
        """Run the jobs twice, as a timer that has lost count, and return who got how many."""
        for _ in range(2):
            remind(now)
            send_due(now, self.server.connection())
        arrived = self.server.mails[self.read :]
        self.read = len(self.server.mails)
        return Counter(str(mail["To"]).removesuffix("@example.org") for mail in arrived)


@pytest.fixture
def post() -> Iterator[Post]:
    with mail_server() as server:
        yield Post(server)


def answer(page: Page, address: str, number: int, done: str) -> None:
    """Fill in one answer and save it."""
    page.goto(f"{address}{number}/")
    page.get_by_label("Pågår").check()
    page.get_by_label("Vad har ni gjort?").fill(done)
    page.get_by_role("button", name="Spara och gå till").click()
    page.wait_for_url(lambda url: not url.endswith(f"/{number}/"))


def hand_in(page: Page, address: str) -> None:
    """Hand in all that is ready."""
    page.goto(f"{address}lamna/")
    page.get_by_role("button", name="Skicka in").click()
    expect(page.get_by_role("heading", name="Inskickade")).to_be_visible()


def approve(page: Page, address: str, number: int) -> None:
    """Approve one answer as the board's approver."""
    page.goto(f"{address}granska/")
    button = page.locator(f"#svar-{number}").get_by_role("button", name="Godkänn")
    button.click()
    expect(button).to_have_count(0)


def looked_at(page: Page, address: str = "") -> None:
    """Look at a page of the coordinator's on a phone and on a wide screen."""
    if address:
        page.goto(address)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(SIDEWAYS) == 0, page.url
        assert axe.findings(page) == [], page.url


def cells(page: Page) -> Counter[str]:
    """What the matrix says, and how often."""
    page.goto(MISSING)
    page.set_viewport_size({"width": 1280, "height": 800})
    return Counter(page.locator(".matrix td a").all_inner_texts())


def test_a_year_from_opening_to_the_frozen_report(
    boards: list[Board], signed: Sign, post: Post
) -> None:
    first, second = (f"{BASE}{board.slug}/" for board in boards[:2])
    now, today = timezone.now(), timezone.localdate()
    leader = signed("coordinator")

    # Opening: three activities, after a dry run that sends nothing.
    leader.goto("/intranet/uppfoljning/ny/")
    for label, day in {
        "Öppnar": today,
        "Sista svarsdag": today + timedelta(days=30),
        "Stänger": today + timedelta(days=60),
    }.items():
        leader.get_by_label(label).fill(day.isoformat())
    leader.get_by_label("Hälsning i brevet").fill("Välkomna till årets uppföljning.")
    leader.get_by_role("button", name="Spara och torrkör").click()
    expect(leader.get_by_role("heading", name="Torrkörning")).to_be_visible()
    for box in leader.locator("input[name=med]").all():
        title = box.locator("xpath=..").inner_text()
        if int(title.split(".")[0]) not in KEPT:
            box.uncheck()
    leader.get_by_role("button", name="Räkna om").click()
    expect(leader.locator(".mail")).to_have_count(3)
    looked_at(leader)
    assert post.run(now) == Counter()
    leader.get_by_role("button", name="Öppna uppföljningen …").click()
    looked_at(leader)
    leader.get_by_role("button", name="Ja, öppna uppföljningen").click()
    expect(leader.get_by_text("Uppföljningen är öppnad: 4 svar ska in.")).to_be_visible()
    assert post.run(now) == {"kontakt0": 1, "kontakt1": 1, "kontakt2": 1}
    welcome = post.server.mails[0].get_body(("plain",))
    assert welcome is not None
    assert "Välkomna till årets uppföljning." in welcome.get_content()
    assert first in welcome.get_content()

    # The first board answers, gets one back, corrects it, and is approved.
    contact, approver = signed("kontakt0"), signed("godkannare0")
    for number in (8, 9):
        answer(contact, first, number, f"Vi har gjort det om {number}.")
    hand_in(contact, first)
    assert post.run(now) == {"godkannare0": 1}
    approver.goto(f"{first}granska/")
    returned = approver.locator("#svar-9")
    returned.get_by_text("Lämna tillbaka med en kommentar").click()
    returned.get_by_label("Vad behöver ändras?").fill("Skriv när ni började.")
    returned.get_by_role("button", name="Lämna tillbaka").click()
    expect(returned).to_have_count(0)
    approve(approver, first, 8)
    # The contact has had a mail today: the answer that came back is told of tomorrow.
    assert post.run(now) == Counter()
    assert post.run(now + timedelta(days=1)) == {"kontakt0": 1}
    answer(contact, first, 9, "Vi började i mars.")
    hand_in(contact, first)
    approve(approver, first, 9)

    # The coordinator answers for the second board; its approver approves, its contact confirms.
    answer(leader, second, 9, "Uppgiften lämnades per telefon.")
    hand_in(leader, second)
    assert "Införd åt nämnden" in cells(leader)
    approve(signed("godkannare1"), second, 9)
    other = signed("kontakt1")
    other.goto(f"{second}9/")
    other.get_by_role("button", name="Bekräfta för nämnden").click()
    expect(other.get_by_role("button", name="Bekräfta för nämnden")).to_have_count(0)
    assert cells(leader) == {"Godkänd": 3, "Ej besvarad": 1}

    # The third board is silent, and it is told higher and higher up.
    for page in ("paminnelser/", f"paminnelser/skicka/?namnd={boards[2].slug}", "andra/"):
        looked_at(leader, f"{BASE}{page}")
    due_on = today + timedelta(days=30)

    def told_on(days: int) -> Counter[str]:
        day = due_on + timedelta(days=days)
        return post.run(datetime.combine(day, datetime.min.time(), tzinfo=now.tzinfo))

    steps = {-14: "kontakt2", 0: "kontakt2", 1: "kontakt2", 7: "ersattare", 14: "chef"}
    steps[21] = "coordinator"
    for days, name in steps.items():
        assert told_on(days) == {name: 1}, days
        assert told_on(days) == Counter()
    assert len(post.server.mails) == 3 + 1 + 1 + len(steps)

    # Time passes: the desk says how late it is, and the year is closed.
    FollowUpPeriod.objects.update(
        opens_on=today - timedelta(days=60), due_on=today - timedelta(days=12), closes_on=today
    )
    assert cells(leader) == {"Godkänd": 3, "12 dagar sen": 1}
    looked_at(leader)
    for page in (BASE, "/intranet/uppfoljning/laget/", "/intranet/uppfoljning/styrgruppen/"):
        looked_at(leader, page)
    looked_at(leader, f"{BASE}stang/")
    expect(leader.get_by_text("1 av 4 svar saknas")).to_be_visible()
    leader.get_by_role("button", name="Ja, stäng uppföljningen").click()
    expect(leader.get_by_text("Uppföljningen är stängd.")).to_be_visible()

    # The report is frozen, and its four files are made once.
    leader.goto("/intranet/rapporter/")
    leader.get_by_role("button", name="Börja på rapporten").click()
    leader.get_by_role("button", name="Spara och förhandsgranska").click()
    leader.get_by_role("link", name="Gå vidare och frys").click()
    leader.get_by_role("button", name="Frys rapporten").click()
    expect(leader.get_by_text("SHA-256").first).to_be_visible()
    make_waiting_files(timezone.now())
    report = AnnualReport.objects.get()
    assert report.files.count() == 4
    assert "Vi började i mars." in report.content
    assert FollowUpEntry.objects.approved().count() == 3
