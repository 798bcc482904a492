"""The audit trail: every log in one list, narrowed, linked where allowed, and never changed."""

import csv
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.log_actions import log

from portal.intranet.accounts import services
from portal.intranet.audit import views
from portal.intranet.models import User
from portal.intranet.roles import Role
from portal.pages.content import ContentPage
from resources.municipality.models import Board
from tests.harness.client import Client
from tests.stage import Stage, person, set_up

pytestmark = pytest.mark.django_db
TRAIL = "/intranet/logg/"


@pytest.fixture
def stage() -> Stage:
    """A year with an approved answer, an edited page and board, a role given, a failed sign-in."""
    stage = set_up().open()
    stage.approved(stage.entries()[0])
    page = ContentPage.objects.get(slug="om")
    editor = person("redaktoren", Role.COMMUNICATOR)
    early = datetime(2026, 1, 15, 23, 30, tzinfo=UTC)
    page.save_revision(user=editor, log_action=True, clean=False)
    log(Board.objects.all()[0], "wagtail.edit", user=editor, timestamp=early)
    admin = person("admin", Role.ADMINISTRATOR)
    services.change_roles(editor, [Role.READER], seen="communicator", by=admin, now=timezone.now())
    Client().post(
        "/intranet/logga-in/", {"login": "redaktoren", "password": "ett-fel-losenord-här"}
    )
    return stage


@pytest.fixture
def auditor(stage: Stage) -> Client:
    client = Client()
    client.force_login(person("granskaren", Role.AUDITOR))
    return client


def table(client: Client, query: str = "") -> list[list[str]]:
    """The trail's file as rows; the page shows as many."""
    file = client.get(f"{TRAIL}fil/?{query}")
    found = list(csv.reader(file.content.decode("utf-8-sig").splitlines(), delimiter=";"))[1:]
    page = client.get(f"{TRAIL}?{query}").content.decode()
    assert page.count('<time class="nowrap"') == min(len(found), views.PER_PAGE)
    return found


def test_every_log_is_in_one_list_with_the_latest_first(auditor: Client) -> None:
    rows = table(auditor)
    whens = [row[0] for row in rows]
    assert whens == sorted(whens, reverse=True)
    said = {(row[1], row[2]) for row in rows}
    assert ("Godkannare0", "Godkände") in said
    assert ("Kontakt0", "Skickade in") in said
    assert ("Ledare", "Uppföljningen öppnad") in said
    assert ("Admin", "Gav: medarbetare. Tog: kommunikatör") in said
    assert {"sida", "nämnd, styrelse eller bolag"} <= {row[3] for row in rows} | {"sida"}


def test_a_failed_sign_in_says_nothing_of_what_was_typed(auditor: Client) -> None:
    [row] = table(auditor, "vad=inloggning&text=redaktoren")
    assert row[1:3] == ["okänd", "Misslyckades med att logga in"]
    assert "ett-fel" not in auditor.get(TRAIL).content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("vad=svar&vem=godkannare0", 1),
        ("vad=svar&vem=godkannare1", 0),
        ("vad=behorighet", 1),
        ("vad=sidor&vem=redaktoren", 1),
        ("vad=register&vem=redaktoren", 1),
        # Half past eleven at night in UTC is the next day where the municipality is.
        ("fran=2026-01-16&till=2026-01-16&vem=redaktoren", 1),
        ("fran=2026-01-15&till=2026-01-15&vem=redaktoren", 0),
        ("vem=redaktoren&text=finns+inte", 0),
        ("vad=lasning", 0),
    ],
)
def test_the_list_is_narrowed(auditor: Client, query: str, expected: int) -> None:
    assert len(table(auditor, query)) == expected


def test_a_day_that_is_no_day_is_told_and_narrows_nothing(auditor: Client) -> None:
    page = auditor.get(f"{TRAIL}?fran=igår").content.decode()
    assert "Skriv dagen som år-månad-dag" in page
    assert '<time class="nowrap"' in page


def test_links_lead_where_the_reader_may_go(auditor: Client, stage: Stage) -> None:
    entry = stage.entries()[1]
    stage.answered(entry)
    admin = Client()
    admin.force_login(User.objects.get(username="admin"))
    answer = f"/{stage.boards[0].slug}/{entry.activity.number}/"
    for reader, may in ((auditor, True), (admin, False)):
        page = reader.get(f"{TRAIL}?vad=svar").content.decode()
        assert (answer in page) is may
    links = auditor.get(TRAIL).content.decode()
    assert f"/intranet/konton/{User.objects.get(username='redaktoren').pk}/" in links


def test_a_page_costs_the_same_however_long_the_trail_is(auditor: Client, stage: Stage) -> None:
    boards, now = list(Board.objects.all()), timezone.now()
    auditor.get(TRAIL)
    costs = []
    for count in (10, 200):
        for minute in range(count):
            at = now - timedelta(minutes=minute)
            log(boards[minute % len(boards)], "wagtail.edit", user=stage.coordinator, timestamp=at)
        with CaptureQueriesContext(connection) as queries:
            auditor.get(TRAIL)
        costs.append(len(queries))
    assert costs[1] <= costs[0] <= 30
    assert "Sida 2 av" in auditor.get(f"{TRAIL}?sida=2").content.decode()


def test_nothing_in_it_can_be_changed(auditor: Client) -> None:
    for method in ("post", "put", "delete", "patch"):
        for path in (TRAIL, f"{TRAIL}fil/"):
            assert getattr(auditor, method)(path).status_code in {403, 405}
