"""Followers of the site and what they are told: made, asked for and read in the outbox."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.intranet.models import User
from portal.notifications.models import OutboxMessage
from portal.subscriptions.digests import send_digests
from portal.subscriptions.models import Follower, Happening, Subscription
from portal.subscriptions.schedule import Rhythm
from portal.subscriptions.services import follower_of_user, tell

# A Tuesday; the Monday after it is the next weekly digest.
START = datetime(2027, 3, 2, 9, tzinfo=UTC)
MONDAY = datetime(2027, 3, 8, 6, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OUTSIDE = "ute@example.org"
DIGESTS = ("digest_outside", "digest_staff", "digest_contact")
RARE = "kvastfeber"
ADDRESS = f"{RARE}@example.org"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
PAGE = "/folj/"


def outside(*about: str, rhythm: str = Rhythm.AT_ONCE, mailbox: str = OUTSIDE) -> Follower:
    """Somebody without an account who has said yes to be told of some subjects."""
    follower = Follower.objects.create(mailbox=mailbox, asked_at=START, confirmed_at=START)
    return follows(follower, about, rhythm)


def inside(user: User, *about: str, rhythm: str = Rhythm.AT_ONCE) -> Follower:
    """A person with an account who follows some subjects."""
    return follows(follower_of_user(user, START), about, rhythm)


def follows(follower: Follower, about: tuple[str, ...], rhythm: str) -> Follower:
    """Let a follower follow some subjects, from `START` on."""
    for subject in about:
        Subscription.objects.create(follower=follower, subject=subject, rhythm=rhythm, since=START)
    return follower


def happens(
    title: str,
    *about: str,
    audience: str = Happening.Audience.PUBLIC,
    now: datetime = START + MINUTE,
) -> Happening:
    """Let something happen that is told of some subjects."""
    key = f"prov:{title}"
    tell(key, title=title, audience=audience, about=about, path="/prov/", now=now)
    return Happening.objects.get(key=key)


def mails() -> list[OutboxMessage]:
    """The digests in the outbox."""
    return list(OutboxMessage.objects.filter(kind__in=DIGESTS).order_by("pk"))


def ask(client: Client, mailbox: str = ADDRESS, *about: str, rhythm: str = "at_once") -> Any:
    """Fill in the page's form."""
    data = {"amnen": about or ["site"], "rytm": rhythm, "mejl": mailbox}
    return client.post(PAGE, data)


def last_mail() -> OutboxMessage:
    """The mail that was put in the outbox last."""
    return OutboxMessage.objects.order_by("pk").reverse()[0]


def paths_in(text: str) -> list[str]:
    """The paths of every link of ours in a mail or a page."""
    found = re.findall(r"(?:http://testserver|href=\"|action=\")(/[^\s\"<]*)", text)
    return list(dict.fromkeys(found))


def path_in(mail: OutboxMessage, start: str) -> str:
    """The first of them in a mail that begins so."""
    return next(path for path in paths_in(mail.text) if path.startswith(start))


def confirmed(client: Client, mailbox: str = ADDRESS) -> Follower:
    """Ask and say yes."""
    ask(client, mailbox)
    client.post(path_in(last_mail(), "/folj/bekrafta/"), {"ja": "ja", "amne": ["site"]})
    return Follower.objects.get(mailbox=mailbox)


def told(client: Client) -> OutboxMessage:
    """A mail of news to somebody who has confirmed."""
    confirmed(client)
    now = timezone.now() + timedelta(minutes=1)
    tell("prov", title="Nytt", audience="public", about=["site"], path="/omraden/", now=now)
    send_digests(now)
    return last_mail()


def kept_in(text: str) -> set[str]:
    """The tables in which some column of some row holds `text`, in one question to them all."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        asked = [
            f"(SELECT '{table}' FROM \"{table}\" kept WHERE kept::text ILIKE %s LIMIT 1)"
            for table in tables
        ]
        cursor.execute(" UNION ALL ".join(asked), [f"%{text}%"] * len(tables))
        return {table for (table,) in cursor.fetchall()}
