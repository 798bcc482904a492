"""Signing up without an account: one mail, scanners that change nothing, a place, no trace."""

import io
import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings, settings
from django.test import Client

from actionplan.council.forum.models import ForumSignUp, State
from actionplan.council.forum.services import remove
from actionplan.council.meetings import CouncilMeeting
from portal.delivery.access_log import WithoutReaders
from portal.notifications import forum_mail
from portal.notifications.forum_links import token
from portal.notifications.forum_mail import MOST_AN_HOUR, tend_forums
from portal.notifications.models import OutboxMessage
from tests.following import kept_in
from tests.forums import (
    ADDRESS,
    FORM,
    NOW,
    asks,
    comes,
    forum,
    letters,
    link_in,
    names,
    post,
    send,
    text,
)
from tests.stage import person

pytestmark = pytest.mark.django_db
Move = Callable[[datetime], datetime]


@pytest.fixture(autouse=True)
def move(settings: LazySettings) -> Move:
    """Set the clock to another moment; it begins four weeks before the forum."""

    def to(moment: datetime) -> datetime:
        settings.CLOCK = moment.isoformat()
        return moment

    to(NOW)
    return to


def test_from_the_form_to_a_place_and_away(client: Client, move: Move) -> None:
    meeting = forum(places=1, title="Trygghet i vardagen")
    page = text(client.get(f"/sa-arbetar-vi/umebra-forum/{meeting.pk}/"))
    assert f'method="post" action="/anmalan/{meeting.pk}/"' in page
    # What is kept, for how long and who sees it, before anything is typed.
    assert page.index("raderas 30 dagar") < page.index("<form")

    answer = send(client, meeting)
    assert answer.status_code == 302
    assert "Titta i din e-post" in text(client.get(answer["Location"]))
    assert names(meeting, State.PLACED) == []

    letter = OutboxMessage.objects.get()
    assert (letter.recipient, letter.subject) == (ADDRESS, "Din anmälan")
    # A link that opens something is erased when the mail has been sent.
    assert letter.holds_key
    assert "Bekräfta senast 20 april 2027." in letter.text
    # Whoever typed may not be who reads: none of their words reach a stranger.
    assert "Anna Provsson" not in letter.text + letter.html

    path = link_in(letter)
    for _ in range(3):
        for method in ("get", "head"):
            assert getattr(client, method)(path, headers={"Purpose": "prefetch"}).status_code == 200
        assert client.post(path).status_code == 200
    assert names(meeting, State.PLACED) == []
    shown = text(client.get(path))
    assert "En lokal utan trappor" in shown
    assert "Ja, jag vill komma" in shown

    assert "din anmälan är bekräftad" in text(client.post(path, {"action": "confirm"}))
    assert names(meeting, State.PLACED) == ["Anna Provsson"]
    tend_forums(NOW)
    tend_forums(NOW + timedelta(minutes=1))
    assert letters() == ["Din anmälan", "Du har en plats"]
    place = OutboxMessage.objects.latest("pk")
    assert "BEGIN:VCALENDAR" in place.calendar
    assert f"/umebra-forum/{meeting.pk}/" in place.calendar
    assert link_in(place) == path

    assert "Avboka och radera" in text(client.get(path))
    assert "Du är avanmäld" in text(client.post(path, {"action": "leave"}))
    assert kept_in(ADDRESS) == set()
    assert kept_in("Provsson") == set()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("known", ["nobody", "asked", "placed", "removed"])
def test_the_answer_is_the_same_whoever_is_known(client: Client, known: str) -> None:
    meeting = forum()
    if known == "asked":
        asks(meeting, "Anna", needs=["other"])
    elif known != "nobody":
        anna = comes(meeting, "Anna")
        if known == "removed":
            remove(anna, user=person("ledare"), now=NOW)
    answer = send(client, meeting, mailbox="Anna@Example.org")
    assert (answer.status_code, answer["Location"]) == (302, "/anmalan/skickad/")
    assert answer.content == b""


def test_who_is_signed_up_already_is_told_so_by_mail_alone(client: Client) -> None:
    meeting = forum()
    comes(meeting, "Anna")
    send(client, meeting, name="En annan", mailbox="anna@example.org")
    assert "Du är redan anmäld" in OutboxMessage.objects.get().text
    assert names(meeting, State.PLACED) == ["Anna"]


def test_an_address_gets_one_mail_a_day_and_forum(client: Client, move: Move) -> None:
    first, second = forum(), forum()
    for _ in range(3):
        send(client, first)
        send(client, first, mailbox=ADDRESS.upper())
    assert OutboxMessage.objects.count() == 1
    send(client, second)
    move(NOW + timedelta(days=1))
    send(client, first)
    assert OutboxMessage.objects.count() == 3


def test_nobody_can_make_us_send_without_end(
    client: Client, monkeypatch: pytest.MonkeyPatch, move: Move
) -> None:
    # The web server stops one computer long before all are stopped.
    rate = re.search(r"limit_req_zone \$sender zone=asking:1m rate=(\d+)r/m", nginx())
    burst = re.search(r"zone=asking burst=(\d+) nodelay", nginx())
    assert rate
    assert burst
    assert int(rate[1]) * 60 + int(burst[1]) < MOST_AN_HOUR < 3_000
    monkeypatch.setattr(forum_mail, "MOST_AN_HOUR", 3)
    meeting = forum()
    statuses = [send(client, meeting, mailbox=f"a{n}@example.org").status_code for n in range(5)]
    assert statuses == [302, 302, 302, 503, 503]
    refused = text(send(client, meeting, name="Kajsa Kavat"))
    assert "Försök igen om en timme" in refused
    assert 'value="Kajsa Kavat"' in refused
    assert ForumSignUp.objects.count() == OutboxMessage.objects.count() == 3
    move(NOW + timedelta(hours=1))
    assert send(client, meeting).status_code == 302


