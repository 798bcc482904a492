"""When a machine may write to people at work: not in the night, at weekends or on holidays."""

from datetime import datetime

from django.utils import timezone

from resources.services.swedish_holidays import holiday_name

FIRST_HOUR, LAST_HOUR = 7, 17
SATURDAY = 6


def is_working_hour(now: datetime) -> bool:
    """Whether `now` (aware) is on a working day, from seven until five by the clock on the wall."""
    here = timezone.localtime(now)
    is_working_day = here.isoweekday() < SATURDAY and not holiday_name(here.date())
    return is_working_day and FIRST_HOUR <= here.hour < LAST_HOUR
