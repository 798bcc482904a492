"""How long what is kept of followers and mails stays, as the page for outsiders says."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from portal.notifications.models import OutboxMessage, OutboxQuerySet
from portal.subscriptions.models import Follower, Happening
from portal.subscriptions.services import OUTSIDE_KINDS

OUTSIDE_MAIL_DAYS = 7
# What a mail said and to whom is forgotten first; that it was sent is what keeps it from being sent
# again, and some are sent once a year.
MAIL_DAYS = 90
KEY_DAYS = 400
State = OutboxMessage.State


def forget(now: datetime) -> str:
    """Delete what has been kept long enough; return in words what that was."""
    outside = _older(now, OUTSIDE_MAIL_DAYS).filter(kind__in=OUTSIDE_KINDS)
    counts = [
        (_delete(Follower.objects.forgotten(now)), "följare"),
        (_delete(outside) + _delete(_older(now, KEY_DAYS)), "utskick"),
        (_empty(_older(now, MAIL_DAYS)), "mottagare"),
        (_delete(Happening.objects.forgotten(now)), "händelser"),
    ]
    return "glömt: " + ", ".join(f"{count} {what}" for count, what in counts)


def _older(now: datetime, days: int) -> OutboxQuerySet:
    """Return what was sent so long ago, and what failed and was put in the outbox then."""
    oldest = now - timedelta(days=days)
    sent = OutboxMessage.objects.filter(state=State.SENT, sent_at__lt=oldest)
    return sent | OutboxMessage.objects.filter(state=State.FAILED, created_at__lt=oldest)


def _empty(mails: OutboxQuerySet) -> int:
    """Take away to whom the mails went and what they said; return how many had it."""
    full = mails.exclude(recipient="")
    nothing = dict.fromkeys(["recipient", "text", "html", "calendar", "unsubscribe_address"], "")
    # The mail server's answer may name the address too.
    failed = full.filter(state=State.FAILED).update(**nothing, error="Glömt.")
    return failed + full.update(**nothing, error="")


def _delete(rows: QuerySet) -> int:
    count = rows.count()
    rows.delete()
    return count
