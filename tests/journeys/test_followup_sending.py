"""The mails of an opened year: with the mail server down all the while, and with two senders."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from django.utils import timezone

from actionplan.followup.models import Reminder
from portal.notifications.followup_mail import remind_boards
from portal.notifications.models import OutboxMessage
from portal.notifications.sending import send_due
from portal.notifications.working_hours import is_working_hour
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Board
from tests.harness.mail import MailServer, mail_server
from tests.stage import Stage, person, set_up, speaks_for

ROOT = Path(__file__).resolve().parent.parent.parent
# What the timer does, at the moment of the test's choice.
RUN = """
import datetime, sys, django
django.setup()
from portal.notifications.jobs import run_due
sys.exit(not run_due(datetime.datetime.fromisoformat(sys.argv[1]), print))
"""


@pytest.fixture
def stage(own_database: str) -> Stage:
    """A year that opened today, with somebody for every board that is asked."""
    stage = set_up(year=timezone.localdate().year)
    today = timezone.localdate()
    stage.period.opens_on = today
    stage.period.due_on, stage.period.closes_on = today + timedelta(40), today + timedelta(90)
    stage.period.save()
    stage.open(timezone.now())
    asked = Board.objects.filter(followup_entries__period=stage.period).distinct()
    for number, board in enumerate(asked.exclude(pk__in=[one.pk for one in stage.boards])):
        speaks_for(person(f"mer{number}"), board)
    return stage


def at_work() -> datetime:
    """Nine o'clock on the next day on which the timer writes to people."""
    now = timezone.localtime().replace(hour=9, minute=0)
    return next(day for days in count() if is_working_hour(day := now + timedelta(days)))


def worker(now: datetime, server: MailServer, database: str, log: Path) -> subprocess.Popen[bytes]:
    """Start the timer's jobs as a process of their own."""
    environment = os.environ | server.environment
    environment |= {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "DATABASE_URL": database}
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-c", RUN, now.isoformat()],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def test_two_workers_and_a_mail_server_that_is_down_for_the_whole_opening(
    stage: Stage, own_database: str, tmp_path: Path
) -> None:
    contacts = ContactPerson.objects.filter(role=ContactPerson.Role.PRIMARY, board__isnull=False)
    # Or they would be asked whether they still are contact persons, too.
    contacts.update(confirmed_on=timezone.localdate())
    once_each = Counter(contacts.values_list("user__email", flat=True))
    assert len(once_each) > 10
    server, log, now = MailServer.on_free_port(), tmp_path / "log", at_work()

    workers = [worker(now, server, own_database, log) for _ in range(2)]
    assert [one.wait(90) for one in workers] == [0, 0], log.read_text()
    mails = OutboxMessage.objects.filter(kind="followup")
    assert mails.filter(state="waiting").count() == len(once_each)
    assert Reminder.objects.count() == len(once_each)

    with mail_server(server):
        later = now + timedelta(minutes=5)
        remind_boards(later)
        send_due(later, server.connection())
    assert server.recipients == once_each
    assert set(mails.values_list("state", flat=True)) == {"sent"}