def nginx() -> str:
    return (settings.BASE_DIR / "deploy/nginx.conf").read_text()


def test_the_web_server_counts_the_forms_that_send_mail_and_nothing_else() -> None:
    counted = re.search(r"location ~ (\S+) \{\s+limit_req ", nginx())
    assert counted
    addresses = {
        "/folj/": True,
        "/anmalan/12/": True,
        "/en/anmalan/12/": True,
        # Many leave through one computer of their mail's host: RFC 8058.
        "/folj/avsluta/x.y/": False,
        "/anmalan/skickad/": False,
        "/min-anmalan/x/": False,
        "/intranet/": False,
    }
    assert {path: bool(re.search(counted[1], path)) for path in addresses} == addresses
    # Milder than the log's level, so that no line holds whom it stopped.
    assert "limit_req_log_level" not in nginx()
    assert re.search(r"error_log \S+ crit;", nginx())


@pytest.mark.parametrize(
    ("values", "said", "kept"),
    [
        ({"name": " "}, "Skriv ditt namn.", ADDRESS),
        ({"mailbox": ""}, "Skriv din e-postadress", "Anna Provsson"),
        ({"mailbox": "anna@"}, "Adressen verkar inte vara hel.", "anna@"),
        ({"mailbox": "a@example.org, b@example.org"}, "Adressen verkar inte vara hel.", "b@ex"),
        ({"name": "A" * 101}, "Skriv högst 100 tecken.", ADDRESS),
        ({"needs": ["champagne"]}, "Välj bland alternativen", ADDRESS),
        ({"name": "<b>Fet"}, "", ""),
    ],
)
def test_a_fault_is_said_at_the_field_and_what_was_typed_stays(
    client: Client, values: dict[str, Any], said: str, kept: str
) -> None:
    answer = send(client, forum(), **values)
    if not said:
        assert answer.status_code == 302
        assert "<b>Fet" not in text(client.get(link_in(OutboxMessage.objects.get())))
        return
    page = text(answer)
    assert page.count(said) == 2, "at the top and at the field"
    assert kept in page
    assert 'id="id_needs_0" checked' in page or "needs" in values
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"is_cancelled": True, "cancel_reason": "Prov."},
        {"sign_up_until": NOW.date() - timedelta(1)},
    ],
)
def test_a_form_that_was_open_too_long_says_that_it_is_too_late(
    client: Client, values: dict[str, Any]
) -> None:
    meeting = forum()
    send(client, meeting)
    path = link_in(OutboxMessage.objects.get())
    CouncilMeeting.objects.filter(pk=meeting.pk).update(**values)
    assert send(client, meeting, mailbox="b@example.org").status_code == 409
    shown = text(client.get(path))
    assert "Ja, jag vill komma" not in shown
    pressed = text(client.post(path, {"action": "confirm"}))
    assert "Det går inte längre att anmäla sig" in pressed
    assert names(meeting, State.PLACED) == []


@pytest.mark.parametrize("token", ["x", "00000000000000000000000000000000.abc", "a.b.c"])
def test_a_link_that_is_not_ours_opens_nothing(client: Client, token: str) -> None:
    answer = client.get(f"/min-anmalan/{token}/")
    assert answer.status_code == 404
    assert "Länken går inte att använda" in text(answer)
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_an_address_of_the_form_leads_to_the_forum(client: Client) -> None:
    meeting = forum()
    answer = client.get(f"/anmalan/{meeting.pk}/")
    assert answer["Location"].endswith(f"/sa-arbetar-vi/umebra-forum/{meeting.pk}/")
    assert send(client, meeting, name="x" * 9_000).status_code == 200
    assert not ForumSignUp.objects.exists()


def test_an_english_reader_gets_english_addresses(client: Client) -> None:
    meeting = forum()
    assert post(client, f"/en/anmalan/{meeting.pk}/", FORM)["Location"] == "/en/anmalan/skickad/"
    assert "/en/min-anmalan/" in OutboxMessage.objects.get().text
    assert ForumSignUp.objects.get().language == "en"


def test_a_link_is_in_no_line_of_a_log(client: Client) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(WithoutReaders())
    logger = logging.getLogger("django")
    logger.addHandler(handler)
    path = f"/min-anmalan/{token(uuid4())}/"
    try:
        for before in ("", "/en"):
            assert client.get(before + path).status_code == 404
            logging.getLogger("django.server").info('"%s" %s %s', f"GET {path} HTTP/1.1", 200, 1)
    finally:
        logger.removeHandler(handler)
    assert "/en/min-anmalan/…" in written.getvalue()
    assert path.split("/")[2] not in written.getvalue()
    unlogged = re.findall(r"~(\S+) 0;", (settings.BASE_DIR / "deploy/nginx.conf").read_text())
    assert any(re.match(form, path) for form in unlogged)
    assert any(re.match(form, "/en" + path) for form in unlogged)
