"""Following without an account: nobody is signed up by another, found out, or kept for ever."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.intranet.roles import Role
from portal.notifications.models import OutboxMessage
from portal.subscriptions import services
from portal.subscriptions.digests import send_digests
from portal.subscriptions.models import Follower, Subscription
from portal.subscriptions.retention import forget
from portal.subscriptions.services import tell
from tests.factories import (
    ViolenceAreaFactory,
)
from tests.following import (
    ADDRESS,
    PAGE,
    RARE,
    ask,
    confirmed,
    kept_in,
    last_mail,
    path_in,
    paths_in,
)
from tests.harness.client import Client as StaffClient
from tests.stage import person

pytestmark = pytest.mark.django_db


def test_the_page_warns_before_it_asks_and_says_what_is_kept(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert page.index("Mejl kan läsas av andra") < page.index("<form")
    assert "tas bort efter 7 dagar" in page
    assert "routines" not in page
    assert "council" not in page
    assert "Lämna sidan snabbt" in page


def test_the_answer_is_the_same_whoever_the_address_is_of(client: Client) -> None:
    confirmed(client, "kand@example.org")
    new = ask(client, "ny@example.org")
    again = ask(client, "ny@example.org")
    known = ask(client, "kand@example.org")

    assert new.content == again.content == known.content
    assert {new.status_code, again.status_code, known.status_code} == {200}
    kinds = OutboxMessage.objects.filter(recipient="ny@example.org").values_list("kind", flat=True)
    assert list(kinds) == ["subscription_confirm"]


def test_who_follows_already_gets_the_settings_and_nothing_changes(client: Client) -> None:
    follower = confirmed(client)
    area = ViolenceAreaFactory()
    OutboxMessage.objects.all().delete()

    ask(client, ADDRESS.upper(), f"area:{area.pk}")

    mail = OutboxMessage.objects.get()
    assert (mail.kind, mail.recipient) == ("subscription_known", ADDRESS)
    assert client.get(path_in(mail, "/folj/installningar/")).status_code == 200
    assert [row.subject for row in follower.subscriptions.all()] == ["site"]


def test_an_address_gets_one_question_a_day_and_all_together_so_many_an_hour(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_AN_HOUR", 60)
    for _ in range(3):
        ask(client)
    assert OutboxMessage.objects.count() == 1

    now = timezone.now()
    OutboxMessage.objects.bulk_create(
        OutboxMessage(
            kind="subscription_confirm", recipient=f"a{n}@example.org", dedupe_key=f"prov:{n}",
            subject="Prov", created_at=now, next_try_at=now,
        )
        for n in range(59)
    )  # fmt: skip
    known, new = ask(client), ask(client, "a-till@example.org")

    assert known.status_code == new.status_code == 429
    assert known.content == new.content
    assert not Follower.objects.filter(mailbox="a-till@example.org").exists()
    OutboxMessage.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert ask(client, "a-till@example.org").status_code == 200


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"amnen": ["site"], "rytm": "daily", "mejl": ""}, "Skriv den adress"),
        ({"amnen": ["site"], "rytm": "daily", "mejl": "inte en adress"}, "Skriv hela adressen"),
        ({"rytm": "daily", "mejl": ADDRESS}, "Kryssa i minst ett ämne"),
        ({"amnen": ["council"], "rytm": "daily", "mejl": ADDRESS}, "council"),
        ({"amnen": ["routines:1"], "rytm": "daily", "mejl": ADDRESS}, "routines:1"),
    ],
)
def test_a_refused_form_says_what_to_do_and_keeps_what_was_typed(
    data: dict[str, Any], said: str, client: Client
) -> None:
    page = client.post(PAGE, data).content.decode()
    assert said in page
    assert 'role="alert"' in page
    assert data["mejl"] in page
    assert not Follower.objects.exists()


def test_everything_that_is_missing_is_said_at_once(client: Client) -> None:
    page = client.post(PAGE, {"rytm": "daily", "mejl": ""}).content.decode()
    assert page.index("Skriv den adress") < page.index("Mejl kan läsas av andra")
    assert page.index("Kryssa i minst ett ämne") < page.index("Mejl kan läsas av andra")


def test_a_scanner_that_opens_every_link_changes_nothing(client: Client) -> None:
    def everything() -> Any:
        return (
            list(Follower.objects.order_by("pk").values()),
            list(Subscription.objects.order_by("pk").values()),
        )

    ask(client)
    question = last_mail()
    before = everything()
    _open_all(client, question)
    assert everything() == before
    assert Follower.objects.get().confirmed_at is None

    client.post(path_in(question, "/folj/bekrafta/"), {"ja": "ja", "amne": ["site"]})
    now = timezone.now() + timedelta(minutes=1)
    tell("prov", title="Nytt", audience="public", about=["site"], path="/omraden/", now=now)
    send_digests(now)
    before = everything()
    _open_all(client, last_mail())
    assert everything() == before
    assert Follower.objects.get().confirmed_at is not None


def _open_all(client: Client, mail: OutboxMessage) -> None:
    """Open every link of a mail, and every link and form's address behind it, as scanners do."""
    first = [path for text in (mail.text, mail.html) for path in paths_in(text)]
    assert first
    for path in dict.fromkeys(first):
        page = client.get(path)
        assert page.status_code == 200
        assert client.head(path).status_code == 200
        for further in paths_in(page.content.decode()):
            if further.startswith("/folj/"):
                client.get(further)
                client.head(further)


