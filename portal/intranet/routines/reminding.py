"""Who is reminded of reading, and when; the mail is `portal.notifications.routine_mail`'s.

The plan asks that professionals keep up to date and sets no days: the numbers below are ours, see
docs/decisions/0031-routines.md.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.log_actions import log

from portal.intranet.routines.access import Verb, may
from portal.intranet.routines.models import Acknowledgement, ReadingRequest, RoutineVersion
from portal.intranet.routines.services import DAYS_BETWEEN, asked_by_version, keep_requests
from portal.intranet.routines.signals import reading_due
from resources.municipality.contacts import ContactPerson
from resources.services.swedish_holidays import holiday_name

if TYPE_CHECKING:
    from portal.intranet.models import User
    from portal.intranet.pages import RoutinePage

WORKING_DAYS_TO_READ = 5
SATURDAY = 6


@dataclass(frozen=True)
class Unread:
    """One routine in a reminder: which version, and since when it waits."""

    version: RoutineVersion
    asked_on: date


def working_days_since(first: date, today: date) -> int:
    """Return how many working days have passed after `first`, `today` included."""
    days = (first + timedelta(n) for n in range(1, (today - first).days + 1))
    return sum(day.isoweekday() < SATURDAY and not holiday_name(day) for day in days)


def is_late(asked_on: date, today: date) -> bool:
    """Whether a person has had the days that everybody has to read."""
    return working_days_since(asked_on, today) >= WORKING_DAYS_TO_READ


def reachable(users: Iterable[int], today: date) -> dict[int, User]:
    """Return those who can be mailed, by key: at work, with an account in use and an address."""
    contacts = ContactPerson.objects.on(today).filter(away_until__gte=today, user__isnull=False)
    people = get_user_model().objects.filter(
        pk__in=list(users), is_active=True, left_on__isnull=True
    )
    return {
        user.pk: user for user in people.exclude(email="").exclude(pk__in=contacts.values("user"))
    }


@transaction.atomic
def remind(now: datetime) -> int:
    """Ask those who are new, remind those who are late, and return how many mails that made.

    A person gets one mail of all that is late, at most one a week, and none after reading.
    """
    keep_requests(now)
    today = timezone.localdate(now)
    waiting = _unread()
    count = 0
    people = reachable(waiting, today)
    # Over all that a person was asked: also what they have read, and what has a newer version.
    reminded = dict(
        ReadingRequest.objects.filter(user__in=waiting)
        .values_list("user")
        .annotate(Max("reminded_at"))
    )
    for key, requests in waiting.items():
        last = reminded[key]
        is_soon = last is not None and (today - timezone.localdate(last)).days < DAYS_BETWEEN
        late = [each for each in requests if is_late(timezone.localdate(each.asked_at), today)]
        if key in people and late and not is_soon:
            count += _mail(people[key], late, now)
    return count


@transaction.atomic
def remind_now(page: RoutinePage, people: Container[int], *, user: User, now: datetime) -> int:
    """Remind those of `people` who have not read what holds; return how many mails that made.

    `people` are the keys of those whom `user` has been shown. Nobody is reminded of the same
    routine twice a day. Raises `PermissionDenied`.
    """
    today = timezone.localdate(now)
    if not may(Verb.REMIND, user, page, today):
        raise PermissionDenied
    keep_requests(now)
    count = 0
    for person, request in to_remind(page, today):
        if person.pk in people:
            count += _mail(person, [request], now)
    log(page, "portal.remind_of_reading", user=user, timestamp=now, data={"count": count})
    return count


def to_remind(page: RoutinePage, today: date) -> list[tuple[User, ReadingRequest]]:
    """Return who would be reminded of the routine now: unread, reachable, and not today already."""
    waiting = _unread(page)
    people = reachable(waiting, today)
    found = [
        (people[key], request)
        for key, requests in waiting.items()
        for request in requests
        if key in people
        and not (request.reminded_at and timezone.localdate(request.reminded_at) == today)
    ]
    return sorted(found, key=lambda pair: pair[0].get_full_name() or pair[0].get_username())


def _unread(page: RoutinePage | None = None) -> dict[int, list[ReadingRequest]]:
    """Return the requests that nobody has answered, by the person's key."""
    asked = asked_by_version()
    rows = ReadingRequest.objects.filter(version__in=asked).select_related("version__routine")
    if page is not None:
        rows = rows.filter(version__routine=page.pk)
    read = set(
        Acknowledgement.objects.filter(version__in=asked).values_list("version_id", "user_id")
    )
    found: dict[int, list[ReadingRequest]] = {}
    for row in rows.order_by("asked_at", "pk"):
        if row.user_id in asked[row.version_id] and (row.version_id, row.user_id) not in read:
            found.setdefault(row.user_id, []).append(row)
    return found


def _mail(user: User, requests: list[ReadingRequest], now: datetime) -> int:
    items = [Unread(each.version, timezone.localdate(each.asked_at)) for each in requests]
    answers = reading_due.send(ReadingRequest, user=user, items=items, now=now)
    if not any(is_new for _, is_new in answers):
        return 0
    keys = [each.pk for each in requests]
    ReadingRequest.objects.filter(pk__in=keys).update(reminded_at=now)
    return 1
