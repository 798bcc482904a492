"""An exit that leads nowhere is told to those who can choose another, once a week."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from portal.navigation.exit import ExitSettings
from portal.notifications.danger_numbers import communicators
from portal.notifications.services import enqueue

SUBJECT = "Webbadress att byta"


def tell_of_dead_exit(chosen: ExitSettings, fault: str, now: datetime) -> int:
    """Put a mail to each communicator in the outbox; return how many are new this week."""
    year, week, _day = timezone.localdate(now).isocalendar()
    desk = reverse("wagtailsettings:edit", args=["portal", "exitsettings", chosen.site_id])
    return sum(
        enqueue(
            "dead_exit",
            recipient=user.email,
            dedupe_key=f"dead_exit:{chosen.site_id}:{year}-{week}:{user.pk}",
            subject=SUBJECT,
            context={
                "address": chosen.address,
                "fault": fault,
                "desk": settings.SITE_ADDRESS + desk,
            },
            now=now,
        )
        for user in communicators()
    )
