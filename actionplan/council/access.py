"""Who may read and do what in the council: one rule, asked by lists and by single pages alike.

Who sits on a seat, and who is in the reference group, are rows with a first and a last day; the
rest is rights of roles. Reading papers gives no right to ask or to change: an auditor reads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from actionplan.council.kinds import MeetingKind, MinutesAudience
from actionplan.council.seats import CouncilSeat, ReferenceMember

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

    Person = AbstractUser | AnonymousUser

NOTHING = Q(pk__in=())
# Not an empty condition: with `|` that would give way to the other side.
EVERYTHING = Q(pk__isnull=False)
COUNCILS_OWN = (MeetingKind.REGULAR, MeetingKind.JOINT, MeetingKind.FORUM)
FOR_ALL_STAFF = (MinutesAudience.STAFF, MinutesAudience.PUBLIC)


@dataclass(frozen=True)
class Standing:
    """What a person is to the council on a day. `lineages`: what the reference group calls for."""

    user_id: int | None = None
    runs: bool = False
    sits: bool = False
    reads_council: bool = False
    reads_steering: bool = False
    answers: bool = False
    is_reference: bool = False
    lineages: frozenset[UUID] = frozenset()

    @property
    def asks(self) -> bool:
        """Whether the person may ask the competence centre: whoever sits, and who runs it."""
        return self.sits or self.runs

    @property
    def takes_part(self) -> bool:
        """Whether the council's pages have anything for the person."""
        reads = self.reads_council or self.reads_steering
        return reads or self.runs or self.answers or self.is_reference


def standing(user: Person, today: date) -> Standing:
    """Return what `user` is to the council on the day `today`. Two queries beside the rights."""
    if not user.is_authenticated or not user.is_active:
        return Standing()
    runs = user.has_perm("actionplan.run_council")
    sits = CouncilSeat.objects.of(user, today).exists()
    members = ReferenceMember.objects.on(today).filter(person_id=user.pk)
    rows = list(members.values_list("pk", "activities__lineage"))
    return Standing(
        user_id=user.pk,
        runs=runs,
        sits=sits,
        reads_council=runs or sits or user.has_perm("actionplan.read_council_papers"),
        reads_steering=runs or user.has_perm("actionplan.read_steering_papers"),
        answers=user.has_perm("actionplan.answer_council_questions"),
        is_reference=bool(rows),
        lineages=frozenset(lineage for _, lineage in rows if lineage),
    )


def papers(who: Standing) -> Q:
    """Return whose meetings `who` reads the agenda and the papers of, as a condition on meetings.

    The reference group reads the yearly joint meeting, and a meeting it was called to.
    """
    if who.user_id is None:
        return NOTHING
    if who.runs:
        return EVERYTHING
    found = NOTHING
    if who.reads_council:
        found |= Q(kind__in=COUNCILS_OWN)
    if who.reads_steering:
        found |= Q(kind=MeetingKind.STEERING)
    if who.is_reference:
        called = Q(called_for__lineage__in=who.lineages, invitations__person=who.user_id)
        found |= Q(kind=MeetingKind.JOINT) | Q(kind=MeetingKind.REGULAR) & called
    return found


def minutes(who: Standing) -> Q:
    """Return whose minutes `who` reads, as a condition on meetings: published, to them."""
    if who.user_id is None:
        return NOTHING
    if who.runs:
        return EVERYTHING
    published = Q(minutes_published_at__isnull=False)
    return published & (papers(who) | Q(minutes_audience__in=FOR_ALL_STAFF))


def decisions(who: Standing) -> Q:
    """Return which decisions `who` reads, beside those of the meetings whose papers they read.

    One's own to see to, and those of the council about the activities that one is called for: the
    steering group's are its own.
    """
    if who.user_id is None:
        return NOTHING
    if who.runs:
        return EVERYTHING
    own = Q(responsible_person=who.user_id)
    if not who.lineages:
        return own
    return own | Q(activities__lineage__in=who.lineages, meeting__kind__in=COUNCILS_OWN)


def questions(who: Standing) -> Q:
    """Return which questions `who` reads: one's own, and those published to the council."""
    if who.user_id is None:
        return NOTHING
    if who.runs or who.answers:
        return EVERYTHING
    own = Q(asked_by=who.user_id)
    return own | Q(is_published_to_council=True) if who.reads_council else own


View = Callable[..., HttpResponse]


def who_asks(request: HttpRequest) -> Standing:
    """Return what the person of a request is to the council today."""
    return standing(request.user, timezone.localdate())


def for_who_runs(view: View) -> View:
    """Let those in who run the council; all others get `PermissionDenied`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_runs(request.user)
        return view(request, *args, **kwargs)

    return guarded


def require_runs(user: Person) -> None:
    """Raise `PermissionDenied` unless `user` runs the council."""
    if not (user.is_active and user.has_perm("actionplan.run_council")):
        raise PermissionDenied
