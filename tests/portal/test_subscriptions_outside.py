"""Following without an account: nobody is signed up by another, found out, or told of for ever."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.delivery.access_log import KEY
from portal.intranet.roles import Role
from portal.notifications.models import OutboxMessage
from portal.subscriptions import links, services
from portal.subscriptions.digests import send_digests
from portal.subscriptions.links import Purpose
from portal.subscriptions.models import Follower, Subscription, new_nonce
from portal.subscriptions.retention import forget
from portal.subscriptions.services import choose, follower_of_user, renew_calendar, tell
from tests.factories import ViolenceAreaFactory
from tests.harness.client import Client as StaffClient
from tests.stage import person

pytestmark = pytest.mark.django_db
RARE = "kvastfeber"
ADDRESS = f"{RARE}@example.org"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
PAGE = "/folj/"


def ask(client: Client, mailbox: str = ADDRESS, *about: str, rhythm: str = "at_once") -> Any:
    data = {"amnen": about or ["site"], "rytm": rhythm, "mejl": mailbox}
    return client.post(PAGE, data)


def last_mail() -> OutboxMessage:
    return OutboxMessage.objects.order_by("pk").reverse()[0]


def paths_in(text: str) -> list[str]:
    """The paths of every link of ours in a mail or a page."""
    found = re.findall(r"(?:http://testserver|href=\"|action=\")(/[^\s\"<]*)", text)
    return list(dict.fromkeys(found))


def path_in(mail: OutboxMessage, start: str) -> str:
    return next(path for path in paths_in(mail.text) if path.startswith(start))


def confirmed(client: Client, mailbox: str = ADDRESS) -> Follower:
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
    """The tables in which some column of some row holds `text`."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT 1 FROM "{table}" kept WHERE kept::text ILIKE %s LIMIT 1', [f"%{text}%"]
            )
            if cursor.fetchone():
                found.add(table)
    return found


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
    area = ViolenceAreaFactory(short_title_sv="Provområdet")
    ask(client, ADDRESS, "site", f"area:{area.pk}", rhythm="weekly")
    path = path_in(last_mail(), "/folj/bekrafta/")
    shown = client.get(path).content.decode()
    assert "Provområdet" in shown
    assert "En gång i veckan" in shown
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


def test_a_mail_programs_own_button_ends_all_at_once_without_cookie_or_question(
    client: Client,
) -> None:
    mail = told(client)
    path = mail.unsubscribe_address.removeprefix("http://testserver")
    assert path.startswith("/folj/avsluta/")
    client.post(path, {"something": "else"})
    assert Follower.objects.exists()

    # As RFC 8058 has it: with no cookie, and multipart as well as a form.
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(path, ONE_CLICK)

    assert answer.status_code == 200
    assert not answer.cookies
    assert kept_in(RARE) == set()
    form = "application/x-www-form-urlencoded"
    again = strict.post(path, "List-Unsubscribe=One-Click", content_type=form)
    assert again.status_code == 200


def test_staff_may_use_the_same_button_and_keep_their_account(client: Client) -> None:
    user = person("anna")
    follower = follower_of_user(user, timezone.now())
    Subscription.objects.create(
        follower=follower, subject="site", rhythm="daily", since=timezone.now()
    )
    client.post(f"/folj/avsluta/{links.token(Purpose.LEAVE, follower)}/", ONE_CLICK)
    assert follower.subscriptions.get().rhythm == "none"
    settings = f"/folj/installningar/{links.token(Purpose.SETTINGS, follower)}/"
    assert client.get(settings).status_code == 404


