"""The follow-up at 200 activities and 20 boards, all asked: queries, time and bytes."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import factory.django
import pytest
from django.conf import settings
from django.db import connection
from django.db.models.signals import post_save
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actionplan.activities.models import Activity, Responsibility
from actionplan.followup.models import FollowUpEntry, FollowUpPeriod
from actionplan.followup.reminding.making import remind
from actionplan.followup.years import open_period
from portal.intranet.roles import Role
from resources.municipality.models import Board
from tests import factories
from tests.stage import person, speaks_for

ACTIVITIES, BOARDS = 200, 20
YEAR = timezone.localdate().year
BASE = f"/intranet/uppfoljning/{YEAR}/"

# What each may ask the database, however many answers there are.
BUDGETS = {
    "the dry run": 23,
    "opening": 22,
    "a run of reminders, besides seven for each mail": 10,
    "the matrix": 19,
    "what is missing, as a file": 14,
    "one board of the matrix": 19,
    "the reminders": 20,
    "how things stand": 16,
    "the steering group": 20,
}
A_MAIL = 7
# The whole table with 4,000 answers, as it is sent by a server that compresses nothing.
MATRIX_KILOBYTES = 600
MATRIX_SECONDS = 2.5


def grow() -> FollowUpPeriod:
    """A year where each of many boards answers for each of many activities."""
    version = factories.PlanVersionFactory(first_year=YEAR - 1, last_year=YEAR + 3)
    boards = factories.BoardFactory.create_batch(BOARDS)
    # What follows a save (indexes for search and references) is not what is measured.
    with factory.django.mute_signals(post_save):
        activities = factories.ActivityFactory.create_batch(
            ACTIVITIES, version=version, schedule_text=f"{YEAR - 1}–{YEAR + 3}"
        )
    Responsibility.objects.bulk_create(
        Responsibility(activity=activity, board=board, order=order)
        for activity in activities
        for order, board in enumerate(boards)
    )
    for number, board in enumerate(boards):
        speaks_for(person(f"kontakt{number}"), board)
    today = timezone.localdate()
    return FollowUpPeriod.objects.create(
        version=factories.adopted(version),
        year=YEAR,
        opens_on=today - timedelta(days=30),
        due_on=today - timedelta(days=12),
        closes_on=today + timedelta(days=60),
    )


@pytest.mark.django_db
def test_a_large_year_stays_within_its_budgets(client: Client) -> None:
    period, leader = grow(), person("ledare", Role.COORDINATOR)
    now, found = timezone.now(), {}
    client.force_login(leader)

    def cost(path: str) -> tuple[int, str]:
        assert client.get(path).status_code == 200, path
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
        return len(asked), answer.content.decode()

    found["the dry run"], page = cost(f"{BASE}torrkorning/")
    assert page.count(" checked>") == ACTIVITIES
    with CaptureQueriesContext(connection) as asked:
        count = open_period(period, user=leader, now=now)
    found["opening"] = len(asked)
    assert count == ACTIVITIES * BOARDS

    with CaptureQueriesContext(connection) as asked:
        told = remind(now)
    assert told == BOARDS
    found["a run of reminders, besides seven for each mail"] = len(asked) - A_MAIL * told

    found["the matrix"], page = cost(f"{BASE}vem-saknas/")
    assert page.count("12 dagar sen</a>") == ACTIVITIES * BOARDS
    started = time.perf_counter()
    size = len(client.get(f"{BASE}vem-saknas/").content) / 1000
    seconds = time.perf_counter() - started
    board = Board.objects.filter(followup_entries__period=period).first()
    assert board is not None
    for case, path in {
        "what is missing, as a file": f"{BASE}vem-saknas/fil/",
        "one board of the matrix": f"{BASE}vem-saknas/?namnd={board.slug}",
        "the reminders": f"{BASE}paminnelser/",
        "how things stand": "/intranet/uppfoljning/laget/",
        "the steering group": "/intranet/uppfoljning/styrgruppen/",
    }.items():
        found[case] = cost(path)[0]

    said = {"queries": found, "kilobytes": round(size), "seconds": round(seconds, 2)}
    folder = settings.VAR_DIR / "measurements"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "followup.json").write_text(json.dumps(said, indent=1), "utf-8")
    assert {case: n for case, n in found.items() if n > BUDGETS[case]} == {}, found
    assert size <= MATRIX_KILOBYTES
    assert seconds <= MATRIX_SECONDS
    assert Activity.objects.of(period.version).count() * BOARDS == FollowUpEntry.objects.count()
