"""Where somebody is signed in, and how that ends."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from portal.intranet.models import User
from portal.intranet.sign_in.models import StaffSession

# In the order in which a browser's own words for itself are to be tried.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class SignedIn:
    """One place where somebody is signed in."""

    where: str
    since: datetime
    is_here: bool


def remember(request: HttpRequest, user: User, now: datetime) -> None:
    """Write down that somebody is signed in with this browser."""
    if not request.session.session_key:
        request.session.save()
    StaffSession.objects.get_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": user,
            "where": in_words(request.headers.get("User-Agent", "")),
            "began_at": now,
        },
    )


def places(user: User, request: HttpRequest, now: datetime) -> list[SignedIn]:
    """Return where the person is signed in, this browser first and then the latest."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    found = [
        SignedIn(row.where, row.began_at, row.session_key == request.session.session_key)
        for row in StaffSession.objects.filter(user=user, session_key__in=alive)
    ]
    return sorted(found, key=lambda place: (not place.is_here, -place.since.timestamp()))


def in_words(agent: str) -> str:
    """Return what a browser calls itself, as people say it."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    if not browser and "Safari" in agent:
        browser = "Safari"
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    if browser and system:
        return f"{browser} på {system}"
    return browser or system or "Okänd webbläsare"


@transaction.atomic
def end_sessions(users: Collection[int]) -> int:
    """End every session of the users with these keys; return how many there were.

    A session does not say in the open whose it is, so each is read: what the sign-in has noted of
    places is for the person's own page, and lacks those it did not see begin.
    """
    wanted = {str(user) for user in users}
    theirs = [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get(SESSION_KEY) in wanted
    ]
    StaffSession.objects.filter(user__in=users).delete()
    return Session.objects.filter(pk__in=theirs).delete()[0]


@transaction.atomic
def remove_ended(now: datetime) -> str:
    """Remove sessions that have run out, and where they were; say how many. A job of the timer."""
    count, _ = Session.objects.filter(expire_date__lt=now).delete()
    StaffSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return f"{count} inloggningar som gått ut borttagna"
