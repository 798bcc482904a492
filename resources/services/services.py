"""What is done to a service: its owner confirms what is said of it, and its hours are set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from resources.municipality.models import Unit
from resources.services.channels import Channel
from resources.services.history import ASSURED
from resources.services.hours import Schedule, ScheduleException, week_of
from resources.services.models import Service
from resources.services.opening_hours import DifferentDays, Span


@transaction.atomic
def confirm_assurance(service: Service, *, unit: Unit, now: datetime) -> None:
    """Write that `unit` has confirmed today that the service and its ways of contact are right.

    Nobody has signed in, so no user stands for it: the log keeps which unit it was. Raises
    `ValidationError` when the unit does not own the service (any more).
    """
    held = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    if held.owner_unit_id != unit.pk:
        raise ValidationError("Enheten äger inte stödet.")
    today = timezone.localdate(now)
    # A number that its owner has seen and confirmed is no longer one that nobody has checked.
    held.channels.exclude(value="").update(verified_on=today)
    held.assured_on, held.assured_by = today, None
    held.save(update_fields=["assured_on", "assured_by"])
    log(held, ASSURED, timestamp=now, data={"unit": unit.name}, content_changed=True)


@transaction.atomic
def set_week(channel: Channel, week: Mapping[int, Iterable[Span]]) -> None:
    """Let the week of a saved channel be `week` (spans by weekday 1–7) and nothing else."""
    channel.schedules.all().delete()
    Schedule.objects.bulk_create(
        Schedule(channel=channel, weekday=weekday, **Schedule.columns_of(span))
        for weekday, spans in week.items()
        for span in spans
    )


def copy_week(source: Channel, channel: Channel) -> None:
    """Let the week of `channel` be as that of `source`."""
    set_week(channel, week_of(source))


@transaction.atomic
def set_different_days(channel: Channel, days: Iterable[DifferentDays]) -> None:
    """Let the days on which a saved channel is not as usual be `days` and nothing else."""
    channel.exceptions.all().delete()
    ScheduleException.objects.bulk_create(
        ScheduleException(
            channel=channel,
            first_day=each.first_day,
            last_day=each.last_day,
            reason=each.reason,
            is_closed=not each.spans,
            **(ScheduleException.columns_of(each.spans[0]) if each.spans else {}),
        )
        for each in days
    )
