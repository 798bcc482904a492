"""What is done with happenings and followers: told, asked for, confirmed, chosen, left."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from portal.notifications.models import OutboxMessage
from portal.notifications.services import enqueue
from portal.subscriptions import links, subjects
from portal.subscriptions.links import Purpose
from portal.subscriptions.models import (
    UNCONFIRMED_DAYS,
    Follower,
    Happening,
    Subscription,
    new_nonce,
)
from portal.subscriptions.names import names
from portal.subscriptions.schedule import Rhythm

if TYPE_CHECKING:
    from portal.intranet.models import User

CONFIRM, KNOWN, NEWS = "subscription_confirm", "subscription_known", "digest_outside"
# What goes to mailboxes outside: these mails are forgotten sooner, and at once by who leaves.
OUTSIDE_KINDS = (CONFIRM, KNOWN, NEWS)
# What the mail server is to be spared, from however many computers it comes: one computer alone is
# slowed down by the web server long before this (deploy/nginx.conf), so that it locks nobody out.
MOST_AN_HOUR = 2000
NEUTRAL_SUBJECT = "Från webbplatsen"


class TooManyAsk(Exception):
    """So many have asked within the hour that nobody else may for a while."""


def tell(
    key: str,
    *,
    title: str,
    summary: str = "",
    audience: str,
    about: Collection[str],
    page: Page | None = None,
    path: str = "",
    now: datetime,
) -> bool:
    """Write that something has happened, and return whether it is new; one key is one happening.

    Nothing is told that leads nowhere: without a page or a path there is no happening.
    """
    if page is None and not path:
        return False
    _, is_new = Happening.objects.get_or_create(
        key=key,
        defaults={
            "at": now,
            "title": title,
            "summary": summary,
            "audience": audience,
            "subjects": list(about),
            "page": page,
            "path": "" if page else path,
        },
    )
    return is_new


@transaction.atomic
def ask_to_follow(mailbox: str, about: Collection[str], rhythm: str, now: datetime) -> None:
    """Put one mail to `mailbox` in the outbox: a question, or to who follows already the settings.

    One a day and address, however often it is asked. Raises `TooManyAsk`, without having looked
    at whose address it is.
    """
    recent = OutboxMessage.objects.filter(
        kind__in=(CONFIRM, KNOWN), created_at__gt=now - timedelta(hours=1)
    )
    if recent.count() >= MOST_AN_HOUR:
        raise TooManyAsk
    Follower.objects.get_or_create(mailbox=mailbox.lower(), defaults={"asked_at": now})
    follower = Follower.objects.select_for_update(of=("self",)).get(mailbox=mailbox.lower())
    is_new = follower.confirmed_at is None
    if not is_new:
        # Whoever asks again may have lost a mail: older links to the settings lead nowhere now.
        follower.nonce = new_nonce()
    purpose = Purpose.CONFIRM if is_new else Purpose.SETTINGS
    is_put = enqueue(
        CONFIRM if is_new else KNOWN,
        recipient=follower.mailbox,
        dedupe_key=f"follow:{follower.pk}:{timezone.localdate(now)}",
        subject=NEUTRAL_SUBJECT,
        context={"link": links.link(purpose, follower), "days": UNCONFIRMED_DAYS},
        now=now,
        holds_key=True,
    )
    if is_new:
        follower.subscriptions.all().delete()
        _add(follower, dict.fromkeys(about, rhythm), now)
    if is_put:
        follower.asked_at = now if is_new else follower.asked_at
        follower.save(update_fields=["asked_at", "nonce"])


@transaction.atomic
def confirm(follower: Follower, shown: Collection[str], now: datetime) -> bool:
    """Begin to tell the follower of what the page showed, and return whether it was there.

    Twice is once. What was asked may have been changed since the page was shown: then nothing
    begins, and who reads is asked about what there is now.
    """
    held = Follower.objects.select_for_update().get(pk=follower.pk)
    if held.confirmed_at is not None:
        return True
    if not held.subscriptions.filter(subject__in=shown).exists():
        return False
    held.confirmed_at = now
    held.save(update_fields=["confirmed_at"])
    held.subscriptions.exclude(subject__in=shown).delete()
    held.subscriptions.update(since=now)
    return True


@transaction.atomic
def choose(follower: Follower, rhythms: Mapping[str, str], now: datetime) -> Follower | None:
    """Save how often the follower is told of each subject; the subjects not named stay.

    A mailbox that wants nothing more is forgotten: then None is returned. A person with an account
    and a contact person keep their *not at all*, so that nothing begins by itself again.
    """
    held = Follower.objects.select_for_update().get(pk=follower.pk)
    known = {row.subject: row for row in held.subscriptions.all()}
    for subject, rhythm in rhythms.items():
        row = known.get(subject)
        if row is not None and row.rhythm != rhythm:
            row.since = now if row.rhythm == Rhythm.NONE else row.since
            row.rhythm, row.by_register = rhythm, False
            row.save(update_fields=["rhythm", "since", "by_register"])
    _add(held, {subject: rhythms[subject] for subject in rhythms if subject not in known}, now)
    if _is_outside(held):
        held.subscriptions.filter(rhythm=Rhythm.NONE).delete()
        if not held.subscriptions.exists():
            leave(held)
            return None
    return held


@transaction.atomic
def leave(follower: Follower) -> None:
    """End all mails to the follower. Of a mailbox outside nothing is left, nor of mails to it."""
    held = Follower.objects.select_for_update().filter(pk=follower.pk).first()
    if held is None:
        return
    if _is_outside(held):
        mails = OutboxMessage.objects.filter(recipient=held.mailbox, kind__in=OUTSIDE_KINDS)
        # One that is being sent this moment is held by its sender: the retention takes it later.
        mails.exclude(state=OutboxMessage.State.SENDING).delete()
        held.delete()
    else:
        held.subscriptions.update(rhythm=Rhythm.NONE)


def follower_of_user(user: User, now: datetime) -> Follower:
    """Return the person as a follower, made at the first question."""
    follower, _ = Follower.objects.get_or_create(
        user=user, defaults={"asked_at": now, "confirmed_at": now}
    )
    return follower


def renew_calendar(follower: Follower) -> Follower:
    """Give the person's calendar a new address; the old one leads nowhere from now on."""
    return _set_calendar(follower, new_nonce())


def close_calendar(follower: Follower) -> Follower:
    """Take away the address of the person's calendar."""
    return _set_calendar(follower, "")


def _set_calendar(follower: Follower, nonce: str) -> Follower:
    follower.calendar_nonce = nonce
    follower.save(update_fields=["calendar_nonce"])
    return follower


def _is_outside(follower: Follower) -> bool:
    return follower.user_id is None and not follower.is_contact


def _add(follower: Follower, rhythms: Mapping[str, str], now: datetime) -> None:
    known = names() if rhythms else {}
    Subscription.objects.bulk_create(
        Subscription(follower=follower, subject=subject, rhythm=rhythm, since=now)
        for subject, rhythm in rhythms.items()
        if subject in known and subjects.is_subject(subject)
    )
