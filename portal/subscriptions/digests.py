"""Digests: one mail a follower with what is new, by subject, when their rhythm says so.

What somebody has been told is written in the same transaction as the mail is put in the outbox,
under a lock on their row: nobody is told a thing twice, and nothing goes out when nothing happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from portal.notifications.models import OutboxMessage
from portal.notifications.services import enqueue
from portal.subscriptions import links, subjects
from portal.subscriptions.access import audiences, carries_for
from portal.subscriptions.links import Purpose
from portal.subscriptions.models import Follower, Happening, Subscription, Telling
from portal.subscriptions.names import calm_names, names
from portal.subscriptions.schedule import Rhythm, gathered_until, week_of
from portal.subscriptions.services import NEUTRAL_SUBJECT, NEWS
from resources.municipality.contacts import ContactPerson, reached

# What nobody could be told of within a month is no news.
NEWS_DAYS = 31
STAFF_NEWS, PASS_ON = "digest_staff", "digest_contact"
KINDS = (NEWS, STAFF_NEWS, PASS_ON)
STAFF_SUBJECT = "Nytt att läsa"
PASS_ON_SUBJECT = "Nytt att läsa och skicka vidare"


@dataclass(frozen=True)
class Item:
    """One thing that has happened, as a mail tells it."""

    title: str
    summary: str
    link: str


@dataclass(frozen=True)
class Section:
    """What is new of one subject."""

    title: str
    items: tuple[Item, ...]


def send_digests(now: datetime) -> str:
    """Put every digest that is due in the outbox; return how many in words."""
    waiting = list(_waiting(now))
    known = names() if waiting else {}
    calm = known | calm_names() if waiting else {}
    count = sum(_send(pk, known, calm, now) for pk in waiting)
    return f"{count} sammandrag till prenumeranter"


@transaction.atomic
def correct(happening: Happening, *, title: str, summary: str) -> None:
    """Say something that has happened in other words; mails that wait with it are made anew."""
    if (happening.title, happening.summary) == (title, summary):
        return
    happening.title, happening.summary = title, summary
    happening.save(update_fields=["title", "summary"])
    unsend(happening)


@transaction.atomic
def unsend(happening: Happening) -> None:
    """Take back the mails that wait with a happening in them; the next run makes them anew.

    What else they tell is then told without it, or with it as it reads by then.
    """
    unsent = [OutboxMessage.State.WAITING, OutboxMessage.State.FAILED]
    mails = OutboxMessage.objects.filter(kind__in=KINDS, state__in=unsent).select_for_update()
    waiting = {mail.pk: mail.dedupe_key.rpartition(":")[0] for mail in mails}
    told = happening.tellings.filter(mail__in=waiting.values())
    keys = set(told.values_list("mail", flat=True))
    Telling.objects.filter(mail__in=keys).delete()
    OutboxMessage.objects.filter(pk__in=[pk for pk, key in waiting.items() if key in keys]).delete()


def sections(found: Iterable[tuple[str, Happening]], known: Mapping[str, str]) -> list[Section]:
    """Return what is told, gathered by subject, the narrowest subject first."""
    by_subject: dict[str, list[Item]] = {}
    for subject, happening in sorted(found, key=lambda pair: subjects.place(pair[0])):
        link = f"{settings.SITE_ADDRESS}{happening.address}"
        item = Item(happening.title, happening.summary, link)
        by_subject.setdefault(subject, []).append(item)
    return [Section(known.get(subject, ""), tuple(items)) for subject, items in by_subject.items()]


def _waiting(now: datetime) -> QuerySet[Follower, int]:
    """Return the keys of the followers of whom something seems to wait."""
    own = Func(
        F("subject"), Value(":"), Value(1), function="split_part", output_field=models.CharField()
    )
    due = Q(pk__in=())
    rows = Subscription.objects.heard().annotate(sort=own)
    for rhythm in Rhythm:
        until = gathered_until(rhythm, now, _zone())
        if until is None:
            continue
        told = Telling.objects.filter(
            follower=OuterRef(OuterRef("follower")), happening=OuterRef("pk")
        )
        new = Happening.objects.filter(
            # A routine for all units has the sort alone as its subject.
            subjects__overlap=_array(OuterRef("subject"), OuterRef("sort")),
            at__gt=OuterRef("since"),
            at__lte=until,
        ).filter(~Exists(told), at__gt=now - timedelta(days=NEWS_DAYS))
        due |= Q(Exists(new), rhythm=rhythm)
    can_be_told = Q(user__isnull=True) | (Q(user__is_active=True) & ~Q(user__email=""))
    followers = Follower.objects.confirmed().filter(can_be_told)
    waiting = followers.filter(pk__in=rows.filter(due).values("follower"))
    return waiting.order_by("pk").values_list("pk", flat=True)


def _array(*texts: Any) -> Func:
    kind = ArrayField(models.CharField(max_length=60))
    made = Func(*texts, template="ARRAY[%(expressions)s]", output_field=kind)
    return Cast(made, kind)


@transaction.atomic
def _send(pk: int, known: Mapping[str, str], calm: Mapping[str, str], now: datetime) -> int:
    """Tell one follower; return the number of mails. Nobody else may be telling them.

    Somebody outside is told by the `calm` names of the subjects.
    """
    follower = (
        Follower.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("user")
        .filter(pk=pk)
        .first()
    )
    if follower is None:
        return 0
    today = timezone.localdate(now)
    due = _due(follower, now)
    if not due:
        return 0
    tasks = carries_for(follower, today)
    shared = {Happening.Audience.PUBLIC, Happening.Audience.STAFF}
    to_pass_on: list[tuple[str, Happening]] = []
    own: list[tuple[str, Happening]] = []
    for subject, rhythm, happening in due:
        is_shared = bool(tasks) and rhythm == Rhythm.WEEKLY and happening.audience in shared
        (to_pass_on if is_shared else own).append((subject, happening))
    count = 0
    if to_pass_on:
        rest = _pass_on(follower, tasks, now)
        whom = _whom(follower, tasks, today)
        count += _put(PASS_ON, PASS_ON_SUBJECT, follower, whom, to_pass_on, known, now, **rest)
    if own:
        kind, title = (STAFF_NEWS, STAFF_SUBJECT) if follower.user else (NEWS, NEUTRAL_SUBJECT)
        whom = [follower.address]
        called = known if follower.user else calm
        count += _put(kind, title, follower, whom, own, called, now, **_own_links(follower))
    return count


def _whom(follower: Follower, tasks: Iterable[ContactPerson], today: date) -> list[str]:
    """Return where what is to be passed on goes: to the follower, or to who is reached instead.

    A colleague who stands in is told by a mail of their own, as they have chosen.
    """
    found: set[str] = set()
    for task in tasks:
        for one in reached(task, today):
            if isinstance(one, str):
                found.add(one)
            elif one.pk == task.pk:
                found.add(follower.address)
    return sorted(found)


def _due(follower: Follower, now: datetime) -> list[tuple[str, str, Happening]]:
    """Return what the follower is told now: the subject, its rhythm, and what has happened."""
    whose = audiences(follower, timezone.localdate(now))
    rows = list(follower.subscriptions.heard())
    told = Telling.objects.filter(follower=follower, happening=OuterRef("pk"))
    new = (
        Happening.objects.newest()
        .filter(~Exists(told), audience__in=whose, at__gt=now - timedelta(days=NEWS_DAYS))
        .filter(at__lte=now)
    )
    found = []
    for happening in new:
        due = {row.subject: row.rhythm for row in rows if _is_due(row, happening, now)}
        subject = subjects.narrowest(due, happening.subjects)
        if subject is not None and happening.address:
            found.append((subject, due[subject], happening))
    return found


def _is_due(row: Subscription, happening: Happening, now: datetime) -> bool:
    until = gathered_until(row.rhythm, now, _zone())
    return until is not None and row.since < happening.at <= until


def _put(
    kind: str,
    title: str,
    follower: Follower,
    whom: Iterable[str],
    found: list[tuple[str, Happening]],
    known: Mapping[str, str],
    now: datetime,
    *,
    context: Mapping[str, Any],
    holds_key: bool,
    unsubscribe_address: str,
) -> int:
    """Put one mail an address in the outbox, remember what it tells, and return how many."""
    # What has been told is never told again: the first of it names the mail.
    first = min(happening.pk for _, happening in found)
    key = f"{kind}:{follower.pk}:{first}"
    told = {"sections": sections(found, known), **context}
    count = 0
    for number, address in enumerate(whom):
        is_own = address == follower.address
        count += enqueue(
            kind,
            recipient=address,
            dedupe_key=f"{key}:{number}",
            subject=title,
            context=told,
            now=now,
            # What ends the follower's mails is nobody else's.
            holds_key=holds_key and is_own,
            unsubscribe_address=unsubscribe_address if is_own else "",
        )
    Telling.objects.bulk_create(
        Telling(follower=follower, happening=happening, mail=key) for _, happening in found
    )
    return count


def _own_links(follower: Follower) -> dict[str, Any]:
    leave = links.link(Purpose.LEAVE, follower)
    if follower.user is not None:
        change = settings.SITE_ADDRESS + reverse("my_subscriptions")
    else:
        change = links.link(Purpose.SETTINGS, follower)
    context = {"change": change, "leave": leave}
    return {"context": context, "holds_key": True, "unsubscribe_address": leave}


def _pass_on(follower: Follower, tasks: Iterable[ContactPerson], now: datetime) -> dict[str, Any]:
    """Return what the mail to pass on says besides: nothing in it is anybody's own key.

    Who has no account gets the way to their settings by writing their address on the public page.
    What ends the mails stands in a header, which nobody passes on.
    """
    until = gathered_until(Rhythm.WEEKLY, now, _zone())
    assert until is not None
    year, week = week_of(until - timedelta(seconds=1), _zone())
    context = {
        "places": [str(task.unit or task.board) for task in tasks],
        "week": week,
        "print": settings.SITE_ADDRESS + reverse("pass_on", args=[f"{year}-{week:02}"]),
        "has_account": follower.user is not None,
        "change": settings.SITE_ADDRESS
        + reverse("my_subscriptions" if follower.user else "follow"),
    }
    leave = links.link(Purpose.LEAVE, follower)
    return {"context": context, "holds_key": True, "unsubscribe_address": leave}


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)
