"""What a person does with their unit."""

from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from portal.intranet.models import User
from portal.intranet.routines.services import keep_requests
from resources.municipality.models import Unit


@transaction.atomic
def choose_unit(user: User, unit: Unit, *, now: datetime) -> None:
    """Keep which unit the person works at: from now on they are asked to read what it must."""
    user.unit = unit
    user.save(update_fields=["unit"])
    log(user, "portal.unit_chosen", user=user, timestamp=now, data={"unit": str(unit)})
    keep_requests(now)
