"""What a person has to read and has read: the list `lasa/`, and the start page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.intranet.routines.access import Verb, allowed
from portal.intranet.routines.models import Acknowledgement, ReadingRequest, RoutineVersion

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.intranet.models import User


@dataclass(frozen=True)
class ToRead:
    """One routine that a person must read: which version, what is new, and since when."""

    version: RoutineVersion
    url: str
    asked_on: date

    @property
    def title(self) -> str:
        """The routine's heading."""
        return str(self.version.routine.title)


def to_read(user: User | AnonymousUser, today: date) -> list[ToRead]:
    """Return what `user` must read and has not, the one that has waited longest first."""
    if not user.is_authenticated:
        return []
    versions = list(
        RoutineVersion.objects.current()
        .filter(routine__in=allowed(Verb.CONFIRM, user, today))
        .exclude(acknowledgements__user=user.pk)
        .with_routine()
    )
    asked = dict(
        ReadingRequest.objects.filter(user=user.pk, version__in=versions).values_list(
            "version_id", "asked_at"
        )
    )
    found = []
    for version in versions:
        asked_on = timezone.localdate(asked[version.pk]) if version.pk in asked else today
        found.append(ToRead(version, version.routine.get_url() or "", asked_on))
    return sorted(found, key=lambda each: (each.asked_on, each.title))


def have_read(user: User) -> list[Acknowledgement]:
    """Return what `user` has confirmed, the latest first."""
    return list(
        Acknowledgement.objects.filter(user=user)
        .select_related("version__routine")
        .order_by("-at", "-pk")
    )
