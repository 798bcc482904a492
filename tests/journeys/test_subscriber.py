"""A partner outside: asks, confirms, gets one mail by real SMTP, leaves by its header, is gone."""

from __future__ import annotations

import re
import threading
from datetime import datetime, timedelta
from email.message import EmailMessage

import requests
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser

from portal.notifications.models import OutboxMessage
from portal.notifications.sending import send_due
from portal.subscriptions.digests import send_digests
from portal.subscriptions.models import Follower, Telling
from portal.subscriptions.retention import forget
from portal.subscriptions.services import tell
from tests.following import kept_in
from tests.harness.mail import MailServer, mail_server
from tests.harness.server import Server

ADDRESS = "kvastfeber@example.org"
WAIT = timedelta(minutes=1)


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def links_in(mail: EmailMessage, server: Server) -> list[str]:
    """The links of a mail, at the address that the server of this test has."""
    html = mail.get_body(("html",))
    assert html is not None
    both = text_of(mail) + str(html.get_content())
    found = re.findall(r"http://[^/\s]+(/[^\s\"<]*)", both)
    assert found
    return [server.url(path) for path in dict.fromkeys(found)]


def scan(mail: EmailMessage, server: Server) -> None:
    """Open every link as a mail scanner does, with all that the pages behind lead to."""
    for url in links_in(mail, server):
        assert requests.head(url, allow_redirects=True, timeout=20).status_code == 200
        page = requests.get(url, timeout=20)
        assert page.status_code == 200
        for path in re.findall(r"(?:href|action)=\"(/folj/[^\"]*)", page.text):
            requests.get(server.url(path), timeout=20)


def two_workers_tell(now: datetime) -> None:
    """Let two timers look for what is due in the same moment."""
    both = threading.Barrier(2)

    def work() -> None:
        both.wait(10)
        try:
            send_digests(now)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)


def test_a_partner_asks_confirms_is_told_once_leaves_by_the_header_and_is_forgotten(
    own_server: Server, browser: Browser
) -> None:
    with mail_server(MailServer.on_free_port()) as inbox:
        now = timezone.now()
        context = browser.new_context()
        page = context.new_page()
        page.goto(own_server.url("/folj/"))
        page.get_by_label("Hela webbplatsen").check()
        page.get_by_label("Genast när något händer").check()
        page.get_by_label("Din e-postadress").fill(ADDRESS)
        page.get_by_role("button", name="Anmäl mig").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Titta i din e-post"
        assert context.cookies() == []

        send_due(now + WAIT, inbox.connection())
        (question,) = inbox.mails
        assert question["Subject"] == "Från webbplatsen"
        scan(question, own_server)
        assert Follower.objects.get().confirmed_at is None

        (link,) = (url for url in links_in(question, own_server) if "/folj/bekrafta/" in url)
        page.goto(link)
        page.get_by_role("button", name="Ja, skicka mejl").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Klart"
        context.close()

        now = timezone.now() + WAIT
        tell(
            "prov", title="En ny sida", audience="public", about=["site"], path="/omraden/", now=now
        )
        two_workers_tell(now)
        assert Telling.objects.count() == 1
        for minutes in range(3):
            send_digests(now + minutes * WAIT)
            send_due(now + minutes * WAIT, inbox.connection())
        news = inbox.mails[1]
        assert len(inbox.mails) == 2
        assert "En ny sida" in text_of(news)
        assert news["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        # Sent once, and the key in it is not kept.
        sent = OutboxMessage.objects.get(kind="digest_outside")
        assert (sent.state, sent.text, sent.unsubscribe_address) == ("sent", "", "")
        scan(news, own_server)
        assert Follower.objects.get().subscriptions.get().rhythm == "at_once"

    leave = news["List-Unsubscribe"].strip().strip("<>")
    leave = leave.replace("http://testserver/", own_server.url("/"))
    answer = requests.post(leave, data={"List-Unsubscribe": "One-Click"}, timeout=20)
    assert answer.status_code == 200, (leave, answer.text[-300:])
    assert not answer.cookies
    assert not Follower.objects.exists()

    forget(timezone.now() + timedelta(days=8))
    assert kept_in("kvastfeber") == set()
