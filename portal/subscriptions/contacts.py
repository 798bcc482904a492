"""Contact persons are told from their first day on, and may change it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.subscriptions import subjects
from portal.subscriptions.models import Follower, Subscription
from portal.subscriptions.schedule import Rhythm
from resources.municipality.contacts import CARRIES, ContactPerson


@transaction.atomic
def follow_from_the_start(now: datetime) -> str:
    """Let every contact person of today follow the site and their unit's routines, weekly.

    What somebody has chosen already stands, *not at all* too. Who has no account and is no contact
    person any longer keeps what they chose themselves, and is forgotten without that. Return how
    many began, in words.
    """
    today = timezone.localdate(now)
    contacts = ContactPerson.objects.on(today).filter(role__in=CARRIES)
    rows = list(contacts.exclude(user__is_active=False))
    mailboxes = {row.mailbox.lower() for row in rows if row.mailbox}
    _let_go(Follower.objects.filter(is_contact=True).exclude(mailbox__in=mailboxes))
    followers = _followers(rows, now)
    have = set(
        Subscription.objects.filter(follower__in=followers.values()).values_list(
            "follower", "subject"
        )
    )
    new = {
        (follower.pk, subject)
        for row in rows
        for follower in [followers[_whose(row)]]
        for subject in _first_subjects(row)
    } - have
    Subscription.objects.bulk_create(
        (
            Subscription(
                follower_id=pk, subject=subject, rhythm=Rhythm.WEEKLY, since=now, by_register=True
            )
            for pk, subject in sorted(new)
        ),
        ignore_conflicts=True,
    )
    return f"{len(new)} nya prenumerationer för kontaktpersoner"


def _let_go(followers: QuerySet[Follower]) -> None:
    """Let mailboxes keep of their subscriptions what they chose and anyone may follow."""
    rows = Subscription.objects.filter(follower__in=followers)
    own = rows.heard().filter(by_register=False)
    keeps = {row.pk: row.follower_id for row in own if subjects.is_public(row.subject)}
    rows.exclude(pk__in=keeps).delete()
    followers.exclude(pk__in=keeps.values()).delete()
    followers.update(is_contact=False)


def _first_subjects(row: ContactPerson) -> list[str]:
    return [subjects.SITE, *([subjects.routines(row.unit_id)] if row.unit_id else [])]


def _whose(row: ContactPerson) -> int | str:
    return row.user_id or row.mailbox.lower()


def _followers(rows: list[ContactPerson], now: datetime) -> dict[int | str, Follower]:
    """Return the contact persons as followers, by account or mailbox; make those that are new."""
    users = {row.user_id for row in rows if row.user_id}
    mailboxes = {row.mailbox.lower() for row in rows if row.mailbox}
    known = [
        *Follower.objects.filter(user__in=users),
        *Follower.objects.filter(mailbox__in=mailboxes),
    ]
    found: dict[int | str, Follower] = {one.user_id or one.mailbox: one for one in known}
    # Another worker may be making the same ones at this moment.
    for user in users - found.keys():
        new = {"asked_at": now, "confirmed_at": now}
        found[user], _ = Follower.objects.get_or_create(user_id=user, defaults=new)
    for mailbox in mailboxes - found.keys():
        named = {"asked_at": now, "confirmed_at": now, "is_contact": True}
        found[mailbox], _ = Follower.objects.get_or_create(mailbox=mailbox, defaults=named)
    for mailbox in mailboxes:
        one = found[mailbox]
        if one.confirmed_at is None:
            # Whoever typed the address may be somebody else: nothing of it begins by the register.
            one.subscriptions.all().delete()
        if not one.is_contact or one.confirmed_at is None:
            one.is_contact, one.confirmed_at = True, one.confirmed_at or now
            one.save()
    return found
