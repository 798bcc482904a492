"""Attempts are counted, by all workers together, and tell nothing of whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from portal.delivery.cache import WorkersCache, delete_expired
from portal.intranet.models import User
from portal.intranet.sign_in import words
from tests.harness.client import Client
from tests.portal.door import SIGN_IN, give_password, with_app

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_attempts_before() -> None:
    cache.clear()


@pytest.fixture
def reader() -> User:
    return with_app()


def test_after_five_wrong_passwords_the_right_one_has_to_wait(client: Client, reader: User) -> None:
    for attempt in range(5):
        answer = client.post(
            SIGN_IN,
            {"login": "reader", "password": "fel"},
            headers={"X-Real-IP": f"10.0.0.{attempt}"},
        )
        assert words.REFUSED in answer.content.decode()

    assert words.TOO_MANY in give_password(client, "reader").content.decode()


def test_what_is_counted_is_one_number_for_all_workers_and_tells_nothing_of_whom() -> None:
    params: dict[str, Any] = {}
    one, other = WorkersCache("portal_cache", params), WorkersCache("portal_cache", params)

    one.set("allauth:rl:login:10.1.2.3", [1])
    one.set("site-roots", "in memory")

    assert other.get("allauth:rl:login:10.1.2.3") == [1]
    assert not other.add("allauth:rl:login:10.1.2.3", [2])
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM portal_cache")
        (kept,) = cursor.fetchall()
    assert "10.1.2.3" not in kept[0]
    assert other.delete("allauth:rl:login:10.1.2.3")
    assert one.get("allauth:rl:login:10.1.2.3") is None


def test_others_attempts_do_not_clear_the_count_of_one() -> None:
    """Django's own table is full at 300 keys, and then throws out those that still count."""
    for number in range(310):
        cache.set(f"allauth:rl:x:{number}", [1.0], 300)
    assert all(cache.get(f"allauth:rl:x:{number}") for number in range(310))
    cache.set("allauth:rl:old", [1.0], 60)
    assert delete_expired(timezone.now()).startswith("0 ")
    assert delete_expired(timezone.now() + timedelta(seconds=90)).startswith("1 ")
    assert cache.get("allauth:rl:x:0")
