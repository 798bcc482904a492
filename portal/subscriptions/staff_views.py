"""A person's own page: what they follow and how often, and the address of their calendar."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from portal.intranet.models import User
from portal.subscriptions import links, subjects
from portal.subscriptions.access import audiences_of, carries_for, may_follow
from portal.subscriptions.forms import OwnForm
from portal.subscriptions.links import Purpose
from portal.subscriptions.models import Follower
from portal.subscriptions.names import Name, activity_names, area_names, unit_names
from portal.subscriptions.schedule import Rhythm
from portal.subscriptions.services import (
    choose,
    close_calendar,
    follower_of_user,
    renew_calendar,
)


@require_http_methods(["GET", "HEAD", "POST"])
def my_subscriptions(request: HttpRequest) -> HttpResponse:
    """Show every subject that the person may follow with its rhythm; on POST save them all."""
    user = cast(User, request.user)
    follower = Follower.objects.filter(user=user).first()
    rows = follower.subscriptions.all() if follower else []
    rhythms = {row.subject: row.rhythm for row in rows}
    groups = _groups(user, follower, rhythms)
    data = request.POST if request.method == "POST" else None
    form = OwnForm(data, groups=groups, rhythms=rhythms)
    if form.is_valid():
        now = timezone.now()
        wanted = {
            subject: rhythm
            for subject, rhythm in form.cleaned_data.items()
            if rhythm != rhythms.get(subject, Rhythm.NONE)
        }
        choose(follower_of_user(user, now), wanted, now)
        messages.success(request, "Sparat.")
        return redirect("my_subscriptions")
    calendar = follower if follower and follower.calendar_nonce else None
    context = {
        "form": form,
        "address": user.email,
        "tasks": carries_for(follower, timezone.localdate()) if follower else [],
        "calendar": links.link(Purpose.CALENDAR, calendar) if calendar else "",
    }
    return render(request, "portal/subscriptions/staff/my_subscriptions.html", context)


@require_POST
def my_calendar(request: HttpRequest) -> HttpResponse:
    """Make, renew or take away the address of the person's calendar."""
    follower = follower_of_user(cast(User, request.user), timezone.now())
    if "stang" in request.POST:
        close_calendar(follower)
        messages.success(request, "Kalenderns adress är borttagen. Den går inte att öppna längre.")
        return redirect("my_subscriptions")
    renew_calendar(follower)
    # The address itself is the answer, and it stands far down the page.
    return redirect(f"{reverse('my_subscriptions')}#kalender")


def _groups(
    user: User, follower: Follower | None, rhythms: dict[str, str]
) -> list[tuple[str, list[Name], bool]]:
    """Return the subjects in the page's order; those of one's own unit before those of others."""
    today = timezone.localdate()
    whose = audiences_of(user, today)
    units = unit_names()
    tasks = carries_for(follower, today) if follower else []
    own = {subjects.routines(task.unit_id) for task in tasks if task.unit_id}
    if user.unit_id:
        own.add(subjects.routines(user.unit_id))
    own |= {subject for subject, rhythm in rhythms.items() if rhythm != Rhythm.NONE}
    site = Name(subjects.SITE, "Hela webbplatsen: nyheter, nya sidor, planen och uppföljningen")
    council = Name(subjects.COUNCIL, "Samverkansrådets handlingar och beslut")
    nearest = [site, *([council] if may_follow(subjects.COUNCIL, whose) else [])]
    nearest += [
        Name(unit.subject, f"Rutiner för {unit.title}") for unit in units if unit.subject in own
    ]
    return [
        ("Webbplatsen och ditt arbete", nearest, False),
        ("Våldsområden", area_names(), False),
        ("Aktiviteter i handlingsplanen", activity_names(), True),
        ("Rutiner för andra enheter", [u for u in units if u.subject not in own], True),
    ]
