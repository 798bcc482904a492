"""Meetings as a calendar: the icalendar library reads back the same meetings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings as site
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from actionplan.council.calendar import LENGTH, Method, summary, to_calendar, uid
from actionplan.council.models import CouncilMeeting

STOCKHOLM = ZoneInfo("Europe/Stockholm")
ADDRESS = "https://portal.example/intranet/samverkansrad/moten/7/"
# What the format treats in its own way: separators, escapes, folds in the middle of a letter.
WORDS = st.text(
    st.one_of(st.sampled_from(",;:\\\"'\n åäöÅÄÖé–"), st.characters(categories=("L", "N", "P"))),
    max_size=150,
).map(str.strip)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)


def meeting(**fields: object) -> CouncilMeeting:
    given: dict[str, Any] = {
        "pk": 7,
        "kind": CouncilMeeting.Kind.REGULAR,
        "starts_at": datetime(2027, 3, 1, 12, tzinfo=UTC),
        "changed_at": datetime(2027, 1, 1, 8, tzinfo=UTC),
    }
    return CouncilMeeting(**{**given, **fields})


def read_back(*meetings: CouncilMeeting, **options: Any) -> tuple[Any, list[Any]]:
    content = to_calendar(meetings, address_of=lambda one: ADDRESS, **options)
    calendar: Any = Calendar.from_ical(content)
    return calendar, list(calendar.walk("VEVENT"))


@settings(max_examples=60, deadline=None)
@given(
    title=WORDS,
    place=WORDS,
    starts=MOMENTS,
    length=st.one_of(st.none(), st.integers(1, 600)),
    sequence=st.integers(0, 99),
    is_cancelled=st.booleans(),
)
# The library's own writer takes a backslash before N for the end of a line.
@example(
    title="Ett\\Nytt\\nu", place="A\\N", starts=datetime(2027, 3, 1, 12, tzinfo=UTC), length=60,
    sequence=0, is_cancelled=False,
)  # fmt: skip
def test_what_is_written_is_what_is_read(
    title: str,
    place: str,
    starts: datetime,
    length: int | None,
    sequence: int,
    is_cancelled: bool,
) -> None:
    ends = starts + timedelta(minutes=length) if length else None
    one = meeting(
        title=title,
        place=place,
        starts_at=starts,
        ends_at=ends,
        sequence=sequence,
        is_cancelled=is_cancelled,
    )
    _, (event,) = read_back(one)

    assert str(event["SUMMARY"]) == summary(one)
    assert str(event.get("LOCATION", "")) == place
    assert event["DTSTART"].dt.astimezone(UTC) == starts
    assert event["DTEND"].dt.astimezone(UTC) == (ends or starts + LENGTH)
    assert int(event["SEQUENCE"]) == sequence
    assert str(event["UID"]) == uid(one)
    assert str(event["STATUS"]) == ("CANCELLED" if is_cancelled else "CONFIRMED")
    assert str(event["URL"]) == ADDRESS


def test_a_year_is_read_back_in_local_time_on_both_sides_of_summer_time() -> None:
    days = [datetime(2027, month, 28, 13, tzinfo=STOCKHOLM) for month in (1, 3, 6, 10, 11)]
    year = [meeting(pk=number, starts_at=day) for number, day in enumerate(days, start=1)]
    calendar, events = read_back(*year)

    assert [event["DTSTART"].dt.hour for event in events] == [13] * 5
    assert {event["DTSTART"].params["TZID"] for event in events} == {"Europe/Stockholm"}
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Stockholm"]
    assert len({str(event["UID"]) for event in events}) == 5


def test_a_calendar_says_whose_meeting_it_is() -> None:
    council, leads = site.MUNICIPALITY.council, site.MUNICIPALITY.coordinator
    Kind = CouncilMeeting.Kind
    assert {
        str(read_back(meeting(kind=kind, title=title))[1][0]["SUMMARY"])
        for kind, title in (
            (Kind.REGULAR, ""),
            (Kind.JOINT, "Vårens möte"),
            (Kind.STEERING, ""),
            (Kind.FORUM, ""),
        )
    } == {
        f"{council}: Ordinarie möte",
        f"{council}: Vårens möte",
        f"{leads}: Styrgruppens möte",
        f"{leads}-forum",
    }


def test_lines_are_no_longer_than_the_format_allows() -> None:
    content = to_calendar([meeting(title="Å" * 190)], address_of=lambda one: ADDRESS)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_an_invitation_says_who_calls_and_who_is_called() -> None:
    made_at = datetime(2027, 2, 1, 9, tzinfo=UTC)
    asked: dict[str, Any] = {
        "method": Method.REQUEST,
        "organizer": "avsandare@portal.example",
        "attendee": "ledamot@example.org",
        "made_at": made_at,
    }
    calendar, (event,) = read_back(meeting(), **asked)

    assert str(calendar["METHOD"]) == "REQUEST"
    assert str(event["ORGANIZER"]) == "mailto:avsandare@portal.example"
    assert str(event["ATTENDEE"]) == "mailto:ledamot@example.org"
    assert event["ATTENDEE"].params["ROLE"] == "REQ-PARTICIPANT"
    # An answer would go to an address that nobody reads.
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"
    # RFC 5545, 3.8.7.2: when the file was made; RFC 5545, 3.8.7.3: when the meeting was changed.
    assert event["DTSTAMP"].dt == made_at
    assert event["LAST-MODIFIED"].dt == meeting().changed_at
    _, (told,) = read_back(meeting(), **asked, takes_part=False)
    assert told["ATTENDEE"].params["ROLE"] == "NON-PARTICIPANT"


def test_a_file_for_anyone_names_its_sender_and_nobody_else() -> None:
    for method in (Method.PUBLISH, Method.CANCEL):
        _, (event,) = read_back(meeting(), method=method, organizer="avsandare@portal.example")
        assert str(event["ORGANIZER"]) == "mailto:avsandare@portal.example"
        assert "ATTENDEE" not in event
        # The same file whenever it is fetched.
        assert event["DTSTAMP"].dt == meeting().changed_at
