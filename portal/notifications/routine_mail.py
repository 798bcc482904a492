"""The mail that reminds of routines to read; who and when is the rule of `routines.reminding`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from portal.intranet.models import User
from portal.intranet.routines.reminding import Unread, remind
from portal.intranet.routines.services import keep_requests
from portal.intranet.routines.signals import reading_due
from portal.notifications.services import enqueue
from portal.notifications.working_hours import is_working_hour

KIND = "routines"


def remind_readers(now: datetime) -> str:
    """Ask those who are new at any hour, remind those who are late in working hours; say how many.

    Mails are put in the outbox; the same minute twice is once.
    """
    if not is_working_hour(now):
        return f"{keep_requests(now)} nya att läsa, ingen påminnelse utanför arbetstid"
    return f"{remind(now)} påminnelser om rutiner"


@receiver(reading_due)
def _put_in_outbox(user: User, items: list[Unread], now: datetime, **_: Any) -> bool:
    today = timezone.localdate(now)
    versions = "-".join(str(item.version.pk) for item in items)
    return enqueue(
        KIND,
        recipient=user.email,
        dedupe_key=f"{KIND}:{today}:{user.pk}:{versions}"[:200],
        subject="Påminnelse: 1 rutin att läsa"
        if len(items) == 1
        else f"Påminnelse: {len(items)} rutiner att läsa",
        context={
            "items": [
                {
                    "title": item.version.routine.title,
                    "number": item.version.number,
                    "note": item.version.note,
                    "asked_on": item.asked_on,
                    "link": settings.SITE_ADDRESS
                    + reverse("routine", args=[item.version.routine_id]),
                }
                for item in items
            ],
            "link": settings.SITE_ADDRESS + reverse("to_read"),
        },
        now=now,
    )
