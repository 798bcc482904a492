"""The link in a mail to an owner: who may do what with it, as a table; and that it works once."""

import itertools
import re
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from portal.notifications import confirmation, links
from portal.notifications.assurance import ask_owners
from portal.notifications.links import LINK_DAYS
from portal.notifications.models import AssuranceRequest, OutboxMessage
from portal.notifications.working_hours import is_working_hour
from resources.desks import concurrency
from resources.services.choices import Audience
from resources.services.history import assured_by_whom
from resources.services.models import Service
from tests.factories import ChannelFactory, ServiceFactory, UnitFactory

NAME = "Ett stöd att bekräfta"
OLD = date(2020, 1, 1)
State = OutboxMessage.State


def ask(**values: object) -> str:
    """Make a service whose owner is asked now, and return the path of the link in the mail."""
    unit = UnitFactory(name_sv="Frågade enheten", function_mailbox="enheten@example.org")
    service = ServiceFactory(name_sv=NAME, owner_unit=unit, **{"assured_on": OLD} | values)
    ChannelFactory(service=service, value="090161000")
    ask_owners(working_noon())
    AssuranceRequest.objects.update(asked_at=timezone.now())
    return path_in(OutboxMessage.objects.get(kind="assurance"))


def working_noon() -> datetime:
    """Noon of today or of the next working day: nobody is asked at other times."""
    noon = timezone.localtime().replace(hour=12)
    while not is_working_hour(noon):
        noon += timedelta(days=1)
    return noon


def path_in(letter: OutboxMessage) -> str:
    found = re.search(r"/bekrafta/\S+/", letter.text)
    assert found
    return found[0]


def service() -> Service:
    return Service.objects.get(name_sv=NAME)


def hidden(page: Any) -> dict[str, str]:
    """The hidden fields of the form that a page shows."""
    fields = re.findall(r'type="hidden" name="(\w+)"\s+value="([^"]*)"', page.content.decode())
    return dict(fields)


def press(client: Client, path: str) -> Any:
    """Open the link and press the button."""
    return client.post(path, hidden(client.get(path)))


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_shows_and_changes_nothing_however_often_a_scanner_does_it(
    client: Client, method: str
) -> None:
    path = ask()
    for headers in ({}, {"Sec-Purpose": "prefetch"}, {"Purpose": "prefetch"}):
        answer = getattr(client, method)(path, headers=headers)
        assert answer.status_code == 200
    assert service().assured_on == OLD
    assert press(client, path).status_code == 200
    assert service().assured_on == timezone.localdate()


@pytest.mark.django_db
def test_the_page_shows_what_is_confirmed_and_what_was_confirmed_before(client: Client) -> None:
    page = client.get(ask()).content.decode()

    assert NAME in page
    assert "090-16 10 00" in page
    assert "1 januari 2020" in page
    assert "Frågade enheten" in page


@pytest.mark.django_db
def test_the_button_confirms_and_the_log_keeps_who(client: Client) -> None:
    page = press(client, ask())

    assert "Tack, uppgifterna är kontrollerade" in page.content.decode()
    assert service().assured_on == timezone.localdate()
    assert service().assured_by is None
    assert {c.verified_on for c in service().channels.all()} == {timezone.localdate()}
    assert assured_by_whom(service()) == "Frågade enheten"
    assert AssuranceRequest.objects.get().is_answer


def as_sent(path: str) -> str:
    return path


def used(path: str) -> str:
    press(Client(), path)
    Service.objects.filter(name_sv=NAME).update(assured_on=OLD)
    return path


def expired(path: str) -> str:
    AssuranceRequest.objects.update(asked_at=timezone.now() - timedelta(days=LINK_DAYS))
    return path


def almost_expired(path: str) -> str:
    asked_at = timezone.now() - timedelta(days=LINK_DAYS) + timedelta(minutes=5)
    AssuranceRequest.objects.update(asked_at=asked_at)
    return path


def forged(path: str) -> str:
    return path[:-2] + ("A" if path[-2] != "A" else "B") + "/"


def signed_by_us_for_nothing(path: str) -> str:
    return f"/bekrafta/{links.token(links.new_secret())}/"


def without_signature(path: str) -> str:
    return path.split(".")[0] + "/"


def of_another_owner(path: str) -> str:
    Service.objects.filter(name_sv=NAME).update(owner_unit=UnitFactory())
    return path


def for_staff_now(path: str) -> str:
    Service.objects.filter(name_sv=NAME).update(audience=Audience.PROFESSIONAL)
    return path


def of_a_service_that_has_ended(path: str) -> str:
    Service.objects.filter(name_sv=NAME).update(ended_on=timezone.localdate())
    return path


def deleted(path: str) -> str:
    Service.objects.get(name_sv=NAME).delete()
    return path


