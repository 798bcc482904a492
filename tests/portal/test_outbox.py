"""The outbox: a mail is a row first, goes out once, and waits while the mail server is down.

The mail server is a real one, on a port of the test's own.
"""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from portal.intranet.accounts.services import rest, retire
from portal.intranet.roles import Role, give_role
from portal.notifications.models import OutboxMessage
from portal.notifications.sending import (
    FIRST_PAUSE,
    LEFT_AFTER,
    LONGEST_PAUSE,
    MOST_ATTEMPTS,
    pause,
    send_due,
)
from portal.notifications.services import enqueue
from tests.harness.client import Client as StaffClient
from tests.harness.mail import MailServer, mail_server
from tests.stage import person

NOW = datetime(2026, 11, 3, 8, tzinfo=UTC)
State = OutboxMessage.State


def put(key: str, recipient: str = "", *, holds_key: bool = False, subject: str = "Prov") -> bool:
    """Put a mail in the outbox."""
    return enqueue(
        "danger_numbers",
        recipient=recipient or f"{key}@example.org",
        dedupe_key=key,
        subject=subject,
        context={"lines": [], "months": 6},
        now=NOW,
        holds_key=holds_key,
    )


def only() -> OutboxMessage:
    return OutboxMessage.objects.get()


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.mark.django_db
def test_a_mail_is_put_in_the_outbox_once_and_sent_once(server: MailServer) -> None:
    assert put("a")
    assert not put("a", "someone.else@example.org")

    for minute in range(3):
        send_due(NOW + timedelta(minutes=minute), server.connection())

    assert server.recipients == {"a@example.org": 1}
    assert (only().state, only().sent_at, only().attempts) == (State.SENT, NOW, 1)


@pytest.mark.django_db
def test_what_stands_in_a_mail(server: MailServer) -> None:
    put("a")
    send_due(NOW, server.connection())

    (mail,) = server.mails
    html = mail.get_body(("html",))
    text = mail.get_body(("plain",))
    assert html is not None
    assert text is not None
    assert mail["From"] == "Webbplatsen <webbplatsen@portal.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@portal.example>")
    assert "<img" not in html.get_content()
    assert "http" not in html.get_content()
    assert "automatiskt utskick" in text.get_content()


@pytest.mark.django_db
def test_a_letter_with_a_personal_link_is_not_kept_after_it_is_sent(server: MailServer) -> None:
    put("secret", holds_key=True)
    put("plain")
    assert OutboxMessage.objects.get(dedupe_key="secret").text
    send_due(NOW, server.connection())

    kept = {m.dedupe_key: bool(m.text or m.html) for m in OutboxMessage.objects.all()}
    assert kept == {"secret": False, "plain": True}
    assert len(server.mails) == 2


@pytest.mark.django_db
def test_a_server_that_is_down_delays_every_mail_and_loses_none() -> None:
    down = MailServer.on_free_port()
    keys = [f"mail-{n}" for n in range(5)]
    for key in keys:
        put(key)

    for minute in range(4):
        outcome = send_due(NOW + timedelta(minutes=minute), down.connection())
        assert outcome.server_is_down
    waiting = OutboxMessage.objects.filter(state=State.WAITING, attempts=0)
    assert waiting.count() == 5
    assert all("svarar inte" in message.error for message in waiting)

    with mail_server(down) as up:
        send_due(NOW + timedelta(minutes=5), up.connection())
    assert up.recipients == {f"{key}@example.org": 1 for key in keys}
    assert set(OutboxMessage.objects.values_list("state", "error")) == {(State.SENT, "")}


@pytest.mark.django_db
def test_an_address_that_does_not_exist_fails_at_once_and_stops_nobody_else(
    server: MailServer,
) -> None:
    server.answer_to = lambda to: "550 Okänd" if to.startswith("gone") else "250 OK"
    put("gone")
    put("here")
    outcome = send_due(NOW, server.connection())

    gone = OutboxMessage.objects.get(dedupe_key="gone")
    assert (gone.state, outcome.failed, outcome.sent) == (State.FAILED, 1, 1)
    assert "tar inte emot adressen: 550" in gone.error
    assert server.recipients == {"here@example.org": 1}


