"""The danger numbers never expire: every half year the communicators are asked to try them."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from portal.intranet.models import User
from portal.intranet.roles import Role
from portal.notifications.services import enqueue
from portal.notifications.working_hours import is_working_hour

REMINDER_MONTHS = 6
SUBJECT = "Telefonnummer att kontrollera"


def communicators() -> list[User]:
    """Return the people who are reminded: communicators with an account and an address."""
    return list(
        User.objects.filter(groups__name=Role.COMMUNICATOR.label, is_active=True)
        .exclude(email="")
        .order_by("pk")
    )


def remind_of_danger_numbers(now: datetime) -> str:
    """Put the half year's reminder in the outbox; return how many in words. Once each."""
    if not is_working_hour(now):
        return "ingen påminnelse om larmnumren utanför arbetstid"
    today = timezone.localdate(now)
    period = (today.year * 12 + today.month - 1) // REMINDER_MONTHS
    count = sum(
        enqueue(
            "danger_numbers",
            recipient=user.email,
            dedupe_key=f"danger_numbers:{period}:{user.pk}",
            subject=SUBJECT,
            context={"lines": settings.MUNICIPALITY.danger_lines, "months": REMINDER_MONTHS},
            now=now,
        )
        for user in communicators()
    )
    return f"{count} påminnelser om larmnumren"
