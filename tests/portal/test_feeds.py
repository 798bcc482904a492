"""Feeds for anyone and a calendar for one: what is in them, and who opens them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from actionplan.activities.models import Activity
from actionplan.council.kinds import MeetingKind
from actionplan.council.meetings import CouncilMeeting
from actionplan.council.records import Decision
from portal.intranet.models import User
from portal.intranet.roles import Role
from portal.subscriptions import links, subjects
from portal.subscriptions.links import Purpose
from portal.subscriptions.models import Happening
from portal.subscriptions.services import follower_of_user, renew_calendar, tell
from resources.violence.models import ViolenceArea
from tests.harness.client import Client as StaffClient
from tests.stage import around, person, set_up

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
NOW = datetime(2027, 3, 2, 9, 30, tzinfo=UTC)


def happens(title: str, *about: str, audience: str = "public", days: int = 0) -> None:
    tell(
        f"prov:{title}", title=title, summary=f"Om {title.lower()} & mer.", audience=audience,
        about=about, path="/omraden/", now=NOW + timedelta(days=days),
    )  # fmt: skip


def feed(client: Client, path: str = "/flode/") -> ElementTree.Element:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def titles(root: ElementTree.Element) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]


def test_a_feed_holds_what_anyone_may_read_of_its_subject_the_latest_first(client: Client) -> None:
    area = ViolenceArea.objects.all()[1]
    activity = Activity.objects.public()[0]
    happens("Om området", subjects.area(area.pk), "site")
    happens("Om aktiviteten", subjects.activity(activity.lineage), "site", days=1)
    happens("En rutin", "routines", audience="staff")
    happens("Ett papper", "council", audience="council")

    assert titles(feed(client)) == ["Om aktiviteten", "Om området"]
    assert titles(feed(client, f"/flode/omrade/{area.slug}/")) == ["Om området"]
    assert titles(feed(client, f"/flode/aktivitet/{activity.lineage}/")) == ["Om aktiviteten"]


def test_what_is_for_staff_is_in_no_feed_even_under_a_public_subject(client: Client) -> None:
    happens("Inom huset", "site", audience="staff")
    assert titles(feed(client)) == []


def test_a_feed_is_as_rfc_4287_has_it_and_the_same_when_asked_again(client: Client) -> None:
    happens("Ett", "site")
    happens("Två", "site", days=1)
    root = feed(client)
    for parent in (root, *root.iter(f"{ATOM}entry")):
        for needed in ("id", "title", "updated"):
            assert parent.findtext(f"{ATOM}{needed}"), (parent.tag, needed)
        updated = parent.findtext(f"{ATOM}updated") or ""
        assert datetime.fromisoformat(updated).tzinfo
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    relations = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert relations["self"] == "http://testserver/flode/"
    names = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    assert names == ["tag:testserver,2027-03-03:prov/Två", "tag:testserver,2027-03-02:prov/Ett"]
    assert root.findtext(f"{ATOM}updated") == "2027-03-03T09:30:00+00:00"
    assert client.get("/flode/").content == client.get("/flode/").content


def test_a_feed_leaves_nothing_and_runs_nothing(client: Client) -> None:
    happens("Ett", "site")
    answer = client.get("/flode/")
    assert not answer.cookies
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "Cookie" not in answer.get("Vary", "")


def test_many_entries_cost_no_more_questions(client: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            feed(client)
        return len(queries)

    happens("Ett", "site")
    first = cost()
    for n in range(20):
        happens(f"Nummer {n}", "site")
    assert cost() == first


@pytest.mark.parametrize(
    "path",
    [
        "/flode/omrade/finns-inte/",
        "/flode/aktivitet/11111111-1111-1111-1111-111111111111/",
        "/flode/aktivitet/inte-en/",
    ],
)
def test_there_is_no_feed_of_what_there_is_not(path: str, client: Client) -> None:
    assert client.get(path).status_code == 404


# --- the calendar --------------------------------------------------------------------------------


def meeting(kind: str, days: int = 30, title: str = "") -> CouncilMeeting:
    starts = timezone.now().replace(microsecond=0) + timedelta(days=days)
    return CouncilMeeting.objects.create(kind=kind, starts_at=starts, title=title)


def address_of(user: User) -> str:
    follower = renew_calendar(follower_of_user(user, timezone.now()))
    return f"/kalender/{links.token(Purpose.CALENDAR, follower)}.ics"


def events(path: str) -> dict[str, object]:
    """The events of a calendar as a program without a session reads it: title and day."""
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    calendar: Any = Calendar.from_ical(answer.content)
    return {str(event["summary"]): event["dtstart"].dt for event in calendar.walk("VEVENT")}


def test_a_calendar_holds_the_meetings_and_the_last_days_that_are_ones_own() -> None:
    stage = around(set_up(), timezone.localdate()).open(timezone.now())
    contact, board = stage.contacts[0], stage.boards[0]
    # A title that the calendar library's own writer breaks in two.
    regular = meeting(MeetingKind.REGULAR, title="Ett\\Nytt möte")
    meeting(MeetingKind.STEERING, title="Styrgruppen för sig")
    due = timezone.localdate() + timedelta(days=5)
    Decision.objects.create(meeting=regular, text="Hemligt", responsible_person=contact, due_on=due)

    council = settings.MUNICIPALITY.council
    own = events(address_of(contact))
    year = stage.period.year
    assert own == {
        f"Sista svarsdag: uppföljning {year}, {board.name}": stage.period.due_on,
        f"Klart senast: beslut från {council}, Ett\\Nytt möte": due,
    }
    member = person("ledamot", Role.COUNCIL_MEMBER)
    found = events(address_of(member))
    called = f"{council}: Ett\\Nytt möte"
    assert list(found) == [called]
    assert found[called] == regular.starts_at
    assert "Hemligt" not in Client().get(address_of(contact)).content.decode()


def test_a_calendar_without_anything_is_still_a_calendar() -> None:
    assert events(address_of(person("anna", Role.READER))) == {}


def test_the_calendars_address_is_made_renewed_and_taken_away() -> None:
    user = person("anna", Role.READER)
    client = StaffClient()
    client.force_login(user)
    page, press = "/intranet/prenumerationer/", "/intranet/prenumerationer/kalender/"
    assert "/kalender/" not in client.get(page).content.decode().replace(press, "")

    def shown() -> str:
        answer = client.get(page)
        return str(answer.context["calendar"]).removeprefix("http://testserver")

    client.post(press, {"byt": "byt"})
    first = shown()
    assert Client().get(first).status_code == 200
    assert shown() == first
    client.post(press, {"byt": "byt"})
    assert Client().get(first).status_code == 404
    second = shown()
    assert Client().get(second).status_code == 200
    client.post(press, {"stang": "stang"})
    assert Client().get(second).status_code == 404
    assert shown() == ""


def test_a_closed_account_has_no_calendar() -> None:
    user = person("anna", Role.COUNCIL_MEMBER)
    path = address_of(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert Client().get(path).status_code == 404


def test_what_is_told_is_dated_by_when_it_was_told() -> None:
    happens("Ett", "site")
    assert Happening.objects.get().at.date() == date(2027, 3, 2)