def test_the_button_confirms_what_was_shown_and_a_second_press_is_the_same(client: Client) -> None:
    area = ViolenceAreaFactory(title_sv="Provområdet")
    ask(client, ADDRESS, "site", f"area:{area.pk}", rhythm="weekly")
    path = path_in(last_mail(), "/folj/bekrafta/")
    shown = client.get(path).content.decode()
    assert "Provområdet" in shown
    assert "Varje måndag klockan 7" in shown
    for _ in range(2):
        answer = client.post(path, {"ja": "ja", "amne": [f"area:{area.pk}"]})
        assert "Klart" in answer.content.decode()
    assert list(Subscription.objects.values_list("subject", "rhythm")) == [
        (f"area:{area.pk}", "weekly")
    ]
    assert Follower.objects.get().confirmed_at is not None


def test_no_takes_the_address_away_at_once(client: Client) -> None:
    ask(client)
    client.post(path_in(last_mail(), "/folj/bekrafta/"), {"nej": "nej"})
    assert kept_in(RARE) == set()


def test_a_yes_to_what_is_no_longer_asked_shows_what_is(client: Client) -> None:
    area = ViolenceAreaFactory(title_sv="Provområdet")
    ask(client, ADDRESS, f"area:{area.pk}")
    path = path_in(last_mail(), "/folj/bekrafta/")
    # Asked again, by whomever, after the page was opened.
    ask(client, ADDRESS, "site")
    answer = client.post(path, {"ja": "ja", "amne": [f"area:{area.pk}"]}).content.decode()
    assert 'value="site"' in answer
    assert Follower.objects.get().confirmed_at is None
    client.post(path, {"ja": "ja", "amne": ["site"]})
    assert Follower.objects.get().confirmed_at is not None


def test_an_unconfirmed_address_is_gone_after_a_week_and_so_is_what_was_sent(
    client: Client,
) -> None:
    ask(client)
    mail = last_mail()
    OutboxMessage.objects.update(
        state="sent", sent_at=timezone.now(), text="", html="", unsubscribe_address=""
    )
    assert kept_in(RARE) == {"portal_follower", "portal_outboxmessage"}

    forget(timezone.now() + timedelta(days=8))

    assert kept_in(RARE) == set()
    gone = client.get(path_in(mail, "/folj/bekrafta/"))
    assert gone.status_code == 404
    assert "Vill du anmäla dig på nytt" in gone.content.decode()


def test_the_outbox_says_what_waits_and_why_and_gives_no_key_away(client: Client) -> None:
    ask(client)
    mail = last_mail()
    mail.unsubscribe_address = f"http://testserver/folj/avsluta/{RARE}/"
    mail.save()
    inside = StaffClient()
    inside.force_login(person("sam", Role.COORDINATOR))
    desk = "wagtailsnippets_portal_outboxmessage"
    listed = inside.get(reverse(f"{desk}:list")).content.decode()
    assert "På tur, skickas inom någon minut." in listed
    shown = inside.get(reverse(f"{desk}:inspect", args=[mail.pk])).content.decode()
    assert "Från webbplatsen" in shown
    for page in (listed, shown):
        assert "/folj/" not in page
