"""What the timer does every minute: each job looks for what is due, and finds it only once."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.mail import get_connection

from actionplan.reports.making import make_waiting_files
from portal.notifications.assurance import ask_owners
from portal.notifications.danger_numbers import remind_of_danger_numbers
from portal.notifications.followup_mail import remind_boards
from portal.notifications.sending import send_due
from portal.notifications.services import erase_dead_links

LOGGER = logging.getLogger("portal.notifications")


@dataclass(frozen=True)
class Job:
    """Something that is due now and then; `run` takes the time and says what it did."""

    name: str
    run: Callable[[datetime], str]


def _send(now: datetime) -> str:
    return str(send_due(now, get_connection()))


# Sending after those that put something in the outbox, so that it goes out at once. Files of
# reports come last: a long report takes minutes, and no mail waits for it.
JOBS = (
    Job("owners", ask_owners),
    Job("danger numbers", remind_of_danger_numbers),
    Job("dead links", erase_dead_links),
    Job("follow-up", remind_boards),
    Job("mail", _send),
    Job("report files", make_waiting_files),
)


def run_due(now: datetime, say: Callable[[str], object]) -> bool:
    """Run every job and return whether all went well; one that fails does not stop the others."""
    well = True
    for job in JOBS:
        try:
            say(f"{job.name}: {job.run(now)}")
        except Exception:
            LOGGER.exception("The job %r failed.", job.name)
            well = False
    return well
