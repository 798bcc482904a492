"""What the timer does every minute: each job looks for what is due, and finds it only once."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.mail import get_connection

from actionplan.reports.making import make_waiting_files
from portal.delivery.cache import delete_expired
from portal.intranet.accounts.unknown import rest_unused_accounts
from portal.intranet.contact_register.mail import remind_contacts
from portal.intranet.sign_in.sessions import remove_ended
from portal.notifications.assurance import ask_owners
from portal.notifications.danger_numbers import remind_of_danger_numbers
from portal.notifications.followup_mail import remind_boards
from portal.notifications.forum_mail import tend_forums
from portal.notifications.routine_mail import remind_readers
from portal.notifications.sending import send_due
from portal.notifications.services import erase_dead_links
from portal.subscriptions.contacts import follow_from_the_start
from portal.subscriptions.digests import send_digests
from portal.subscriptions.retention import forget

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
    Job("reading", remind_readers),
    Job("forums", tend_forums),
    Job("ended sessions", remove_ended),
    Job("counted attempts", delete_expired),
    Job("unused accounts", rest_unused_accounts),
    Job("contact persons", remind_contacts),
    Job("contact persons' subscriptions", follow_from_the_start),
    Job("digests", send_digests),
    Job("retention", forget),
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