@pytest.mark.django_db
def test_a_full_mailbox_is_tried_again_with_longer_and_longer_pauses(server: MailServer) -> None:
    server.answer_to = lambda to: "452 Full"
    put("full")
    now = NOW
    for attempt in range(1, 4):
        send_due(now, server.connection())
        assert (only().state, only().attempts) == (State.WAITING, attempt)
        assert only().next_try_at == now + pause(attempt)
        send_due(only().next_try_at - timedelta(seconds=1), server.connection())
        assert only().attempts == attempt
        now = only().next_try_at

    server.answer_to = lambda to: "250 OK"
    send_due(now, server.connection())
    assert only().state == State.SENT
    assert len(server.mails) == 1


@pytest.mark.django_db
def test_after_the_last_attempt_a_person_must_ask_for_it(server: MailServer) -> None:
    server.answer_to = lambda to: "452 Full"
    put("full")
    OutboxMessage.objects.update(attempts=MOST_ATTEMPTS - 1)
    send_due(NOW, server.connection())

    assert only().state == State.FAILED


@pytest.mark.parametrize(
    ("attempts", "wait"),
    [
        (1, FIRST_PAUSE),
        (2, FIRST_PAUSE * 2),
        (5, FIRST_PAUSE * 16),
        (6, LONGEST_PAUSE),
        (99, LONGEST_PAUSE),
    ],
)
def test_pauses(attempts: int, wait: timedelta) -> None:
    assert pause(attempts) == wait


@pytest.mark.django_db
def test_a_mail_that_cannot_be_written_fails_and_stops_nobody_else(server: MailServer) -> None:
    put("broken", subject="Två\nrader")
    put("whole")
    send_due(NOW, server.connection())

    assert OutboxMessage.objects.get(dedupe_key="broken").state == State.FAILED
    assert server.recipients == {"whole@example.org": 1}


@pytest.mark.django_db
def test_what_a_dead_sender_left_is_sent_and_the_log_says_that_it_may_come_twice(
    server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    put("left")
    OutboxMessage.objects.update(state=State.SENDING, attempts=1, next_try_at=NOW + LEFT_AFTER)

    send_due(NOW + LEFT_AFTER - timedelta(seconds=1), server.connection())
    assert not server.mails
    with caplog.at_level(logging.WARNING, "portal.notifications"):
        send_due(NOW + LEFT_AFTER, server.connection())

    assert len(server.mails) == 1
    assert "may arrive twice" in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"state": State.SENT},
        {"sent_at": NOW},
        {"state": State.FAILED},
        {"state": "lost"},
        {"state": State.SENT, "sent_at": NOW, "holds_key": True},
    ],
    ids=str,
)
def test_the_database_refuses_a_state_that_cannot_be(wrong: dict[str, object]) -> None:
    put("a")
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMessage.objects.update(**wrong)


