"""Meetings as iCalendar (RFC 5545): for a calendar program, or as an invitation (RFC 5546)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from actionplan.council.forum import wording
from actionplan.council.kinds import MeetingKind

if TYPE_CHECKING:
    from actionplan.council.meetings import CouncilMeeting

# A meeting whose end nobody has written still takes a place in the day.
LENGTH = timedelta(hours=2)


class Method(StrEnum):
    """What a calendar file asks its reader to do."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Text(vText):
    """A text whose backslashes stay: icalendar writes one before an N as the end of a line."""

    def to_ical(self) -> bytes:
        """Return the text as RFC 5545, 3.3.11, has it."""
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return re.sub(r"\r\n?|\n", r"\\n", escaped).encode()


def to_calendar(
    meetings: Iterable[CouncilMeeting],
    *,
    address_of: Callable[[CouncilMeeting], str],
    method: Method = Method.PUBLISH,
    organizer: str = "",
    attendee: str = "",
    takes_part: bool = True,
    made_at: datetime | None = None,
    name: str = "",
    also: Iterable[Event] = (),
) -> bytes:
    """Return the meetings as a calendar file; `address_of` says where each is read about.

    A file that is mailed names its `organizer`, and an invitation its `attendee`, both mail
    addresses; who does not take part gets it for information. Nobody is asked for an answer: the
    sender reads none. `made_at` is when the file was made (RFC 5545, 3.8.7.2); without it the file
    is as new as the meeting, and the same whenever it is fetched. Nothing is said of a meeting's
    points: a calendar may lie open on a shared screen. `name` is the calendar's own, where a
    program follows it, and `also` what else it holds, with `Text` for its words.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{site_host()}//samverkan//SV")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    if name:
        calendar.add("x-wr-calname", Text(name), encode=False)
    for meeting in meetings:
        event = _event(meeting, address_of(meeting), made_at or meeting.changed_at)
        # RFC 5546, 3.2.5: who is no longer called to a meeting that is held is told no status.
        if meeting.is_cancelled or method is not Method.CANCEL:
            event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
        if organizer:
            event.add("organizer", vCalAddress(f"mailto:{organizer}"))
        if attendee:
            event.add("attendee", _guest(attendee, takes_part), encode=False)
        calendar.add_component(event)
    for event in also:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def uid(meeting: CouncilMeeting) -> str:
    """Return the name by which every calendar program knows the meeting, whatever changes."""
    return f"mote-{meeting.pk}@{site_host()}"


def summary(meeting: CouncilMeeting) -> str:
    """Return what a meeting is called among all that its reader has to do: whose it is, too."""
    if meeting.kind == MeetingKind.FORUM:
        return wording.name(meeting)
    return f"{whose(meeting)}: {meeting}"


def whose(meeting: CouncilMeeting) -> str:
    """Return who meets: the council, or who leads the work in it for the rest."""
    names = settings.MUNICIPALITY
    leads = meeting.kind in (MeetingKind.FORUM, MeetingKind.STEERING)
    return names.coordinator if leads else names.council


def _event(meeting: CouncilMeeting, address: str, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", uid(meeting))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("last-modified", meeting.changed_at.astimezone(UTC))
    event.add("dtstart", _local(meeting.starts_at))
    event.add("dtend", _local(meeting.ends_at or meeting.starts_at + LENGTH))
    event.add("summary", Text(summary(meeting)), encode=False)
    if meeting.place:
        event.add("location", Text(meeting.place), encode=False)
    if address:
        event.add("url", address)
        event.add("description", address)
    return event


def _guest(address: str, takes_part: bool) -> vCalAddress:
    guest = vCalAddress(f"mailto:{address}")
    guest.params["ROLE"] = vText("REQ-PARTICIPANT" if takes_part else "NON-PARTICIPANT")
    guest.params["PARTSTAT"] = vText("NEEDS-ACTION")
    guest.params["RSVP"] = vText("FALSE")
    return guest


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE))


def site_host() -> str:
    """Return the host that names of events end with, whoever makes the file."""
    return urlsplit(settings.SITE_ADDRESS).hostname or "localhost"