def test_the_settings_change_what_is_followed_and_nothing_chosen_is_good_bye(
    client: Client,
) -> None:
    mail = told(client)
    area = ViolenceAreaFactory()
    path = path_in(mail, "/folj/installningar/")
    page = client.post(path, {"amnen": [f"area:{area.pk}"], "rytm": "weekly"}).content.decode()
    assert "Sparat." in page
    rows = Subscription.objects.values_list("subject", "rhythm")
    assert list(rows) == [(f"area:{area.pk}", "weekly")]
    assert "Du får inga fler mejl" in client.post(path, {"rytm": "weekly"}).content.decode()
    assert kept_in(RARE) == set()


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_link_is_for_one_purpose_and_one_follower_and_can_be_ended(
    purpose: Purpose, client: Client
) -> None:
    follower = confirmed(client)
    if purpose is Purpose.CALENDAR:
        follower = renew_calendar(follower_of_user(person("anna"), timezone.now()))
    address = {
        Purpose.CONFIRM: "/folj/bekrafta/%s/",
        Purpose.SETTINGS: "/folj/installningar/%s/",
        Purpose.LEAVE: "/folj/avsluta/%s/",
        Purpose.CALENDAR: "/kalender/%s.ics",
    }[purpose]
    own = links.token(purpose, follower)
    others = [links.token(other, follower) for other in Purpose if other is not purpose]
    assert client.get(address % own).status_code == 200
    for forged in ["x", "1.x.y", own[:-1] + ("A" if own[-1] != "A" else "B"), *others]:
        assert client.get(address % forged).status_code == 404, forged
        assert client.post(address % forged, ONE_CLICK).status_code in (404, 405)
    assert Follower.objects.filter(pk=follower.pk).exists()
    follower.nonce = new_nonce()
    follower.calendar_nonce = new_nonce() if follower.calendar_nonce else ""
    follower.save()
    # A link to leave by works as long as anything comes: no old mail may promise what it does not.
    assert (links.follower_of(purpose, own) is None) is (purpose is not Purpose.LEAVE)


def test_asking_again_ends_the_older_links_to_the_settings_and_none_to_leave_by(
    client: Client,
) -> None:
    mail = told(client)
    OutboxMessage.objects.filter(kind="subscription_confirm").delete()
    ask(client)
    again = last_mail()
    assert again.kind == "subscription_known"
    assert client.get(path_in(mail, "/folj/installningar/")).status_code == 404
    assert client.get(path_in(again, "/folj/installningar/")).status_code == 200
    # The same day another question sends nothing, and so ends nothing.
    ask(client)
    assert client.get(path_in(again, "/folj/installningar/")).status_code == 200
    client.post(path_in(mail, "/folj/avsluta/"), ONE_CLICK)
    assert not Follower.objects.exists()


def test_a_yes_to_what_is_no_longer_asked_shows_what_is(client: Client) -> None:
    area = ViolenceAreaFactory(short_title_sv="Provområdet")
    ask(client, ADDRESS, f"area:{area.pk}")
    path = path_in(last_mail(), "/folj/bekrafta/")
    # Asked again, by whomever, after the page was opened.
    ask(client, ADDRESS, "site")
    answer = client.post(path, {"ja": "ja", "amne": [f"area:{area.pk}"]}).content.decode()
    assert 'value="site"' in answer
    assert Follower.objects.get().confirmed_at is None
    client.post(path, {"ja": "ja", "amne": ["site"]})
    assert Follower.objects.get().confirmed_at is not None


def test_many_subjects_are_saved_without_a_question_each(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    follower = confirmed(client)
    wanted = {f"area:{ViolenceAreaFactory().pk}": "daily" for _ in range(12)}
    with django_assert_max_num_queries(15):
        choose(follower, wanted, timezone.now())
    assert follower.subscriptions.count() == 13


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


def test_the_pages_behind_links_tell_nobody_and_their_keys_are_in_no_log(client: Client) -> None:
    mail = told(client)
    for path in paths_in(mail.text):
        if not path.startswith("/folj/"):
            continue
        answer = client.get(path)
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cache-Control"] == "no-store"
        assert "noindex" in answer["X-Robots-Tag"]
        assert not answer.cookies
        assert RARE not in answer.content.decode()
        assert KEY.sub("…", f"GET {path} HTTP/1.1") == "GET … HTTP/1.1"
    assert KEY.sub("…", "GET /kalender/abc.def.ics HTTP/1.1") == "GET … HTTP/1.1"


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