@pytest.mark.django_db
def test_the_desk_shows_what_failed_and_why_and_sends_it_again(
    client: Client, server: MailServer
) -> None:
    server.answer_to = lambda to: "550 Borta"
    put("gone", holds_key=True)
    send_due(NOW, server.connection())
    user = get_user_model().objects.create_user("somebody")
    give_role(user, Role.COMMUNICATOR)
    client.force_login(user)
    desk = "/intranet/redaktion/snippets/portal/outboxmessage/"
    again = f"/intranet/redaktion/utskick/{only().pk}/skicka-igen/"

    page = client.get(f"{desk}?state=failed").content.decode()
    assert "tar inte emot adressen: 550 Borta" in page
    assert again in page
    assert "gone@example.org" not in client.get(f"{desk}?state=sent").content.decode()
    assert "De här numren" not in client.get(f"{desk}inspect/{only().pk}/").content.decode()
    assert client.get(again).status_code == 200
    assert only().state == State.FAILED

    client.post(again)
    assert only().state == State.WAITING
    server.answer_to = lambda to: "250 OK"
    send_due(only().next_try_at, server.connection())
    assert server.recipients == {"gone@example.org": 1}
    client.post(again)
    assert only().state == State.SENT


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_who_may_see_the_outbox_and_send_again(client: Client, role: Role) -> None:
    put("gone")
    OutboxMessage.objects.update(state=State.FAILED, error="Borta")
    user = get_user_model().objects.create_user("somebody")
    give_role(user, role)
    client.force_login(user)
    may = role in {Role.COORDINATOR, Role.COMMUNICATOR}
    desk = "/intranet/redaktion/snippets/portal/outboxmessage/"

    # An auditor reads it all and sends nothing.
    assert (client.get(desk).status_code == 200) is (may or role == Role.AUDITOR)
    assert client.get(f"{desk}add/").status_code != 200
    assert client.get(f"{desk}edit/{only().pk}/").status_code != 200
    assert client.post(f"{desk}delete/{only().pk}/").status_code != 200
    client.post(f"/intranet/redaktion/utskick/{only().pk}/skicka-igen/")
    assert (only().state == State.WAITING) is may


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["rest", "retire"])
def test_a_mail_that_waits_for_an_account_that_is_closed_is_not_sent(how: str) -> None:
    user, other = person("anna", Role.READER), person("bo", Role.READER)
    admin = person("sam", Role.ADMINISTRATOR)
    put("waits", "Anna@example.org")
    put("others", other.email)
    # As a resident the person follows what they like, whatever they work with.
    OutboxMessage.objects.create(
        kind="digest_outside", recipient=user.email, dedupe_key="x", subject="x",
        created_at=NOW, next_try_at=NOW,
    )  # fmt: skip
    if how == "rest":
        rest(user, why="Prov", by=admin, now=NOW)
    else:
        retire(user, by=admin, now=NOW)
    left = set(OutboxMessage.objects.values_list("dedupe_key", flat=True))
    assert "waits" not in left
    assert "others" in left
    assert how == "retire" or "x" in left


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.COORDINATOR, True), (Role.COMMUNICATOR, False), (Role.AUDITOR, False)],
)
def test_a_residents_address_is_for_who_holds_the_forum(role: Role, sees: bool) -> None:
    for kind, name in (("forum_news", "boende"), ("followup", "kollega")):
        OutboxMessage.objects.create(
            kind=kind, recipient=f"{name}@example.org", dedupe_key=kind, subject=f"Till {name}",
            created_at=NOW, next_try_at=NOW, state=State.FAILED,
            error=f"550 <{name}@example.org> okand",
        )  # fmt: skip
    reader = StaffClient()
    reader.force_login(person("anna", role))
    desk = "wagtailsnippets_portal_outboxmessage"
    resident = OutboxMessage.objects.get(kind="forum_news")
    pages = [reverse(f"{desk}:list"), reverse(f"{desk}:inspect", args=[resident.pk])]
    if reader.get(reverse("send_again", args=[resident.pk])).status_code == 200:
        pages.append(reverse("send_again", args=[resident.pk]))
    for path in pages:
        page = reader.get(path).content.decode()
        assert "Till boende" in page
        assert ("boende@example.org" in page) is sees
    assert "kollega@example.org" in reader.get(pages[0]).content.decode()
    searched = reader.get(pages[0], {"q": "boende@example.org"}).content.decode()
    assert ("Till boende" in searched) is sees


@pytest.mark.django_db
def test_the_log_says_the_code_and_not_the_address(
    server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.answer_to = lambda to: f"550 <{to}> okand"
    put("kvastfeber")
    send_due(NOW, server.connection())
    assert "kvastfeber" in only().error
    assert f"Mail {only().pk} failed: 550" in caplog.text
    assert "kvastfeber" not in caplog.text
