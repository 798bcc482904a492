"""Senders as processes of their own, against a real mail server: two at once, and one killed."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

from django.utils import timezone

from portal.notifications.models import OutboxMessage
from portal.notifications.sending import LEFT_AFTER
from tests.harness.mail import MailServer, mail_server
from tests.portal.test_outbox import put

ROOT = Path(__file__).resolve().parent.parent.parent
State = OutboxMessage.State
MAILS = [f"mail-{n:02}" for n in range(20)]
ONCE_EACH = {f"{key}@example.org": 1 for key in MAILS}


@contextmanager
def sender(server: MailServer, database: str, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run the timer's command once, as the timer does."""
    environment = os.environ | server.environment
    environment |= {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "DATABASE_URL": database}
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run_due_jobs"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def fill() -> None:
    for key in MAILS:
        put(key)


def all_sent() -> bool:
    return set(OutboxMessage.objects.values_list("state", flat=True)) == {State.SENT}


def test_two_senders_at_once_send_every_mail_once(own_database: str, tmp_path: Path) -> None:
    fill()
    logs = [tmp_path / "one.log", tmp_path / "two.log"]
    both = threading.Barrier(2)
    server = MailServer.on_free_port()

    def wait_for_the_other(mail: EmailMessage) -> None:
        # A sender has one mail in flight at a time: the first two prove that both are at it.
        if len(server.mails) <= 2:
            both.wait(60)

    server.before_answer = wait_for_the_other
    with (
        mail_server(server),
        sender(server, own_database, logs[0]) as one,
        sender(server, own_database, logs[1]) as two,
    ):
        assert [one.wait(90), two.wait(90)] == [0, 0]
    assert not both.broken
    assert server.recipients == ONCE_EACH
    assert all_sent()
    assert not any("twice" in log.read_text() for log in logs)


def kill_at(
    number: int, database: str, log: Path, when: str
) -> tuple[MailServer, Callable[[], None]]:
    """Kill a sender at its mail with that number: before the server has it, or after."""
    reached, killed = threading.Event(), threading.Event()

    def stop_here() -> None:
        reached.set()
        killed.wait(30)

    server = MailServer.on_free_port()

    def taken(mail: EmailMessage) -> None:
        if len(server.mails) == number:
            stop_here()

    def asked(recipient: str) -> str:
        if len(server.mails) == number - 1 and not reached.is_set():
            stop_here()
        return "250 OK"

    if when == "after":
        server.before_answer = taken
    else:
        server.answer_to = asked

    def run() -> None:
        with mail_server(server), sender(server, database, log) as process:
            assert reached.wait(60)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            killed.set()
            time.sleep(0.2)

    return server, run


def killed_and_sent_again(database: str, tmp_path: Path, when: str) -> tuple[MailServer, str]:
    """Kill a sender in the middle, let others finish, and return the server and their log."""
    fill()
    server, run = kill_at(5, database, tmp_path / "killed.log", when)
    run()
    assert OutboxMessage.objects.filter(state=State.SENDING).count() == 1
    log = tmp_path / "after.log"
    server.answer_to, server.before_answer = (lambda _: "250 OK"), (lambda _: None)
    with mail_server(server), sender(server, database, log) as process:
        assert process.wait(60) == 0
    # The one in flight waits until its sender must be dead; then anyone takes it.
    assert OutboxMessage.objects.filter(state=State.SENDING).count() == 1
    OutboxMessage.objects.filter(state=State.SENDING).update(
        next_try_at=timezone.now() - LEFT_AFTER
    )
    with mail_server(server), sender(server, database, log) as process:
        assert process.wait(60) == 0
    assert all_sent()
    return server, log.read_text()


def test_a_sender_killed_before_the_server_had_the_mail_loses_none(
    own_database: str, tmp_path: Path
) -> None:
    server, log = killed_and_sent_again(own_database, tmp_path, "before")

    assert server.recipients == ONCE_EACH
    assert log.count("may arrive twice") == 1


def test_a_sender_killed_before_it_heard_the_answer_sends_that_mail_twice_and_says_so(
    own_database: str, tmp_path: Path
) -> None:
    server, log = killed_and_sent_again(own_database, tmp_path, "after")

    assert server.recipients == ONCE_EACH | {"mail-04@example.org": 2}
    assert log.count("may arrive twice") == 1
    twice = [mail["Message-ID"] for mail in server.mails if mail["To"] == "mail-04@example.org"]
    assert len(set(twice)) == 1
