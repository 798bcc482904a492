"""The open forums as anyone sees them: states in plain words, a calendar, nothing of who comes."""

from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actionplan.council.meetings import CouncilMeeting
from portal.pages.forum import ForumPage
from resources.documents.models import LibraryDocument
from tests.factories import LibraryDocumentFactory
from tests.forums import BEGINS, ENDS, NOW, comes, forum
from tests.stage import person


@pytest.fixture(autouse=True)
def clock(settings: LazySettings) -> None:
    """The day is four weeks before the forum."""
    settings.CLOCK = NOW.isoformat()


def door() -> str:
    return str(ForumPage.objects.get(locale__language_code="sv").url)


def read(client: Client, meeting: CouncilMeeting | None = None) -> str:
    address = f"{door()}{meeting.pk}/" if meeting else door()
    answer = client.get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    return " ".join(answer.content.decode().split())


@pytest.mark.django_db
def test_nothing_planned_is_said_with_the_way_on(client: Client) -> None:
    page = read(client)
    assert "Inget forum är planerat just nu." in page
    assert "Tidigare" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "people", "said", "has_form"),
    [
        ({}, 0, "Alla som vill får plats.", True),
        ({"places": 20}, 0, "Det finns platser kvar.", True),
        ({"places": 20}, 18, "Det är få platser kvar.", True),
        ({"places": 2}, 3, "Fullt. Du kan ställa dig på väntelistan.", True),
        ({"sign_up_until": NOW.date() - timedelta(1)}, 0, "Anmälan har stängt.", False),
        ({"is_cancelled": True, "cancel_reason": "Hemligt"}, 0, "Forumet är inställt", False),
        ({"starts_at": NOW - timedelta(9), "ends_at": None}, 0, "Forumet har varit.", False),
    ],
)
def test_a_forum_says_how_it_stands(
    client: Client, values: dict[str, Any], people: int, said: str, has_form: bool
) -> None:
    room = {} if people == 0 else {"places": values["places"]}
    meeting = forum(**room)
    for n in range(people):
        comes(meeting, f"Person{n}")
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.save()
    page = read(client, meeting)
    assert said in page
    assert ("<form" in page.split("<main")[1]) == has_form
    assert "Hemligt" not in page
    # Neither who nor how many.
    assert "Person" not in page
    assert f" {people} " not in page or people == 0
    if said != "Forumet har varit.":
        assert (said if "inställt" not in said else "Inställt.") in read(client)


@pytest.mark.django_db
def test_the_page_has_when_where_and_what(client: Client) -> None:
    meeting = forum(title="Kväll om trygghet", programme="Kl. 13 börjar vi.\n\nSedan fika.")
    page = read(client, meeting)
    for said in (
        "Kväll om trygghet",
        "onsdag 12 maj 2027",
        "Kl. 13.00–16.00",
        "Provsalen",
        "5 maj 2027",
        "<p>Sedan fika.</p>",
        "raderas 30 dagar efter forumet",
    ):
        assert said in page
    assert "Kväll om trygghet" in read(client)


@pytest.mark.django_db
@pytest.mark.parametrize("values", [{"is_announced": False}, {"kind": "regular"}])
def test_what_is_not_announced_or_no_forum_is_not_there(
    client: Client, values: dict[str, Any]
) -> None:
    plain = {"is_announced": False, "sign_up_until": None}
    meeting = forum(**plain | values)
    for address in (f"{door()}{meeting.pk}/", f"{door()}{meeting.pk}/kalender/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/anmalan/{meeting.pk}/", {}).status_code == 404
    assert "Inget forum är planerat" in read(client)
    assert f"{door()}{meeting.pk}/" not in client.get("/sitemap.xml").content.decode()


@pytest.mark.django_db
def test_the_sitemap_leads_to_each_forum(client: Client) -> None:
    assert f"{door()}{forum().pk}/</loc>" in client.get("/sitemap.xml").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("audience", ["council", "staff", "public"])
def test_minutes_are_shown_when_they_are_for_all(client: Client, audience: str) -> None:
    document = LibraryDocumentFactory(
        title="Dokumentation", kind="minutes", audience=LibraryDocument.Audience.PUBLIC
    )
    meeting = forum(
        starts_at=NOW - timedelta(9),
        ends_at=None,
        minutes_text="Vi pratade om skolan.",
        minutes_document=document,
        minutes_audience=audience,
        minutes_published_at=NOW,
        minutes_published_by=person("ledare"),
    )
    page = read(client, meeting)
    assert ("Vi pratade om skolan." in page) == (audience == "public")
    assert (document.url in page) == (audience == "public")
    document.audience = LibraryDocument.Audience.STAFF
    document.save()
    assert document.url not in read(client, meeting)


@pytest.mark.django_db
def test_the_calendar_files_say_what_the_page_says(client: Client) -> None:
    meeting, other = forum(), forum(starts_at=BEGINS + timedelta(99), ends_at=None)
    forum(starts_at=NOW - timedelta(9), ends_at=None)
    for address, found in (
        (f"{door()}{meeting.pk}/kalender/", [meeting]),
        (f"{door()}kalender/", [meeting, other]),
    ):
        answer = client.get(address)
        assert answer["Content-Type"].startswith("text/calendar")
        events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
        assert [str(event["url"]).rsplit("/", 2)[1] for event in events] == [
            str(meeting.pk) for meeting in found
        ]
        assert events[0].decoded("dtstart") == BEGINS
        assert events[0].decoded("dtend") == ENDS
        assert str(events[0]["location"]) == "Provsalen"


@pytest.mark.django_db
def test_many_forums_cost_no_more_than_one(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            read(client)
        return len(asked)

    comes(forum(places=9), "Anna")
    read(client)
    one = queries()
    for n in range(9):
        comes(forum(starts_at=BEGINS + timedelta(n), ends_at=None), "Anna")
        forum(starts_at=NOW - timedelta(n + 1), ends_at=None)
    assert queries() == one
