"""The links of a follower outside: leaving by one press, changing, and what no key gives away."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.delivery.access_log import KEY
from portal.notifications.models import OutboxMessage
from portal.subscriptions import links
from portal.subscriptions.links import Purpose
from portal.subscriptions.models import Follower, Subscription, new_nonce
from portal.subscriptions.services import choose, follower_of_user, renew_calendar
from tests.factories import (
    ViolenceAreaFactory,
)
from tests.following import (
    ONE_CLICK,
    RARE,
    ask,
    confirmed,
    kept_in,
    last_mail,
    path_in,
    paths_in,
    told,
)
from tests.stage import person

pytestmark = pytest.mark.django_db


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
    # The long list of activities is unfolded for those who follow one.
    assert "<details open" not in client.get(path).content.decode()
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


def test_many_subjects_are_saved_without_a_question_each(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    follower = confirmed(client)
    wanted = {f"area:{ViolenceAreaFactory().pk}": "daily" for _ in range(12)}
    with django_assert_max_num_queries(15):
        choose(follower, wanted, timezone.now())
    assert follower.subscriptions.count() == 13


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
