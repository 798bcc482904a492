"""A council on stage: people on three seats, one in the reference group, and a year's meetings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from actionplan.activities.models import Activity
from actionplan.council.inviting import whom
from actionplan.council.minutes.services import publish_minutes, write_minutes
from actionplan.council.models import (
    CouncilMeeting,
    CouncilQuestion,
    CouncilSeat,
    Decision,
    ReferenceMember,
)
from actionplan.council.planning.services import invite, plan_meeting
from actionplan.plan.models import PlanVersion
from portal.intranet.models import User
from portal.intranet.roles import Role, give_role

YEAR = 2027
# A Monday in February.
NOW = datetime(2027, 2, 1, 9, tzinfo=UTC)
TODAY = NOW.date()
Kind = CouncilMeeting.Kind


@dataclass
class Council:
    """Who acts: seat 1 has `holder` and `deputy`, seat 2 `second`, seat 3 only `alone`, a deputy;
    `member` is in the reference group for `activities`; `steering` sits in the steering group.
    """

    coordinator: User
    holder: User
    deputy: User
    second: User
    alone: User
    member: User
    steering: User
    centre: User
    auditor: User
    reader: User
    activities: list[Activity] = field(default_factory=list)

    def meeting(
        self,
        day: date,
        kind: str = Kind.REGULAR,
        *,
        hour: int = 13,
        now: datetime = NOW,
        **more: Any,
    ) -> CouncilMeeting:
        """Plan a meeting of two hours on a day."""
        starts = datetime(day.year, day.month, day.day, hour - 1, tzinfo=UTC)
        meeting = CouncilMeeting(
            kind=kind, starts_at=starts, ends_at=starts + timedelta(hours=2), **more
        )
        return plan_meeting(meeting, user=self.coordinator, now=now)

    def called(self, meeting: CouncilMeeting, now: datetime = NOW) -> CouncilMeeting:
        """Call everybody who can be reached to a meeting."""
        invite(
            meeting,
            seen=whom(meeting).mark,
            revision=meeting.revision,
            user=self.coordinator,
            now=now,
        )
        meeting.refresh_from_db()
        return meeting

    def decided(self, meeting: CouncilMeeting, text: str, **more: Any) -> Decision:
        """Write down a decision of a meeting, whenever that is."""
        return Decision.objects.create(meeting=meeting, text=text, **more)

    def published(self, meeting: CouncilMeeting, audience: str) -> CouncilMeeting:
        """Write and publish the minutes of a meeting that has begun."""
        by: dict[str, Any] = {"user": self.coordinator, "now": NOW}
        kept = write_minutes(meeting, "Vad som sades", revision=meeting.revision, **by)
        return publish_minutes(kept, audience, revision=kept.revision, **by)

    def question(self, text: str = "Hur frågar man?", now: datetime = NOW) -> CouncilQuestion:
        """A question from the holder, without an answer."""
        return CouncilQuestion.objects.create(asked_by=self.holder, asked_at=now, text=text)


PEOPLE = {
    "coordinator": ("samordnaren", Role.COORDINATOR),
    "holder": ("ledamoten", Role.COUNCIL_MEMBER),
    "deputy": ("ersattaren", None),
    "second": ("andra", None),
    "alone": ("ensamma", None),
    "member": ("referensen", Role.REFERENCE_GROUP),
    "steering": ("styraren", Role.STEERING_GROUP),
    "centre": ("centrum", Role.COMPETENCE_CENTRE),
    "auditor": ("granskaren", Role.AUDITOR),
    "reader": ("medarbetaren", Role.READER),
}


def _person(username: str, role: Role | None) -> User:
    """Somebody with a mailbox, who signs in without a password: making those takes long."""
    user = User.objects.create(
        username=username, email=f"{username}@example.org", first_name=username.capitalize()
    )
    if role:
        give_role(user, role)
    return user


def set_up() -> Council:
    """Put people on the starting content's seats."""
    version = PlanVersion.objects.current()
    assert version is not None
    council = Council(
        **{name: _person(username, role) for name, (username, role) in PEOPLE.items()},
        activities=list(Activity.objects.of(version)[:3]),
    )
    seats = CouncilSeat.objects.filter(order__in=(1, 2, 3)).order_by("order")
    first, second, third = seats
    first.holder, first.deputy = council.holder, council.deputy
    second.holder = council.second
    third.deputy = council.alone
    for seat in seats:
        seat.save()
    member = ReferenceMember.objects.order_by("order").first()
    assert member is not None
    member.person = council.member
    member.save()
    member.activities.set(council.activities[:1])
    return council
