"""What the time is, for everything that a reader sees."""

import datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime.datetime:
    """Return the moment, aware; where the settings hold another moment (ISO 8601), that one."""
    if settings.CLOCK:
        return datetime.datetime.fromisoformat(settings.CLOCK)
    return timezone.now()
