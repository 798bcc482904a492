"""The seats: who is missing, whose mandate has ended, and a seat that is handed over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from actionplan.council.models import CouncilSeat
from actionplan.council.seating.services import hand_over
from resources.desks.concurrency import content_mark
from resources.municipality.models import Board
from tests.actionplan.council_stage import NOW, TODAY, Council, set_up
from tests.harness.client import Client

pytestmark = pytest.mark.django_db
BASE = "/intranet/samverkansrad/"


@pytest.fixture
def council() -> Council:
    return set_up()


def text(client: Client, path: str) -> str:
    answered = client.get(path)
    assert answered.status_code == 200, path
    return " ".join(answered.content.decode().split())


def test_a_seat_is_handed_over_and_what_was_stays(council: Council, client: Client) -> None:
    client.force_login(council.coordinator)
    seat = CouncilSeat.objects.get(order=1)
    url = f"{BASE}platser/{seat.pk}/byt/"
    seen = text(client, url).split('name="seen_content" value="')[1].split('"')[0]
    day = timezone.localdate() + timedelta(days=30)
    form = {"from_day": str(day), "holder": "MEDARBETAREN@example.org", "seen_content": seen}

    refused = client.post(url, {**form, "holder": "okand@example.org"}).content.decode()
    assert "Det finns inget konto med den adressen." in refused
    assert 'value="okand@example.org"' in refused
    assert client.post(url, form).status_code == 302

    seat.refresh_from_db()
    after = CouncilSeat.objects.get(order=1, valid_from=day)
    assert (seat.holder, seat.valid_to) == (council.holder, day - timedelta(days=1))
    assert (after.holder, after.function) == (council.reader, seat.function)
    assert after.is_convener
    # The form that was open before says that the seat has changed since.
    assert "Någon har sparat ändringar" in client.post(url, form).content.decode()


def test_a_seat_whose_mandate_has_ended_is_shown_and_can_be_handed_over(
    council: Council, client: Client
) -> None:
    today = timezone.localdate()
    ended = today - timedelta(days=40)
    CouncilSeat.objects.filter(order=1).update(valid_to=ended)
    seat = CouncilSeat.objects.get(order=1)
    client.force_login(council.coordinator)
    page = text(client, f"{BASE}platser/")
    assert "17 platser, 16 att se över" in page
    assert f"Tiden gick ut {date_format(ended, 'j F Y')}." in page
    assert "16 platser behöver någon" in text(client, BASE)
    url = f"{BASE}platser/{seat.pk}/byt/"
    assert f'href="{url}"' in page

    seen = text(client, url).split('name="seen_content" value="')[1].split('"')[0]
    form = {"from_day": str(today), "holder": "medarbetaren@example.org", "seen_content": seen}
    assert client.post(url, form).status_code == 302
    seat.refresh_from_db()
    # Nobody sat in between.
    assert seat.valid_to == ended
    assert CouncilSeat.objects.on(today).get(order=1).holder == council.reader
    assert "17 platser, 15 att se över" in text(client, f"{BASE}platser/")


def test_a_mandate_to_come_to_an_end_later_ends_when_somebody_else_begins(
    council: Council,
) -> None:
    CouncilSeat.objects.filter(order=1).update(valid_to=TODAY + timedelta(days=90))
    seat = CouncilSeat.objects.get(order=1)
    following = CouncilSeat(order=1, function=seat.function, holder=council.reader)
    seen = content_mark(CouncilSeat, seat.pk)
    by: dict[str, Any] = {"seen": seen, "user": council.coordinator, "now": NOW}
    hand_over(seat, following, TODAY + timedelta(days=30), **by)
    seat.refresh_from_db()
    assert seat.valid_to == TODAY + timedelta(days=29)


def test_a_mandate_that_is_not_noted_is_said_and_drowns_no_empty_seat(
    council: Council, client: Client
) -> None:
    client.force_login(council.coordinator)
    page = text(client, f"{BASE}platser/")
    assert "17 platser, 15 att se över" in page
    assert page.count("Inte antecknat: vem som har utsett ledamoten") == 2
    assert "På 2 platser är det mer att anteckna" in text(client, BASE)
    board = Board.objects.first()
    CouncilSeat.objects.update(appointed_by=board, mandate_text="Får besluta")
    assert "mer att anteckna" not in text(client, BASE)


def test_the_start_says_who_is_missing_and_what_the_year_lacks(
    council: Council, client: Client
) -> None:
    client.force_login(council.coordinator)
    page = text(client, BASE)
    assert "15 platser behöver någon" in page
    year = timezone.localdate().year
    assert f"Inget gemensamt möte med referensgruppen är planerat {year}." in page
    client.force_login(council.holder)
    assert "Inget gemensamt möte" not in text(client, BASE)
    client.force_login(council.reader)
    assert "Du har ingen plats i samverkansrådet." in text(client, BASE)
