"""The mails of the follow-up: one digest a person and day, put in the outbox when it is due.

Who is told what is the rule of `actionplan.followup.reminders`; here it becomes words.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from actionplan.followup.reminding.data import As, Digest, Item, Notice, Step
from actionplan.followup.reminding.making import remind
from actionplan.signals import reminder_due, reminder_shown
from portal.notifications.services import enqueue, mail_text
from portal.notifications.working_hours import is_working_hour

KIND = "followup"
DAY = "j F Y"
HEADINGS = {
    Step.RETURNED: "tillbaka till er för ändring",
    Step.TO_APPROVE: "väntar på att du godkänner",
}
WHY = {
    As.CONTACT: "",
    As.DEPUTY: "Du får brevet som nämndens ersättare.",
    As.MAILBOX: "Ge gärna brevet till den som svarar för nämnden.",
    As.MANAGER: "Du får brevet som chef, eftersom svaret dröjer.",
    As.APPROVER: "",
    As.COORDINATOR: "Nämnden har ingen annan som tar emot brevet.",
}
LATE_FOR_LONG = "Nämnden har påmints flera gånger."
# Not a board's own people: they are told how it stands, and the greeting is not to them.
OTHERS = (As.MANAGER, As.APPROVER, As.COORDINATOR)


@dataclass(frozen=True)
class Section:
    """What the mail says of one board: a heading with the days, the activities, and the page."""

    heading: str
    days: str
    why: str
    items: tuple[Item, ...]
    link: str


def remind_boards(now: datetime) -> str:
    """Put what is due in the outbox; return how many mails in words. Twice a day is once."""
    if not is_working_hour(now):
        return "ingen påminnelse om uppföljning utanför arbetstid"
    return f"{remind(now)} påminnelser om uppföljning"


@receiver(reminder_due)
def _put_in_outbox(digest: Digest, now: datetime, **_: Any) -> bool:
    today = timezone.localdate(now)
    whom = hashlib.sha256(digest.recipient.key.encode()).hexdigest()[:32]
    return enqueue(
        KIND,
        recipient=digest.recipient.address,
        dedupe_key=f"{KIND}:{today}:{whom}",
        subject=subject(digest),
        context=context(digest, today),
        now=now,
    )


@receiver(reminder_shown)
def _show(digest: Digest, today: date, **_: Any) -> tuple[str, str]:
    return subject(digest), mail_text(KIND, context(digest, today))


def subject(digest: Digest) -> str:
    """Return a subject line that tells nobody but its reader anything."""
    years = sorted({str(notice.work.year) for notice in digest.notices})
    words = f"Uppföljning {' och '.join(years)}"
    if not digest.firsts:
        words = f"Påminnelse: {words[:1].lower()}{words[1:]}"
    return f"Exempeldata: {words}" if digest.is_example else words


def context(digest: Digest, today: date) -> dict[str, Any]:
    """Return what the mail's texts need."""
    greetings = {
        notice.work.period: notice.work.message
        for notice in digest.notices
        if notice.work.period in digest.firsts and notice.told_as not in OTHERS
    }
    return {
        "greetings": [text for text in greetings.values() if text],
        "sections": [_section(notice, today) for notice in digest.notices],
        "is_example": digest.is_example,
    }


def _section(notice: Notice, today: date) -> Section:
    work = notice.work
    count = len(notice.items)
    is_last = notice.step is Step.OVERDUE_COORDINATORS
    what = "1 aktivitet" if count == 1 else f"{count} aktiviteter"
    return Section(
        heading=f"{work.board_name}: {what} {HEADINGS.get(notice.step, 'att svara på')}",
        days="" if notice.step is Step.TO_APPROVE else _days(work.due_on, today),
        why=LATE_FOR_LONG if is_last else WHY[notice.told_as],
        items=notice.items,
        link=f"{settings.SITE_ADDRESS}{reverse('followup')}{work.year}/{work.board_slug}/",
    )


def _days(due_on: date, today: date) -> str:
    left = (due_on - today).days
    if left < 0:
        late = "1 dag" if left == -1 else f"{-left} dagar"
        return f"Sista svarsdag var {date_format(due_on, DAY)}. Svaret är {late} sent."
    if left == 0:
        return "Sista svarsdag är i dag."
    remaining = "1 dag" if left == 1 else f"{left} dagar"
    return f"Sista svarsdag är {date_format(due_on, DAY)}, om {remaining}."