TOKENS: dict[Callable[[str], str], tuple[int, str]] = {
    as_sent: (200, ""),
    almost_expired: (200, ""),
    used: (410, "redan använd"),
    expired: (410, "gäller inte längre"),
    of_another_owner: (410, "gäller inte längre"),
    for_staff_now: (410, "gäller inte längre"),
    of_a_service_that_has_ended: (410, "gäller inte längre"),
    forged: (404, "går inte att använda"),
    signed_by_us_for_nothing: (404, "går inte att använda"),
    without_signature: (404, "går inte att använda"),
    deleted: (404, "går inte att använda"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("made", TOKENS, ids=lambda made: made.__name__)
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_every_kind_of_link(client: Client, made: Callable[[str], str], method: str) -> None:
    path = ask()
    form = hidden(client.get(path))
    path = made(path)
    status, words = TOKENS[made]

    answer = getattr(client, method)(path, form if method == "post" else {})

    assert answer.status_code == status
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    text = answer.content.decode()
    if status != 200:
        assert method == "head" or words in text
        assert NAME not in text
        assert "090-16 10 00" not in text
        assert "Frågade enheten" not in text
        assert not Service.objects.filter(name_sv=NAME, assured_on=timezone.localdate()).exists()
    else:
        confirmed = service().assured_on == timezone.localdate()
        assert confirmed is (method == "post")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_no_other_method_is_taken(client: Client, method: str) -> None:
    assert getattr(client, method)(ask()).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["token", "seen"])
def test_a_post_that_did_not_come_from_the_form_only_shows(client: Client, missing: str) -> None:
    path = ask()
    form = hidden(client.get(path))
    del form[missing]

    assert NAME in client.post(path, form).content.decode()
    assert service().assured_on == OLD


@pytest.mark.django_db
def test_a_change_while_the_page_is_made_is_shown_or_not_confirmed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ask()
    before = concurrency.content_mark

    changes = itertools.count(1)

    def marked_after_a_change(model: type[Service], pk: int) -> str:
        service().channels.update(value=f"09016100{next(changes)}")
        return before(model, pk)

    # Every mark comes right after a change: what is shown must be what the last mark holds.
    monkeypatch.setattr(confirmation, "content_mark", marked_after_a_change)
    page = client.get(path).content.decode()
    assert f"090-16 10 0{next(changes) - 1}" in page


@pytest.mark.django_db
def test_a_used_link_says_when_and_whether_that_still_holds(client: Client) -> None:
    path = ask()
    press(client, path)
    day = timezone.localdate() - timedelta(days=200)
    closed = timezone.localtime() - timedelta(days=200)
    AssuranceRequest.objects.update(closed_at=closed)

    page = client.get(path).content.decode()
    assert f"Uppgifterna kontrollerades {date_format(day, 'j F Y')}." in page
    assert "Du behöver inte göra något mer." in page
    Service.objects.filter(name_sv=NAME).update(assured_on=day)
    page = client.get(path).content.decode()
    assert "Öppna länken i det nyaste mejlet." in page
    assert "Du behöver inte göra något mer." not in page


@pytest.mark.django_db
def test_what_has_changed_since_it_was_shown_is_not_confirmed(client: Client) -> None:
    path = ask()
    form = hidden(client.get(path))
    service().channels.update(value="090161001")

    page = client.post(path, form).content.decode()
    assert "Uppgifterna har ändrats" in page
    assert "090-16 10 01" in page
    assert service().assured_on == OLD
    assert press(client, path).status_code == 200
    assert service().assured_on == timezone.localdate()


@pytest.mark.django_db
def test_an_answer_closes_the_links_of_earlier_reminders_too(client: Client) -> None:
    first = ask()
    AssuranceRequest.objects.update(asked_at=timezone.now() - timedelta(days=14))
    OutboxMessage.objects.update(dedupe_key="earlier")
    ask_owners(working_noon())
    AssuranceRequest.objects.filter(asked_at__gt=timezone.now()).update(asked_at=timezone.now())
    second = path_in(OutboxMessage.objects.latest("pk"))
    assert first != second

    press(client, second)
    assert client.get(first).status_code == 410


@pytest.mark.django_db
def test_every_card_shows_the_new_day(client: Client) -> None:
    path = ask()
    press(client, path)
    page = client.get(f"/fa-hjalp/stod/{service().slug}/").content.decode()
    assert "ej kontrollerat" not in page


def test_two_who_confirm_at_the_same_time_confirm_once(own_database: str) -> None:
    path = ask()
    form = hidden(Client().get(path))
    start = threading.Barrier(4)
    statuses: list[int] = []

    def confirm() -> None:
        start.wait()
        statuses.append(Client().post(path, form).status_code)
        connection.close()

    threads = [threading.Thread(target=confirm) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(statuses) == [200, 410, 410, 410]
    assert AssuranceRequest.objects.filter(is_answer=True).count() == 1
