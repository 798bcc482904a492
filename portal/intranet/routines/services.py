"""What is done with reading: who is asked is kept, and a person confirms."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from portal.intranet.routines.access import Verb, may
from portal.intranet.routines.members import people_in
from portal.intranet.routines.models import (
    Acknowledgement,
    ReadingGroup,
    ReadingRequest,
    RoutineVersion,
)

if TYPE_CHECKING:
    from portal.intranet.models import User
    from portal.intranet.pages import RoutinePage

# Between two mails to one person: ours, see docs/decisions/0031-routines.md.
DAYS_BETWEEN = 7
SUPERSEDED = (
    "Rutinen har fått en ny version medan du läste. Läs den som gäller nu, och bekräfta sedan."
)


@transaction.atomic
def acknowledge(page: RoutinePage, number: int, *, user: User, now: datetime) -> Acknowledgement:
    """Keep that `user` has read version `number`; twice is once, and the first time stands.

    Raises `PermissionDenied` for somebody who is not asked, and `ValidationError` for a version
    that does not hold any more.
    """
    if not may(Verb.CONFIRM, user, page, timezone.localdate(now)):
        raise PermissionDenied
    # Held, so that no new version comes between the question and the answer.
    held = RoutineVersion.objects.select_for_update().filter(routine=page.pk)
    version = held.order_by("-number").first()
    if version is None or version.number != number:
        raise ValidationError(SUPERSEDED)
    read, _ = Acknowledgement.objects.get_or_create(
        version=version, user=user, defaults={"at": now}
    )
    return read


def asked_by_version() -> dict[int, set[int]]:
    """Return the keys of those who must read each version that holds, by the version's key."""
    versions = list(
        RoutineVersion.objects.current()
        .filter(routine__reading_groups__isnull=False)
        .values_list("pk", "routine__reading_groups")
    )
    groups = ReadingGroup.objects.with_rules().filter(pk__in={group for _, group in versions})
    people = people_in(groups) if versions else {}
    asked: dict[int, set[int]] = {}
    for version, group in versions:
        asked.setdefault(version, set()).update(people[group])
    return asked


@transaction.atomic
def keep_requests(now: datetime) -> int:
    """Make the database say who is asked to read what, and return how many were asked anew.

    A person who has come to a group is asked from now; one who has left it, or a routine that is
    not published, is asked no more. What has been read stays read. A request that was reminded of
    is kept until the person may be written to again.
    """
    asked = asked_by_version()
    wanted = {(version, user) for version, users in asked.items() for user in users}
    kept = set(ReadingRequest.objects.values_list("version_id", "user_id"))
    read = set(
        Acknowledgement.objects.filter(version__in=asked).values_list("version_id", "user_id")
    )
    new = [
        ReadingRequest(version_id=version, user_id=user, asked_at=now)
        for version, user in sorted(wanted - kept - read)
    ]
    ReadingRequest.objects.bulk_create(new, ignore_conflicts=True)
    gone = kept - wanted
    for version in {version for version, _ in gone}:
        users = [user for of, user in gone if of == version]
        rows = ReadingRequest.objects.filter(version=version, user__in=users)
        rows.exclude(reminded_at__gt=now - timedelta(days=DAYS_BETWEEN)).delete()
    return len(new)
