"""Who is called to a meeting, as what, and who cannot be reached."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils import timezone

from actionplan.council.access import standing
from actionplan.council.kinds import CalledAs, MeetingKind
from actionplan.council.seats import CouncilSeat, ReferenceMember

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

    from actionplan.activities.models import Activity
    from actionplan.council.meetings import CouncilMeeting


class Occasion(StrEnum):
    """Why somebody gets a calendar file."""

    INVITED = "invited"
    MOVED = "moved"
    CANCELLED = "cancelled"
    # A cancelled meeting is held after all.
    RESTORED = "restored"
    # The meeting is held, and is no longer the person's.
    LET_GO = "let_go"


@dataclass(frozen=True)
class Invited:
    """One person who gets the calendar file, what they are called as, and for which function."""

    user_id: int
    name: str
    address: str
    called_as: CalledAs
    function: str


@dataclass(frozen=True)
class Unreached:
    """A function that nobody is called for, or a person without an address, and why in words."""

    function: str
    why: str


@dataclass(frozen=True)
class Called:
    """Who is called to a meeting, and who is not reached."""

    people: tuple[Invited, ...]
    unreached: tuple[Unreached, ...]

    @property
    def mark(self) -> str:
        """What a page remembers of whom it showed: nobody else is invited than was seen."""
        said = [(one.user_id, one.address, str(one.called_as)) for one in self.people]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


class _Calls:
    """Gathers who is called, each person once and as the first they were called as."""

    def __init__(self) -> None:
        self.people: dict[int, Invited] = {}
        self.unreached: list[Unreached] = []

    def call(self, user: AbstractUser | None, as_what: CalledAs, function: str) -> None:
        if user is None:
            self.unreached.append(Unreached(function, "Ingen är utsedd."))
        elif not user.is_active:
            self.unreached.append(Unreached(function, "Kontot är stängt. Utse någon annan."))
        elif not user.email:
            self.unreached.append(Unreached(function, f"{_name(user)} har ingen e-postadress."))
        elif user.pk not in self.people:
            invited = Invited(user.pk, _name(user), user.email, as_what, function)
            self.people[user.pk] = invited


def whom(meeting: CouncilMeeting) -> Called:
    """Return who is called to `meeting`, by who sits where on the day that it is held.

    A deputy is told of the meeting, and is called instead while the seat has no holder, or the
    holder is away or has a closed account. Nobody is called for a seat whose time has ended. An
    open forum calls nobody: whoever wants to come signs up.
    """
    calls = _Calls()
    day = timezone.localdate(meeting.starts_at)
    if meeting.kind in (MeetingKind.REGULAR, MeetingKind.JOINT):
        every = list(CouncilSeat.objects.each(day).select_related("holder", "deputy"))
        seats = [seat for seat in every if not seat.has_ended(day)]
        for seat in every:
            if seat not in seats:
                calls.unreached.append(Unreached(str(seat), "Mandatet har gått ut."))
            elif seat.deputy and _is_stood_in_for(seat, day):
                calls.call(seat.deputy, CalledAs.STANDING_IN, str(seat))
            else:
                calls.call(seat.holder, CalledAs.HOLDER, str(seat))
        for member in _members(meeting):
            calls.call(member.person, CalledAs.REFERENCE, member.function)
        for seat in seats:
            if seat.deputy:
                calls.call(seat.deputy, CalledAs.DEPUTY, str(seat))
    elif meeting.kind == MeetingKind.STEERING:
        name = CalledAs.STEERING.label.capitalize()
        group = steering_group()
        for user in group:
            calls.call(user, CalledAs.STEERING, name)
        if not group:
            calls.unreached.append(Unreached(name, "Ingen har rollen ”med i styrgruppen”."))
    return Called(tuple(calls.people.values()), tuple(dict.fromkeys(calls.unreached)))


def steering_group() -> list[AbstractUser]:
    """Return those who sit in the steering group, by name."""
    users = get_user_model().objects.with_perm(
        "actionplan.sit_in_steering_group",
        include_superusers=False,
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return list(users.order_by("last_name", "first_name", "pk"))


def not_called(meeting: CouncilMeeting) -> list[Invited]:
    """Return those who are to be called to `meeting` and have not been."""
    there = set(meeting.invitations.values_list("person_id", flat=True))
    return [one for one in whom(meeting).people if one.user_id not in there]


def left_out(people: Collection[Invited]) -> str:
    """Return in words how many have not been called, "" for nobody."""
    if not people:
        return ""
    count = len(people)
    return "1 person är inte kallad" if count == 1 else f"{count} personer är inte kallade"


def already_called(meeting: CouncilMeeting) -> list[Invited]:
    """Return those who have got an invitation and can still be reached."""
    rows = meeting.invitations.filter(person__is_active=True).select_related("person")
    return [
        Invited(row.person_id, _name(row.person), row.person.email, CalledAs(row.called_as), "")
        for row in rows
        if row.person.email
    ]


def called_still_or_not(
    meeting: CouncilMeeting, today: date
) -> tuple[list[Invited], list[Invited]]:
    """Return who of those called still has to do with `meeting`, and who has not."""
    called = already_called(meeting)
    theirs = _still_theirs(meeting, [one.user_id for one in called], today)
    return (
        [one for one in called if one.user_id in theirs],
        [one for one in called if one.user_id not in theirs],
    )


def _still_theirs(meeting: CouncilMeeting, user_ids: Iterable[int], today: date) -> set[int]:
    """Return those of `user_ids` whose meeting it still is: who read its papers, or are called."""
    users = get_user_model().objects.filter(pk__in=user_ids)
    found = {one.user_id for one in whom(meeting).people}
    for user in users:
        readable = type(meeting).objects.readable(standing(user, today))
        if user.pk not in found and readable.filter(pk=meeting.pk).exists():
            found.add(user.pk)
    return found


def _is_stood_in_for(seat: CouncilSeat, day: date) -> bool:
    return seat.holder is None or not seat.holder.is_active or seat.is_away(day)


def _members(meeting: CouncilMeeting) -> Iterable[ReferenceMember]:
    """The reference group: all of it once a year, else those whose activities are taken up."""
    day = timezone.localdate(meeting.starts_at)
    members = ReferenceMember.objects.on(day).select_related("person")
    if meeting.kind == MeetingKind.JOINT:
        return members
    lineages = list(meeting.called_for.values_list("lineage", flat=True))
    return members.filter(activities__lineage__in=lineages).distinct()


def called_by_activity(day: date) -> dict[UUID, list[str]]:
    """Return which functions of the reference group are called for each activity, by lineage."""
    found: dict[UUID, list[str]] = {}
    members = ReferenceMember.objects.on(day).prefetch_related("activities")
    for member in members:
        for activity in member.activities.all():
            found.setdefault(activity.lineage, []).append(member.function)
    return found


def taken_up_without(meeting: CouncilMeeting) -> list[tuple[Activity, list[str]]]:
    """Return the agenda's activities that the reference group knows about and is not called for.

    All of the group is called to the joint meeting, and none of it to the steering group's.
    """
    if meeting.kind != MeetingKind.REGULAR:
        return []
    functions = called_by_activity(timezone.localdate(meeting.starts_at))
    called = set(meeting.called_for.values_list("lineage", flat=True))
    taken_up: dict[UUID, Activity] = {}
    points = meeting.agenda.select_related("activity", "decision")
    for point in points.prefetch_related("decision__activities"):
        about = [point.activity] if point.activity else []
        about += list(point.decision.activities.all()) if point.decision else []
        taken_up |= {activity.lineage: activity for activity in about}
    return [
        (activity, functions[lineage])
        for lineage, activity in taken_up.items()
        if lineage in functions and lineage not in called
    ]


def _name(user: AbstractUser) -> str:
    return user.get_full_name() or user.get_username()
