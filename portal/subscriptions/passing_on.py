"""A week's news on one sheet: to print for the workplace meeting, or to read aloud."""

from __future__ import annotations

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.subscriptions import subjects
from portal.subscriptions.digests import sections
from portal.subscriptions.models import Happening
from portal.subscriptions.names import names
from portal.subscriptions.schedule import span_of_week, week_of
from resources.municipality.contacts import ContactPerson


@require_safe
def this_week(request: HttpRequest) -> HttpResponse:
    """Lead to the week that is running."""
    year, week = week_of(timezone.now(), ZoneInfo(settings.TIME_ZONE))
    return redirect("pass_on", f"{year}-{week:02}")


@require_safe
def pass_on(request: HttpRequest, week: str) -> HttpResponse:
    """Show what everyone at work may read of a week: the site, and routines for one's units."""
    zone = ZoneInfo(settings.TIME_ZONE)
    said = re.fullmatch(r"(\d{4})-(\d{2})", week)
    try:
        number = (int(said[1]), int(said[2])) if said else (0, 0)
        begins, ends = span_of_week(*number, zone)
        earlier, later = (week_of(at, zone) for at in (begins - timedelta(days=1), ends))
    # The first week and the last that a calendar has have nothing beside them.
    except (ValueError, OverflowError) as wrong:
        raise Http404 from wrong
    own = _units(request)
    known = names()
    found: list[tuple[str, Happening]] = []
    about: set[tuple[str, int | str]] = set()
    for happening in Happening.objects.newest().to_pass_on().filter(at__gt=begins, at__lte=ends):
        routine = [s for s in happening.subjects if subjects.kind(s) == subjects.ALL_ROUTINES]
        subject = subjects.SITE
        if routine:
            is_all = subjects.ALL_ROUTINES in routine
            subject = (
                subjects.ALL_ROUTINES if is_all else next((s for s in routine if s in own), "")
            )
        # The newest comes first: what was told of the same page before it no longer holds.
        page = (subject, happening.page_id or happening.path)
        if subject and page not in about:
            about.add(page)
            found.append((subject, happening))
    titles = {**known, subjects.SITE: "Webbplatsen", subjects.ALL_ROUTINES: "Rutiner för alla"}
    context = {
        "week": number[1],
        "year": number[0],
        "first": begins,
        "last": ends - timedelta(days=1),
        "sections": sections(found, titles),
        "earlier": f"{earlier[0]}-{earlier[1]:02}",
        "later": f"{later[0]}-{later[1]:02}" if ends <= timezone.now() else "",
        "is_running": begins <= timezone.now() < ends,
    }
    return render(request, "portal/subscriptions/staff/pass_on.html", context)


def _units(request: HttpRequest) -> set[str]:
    """Return the routines of which units the person passes on: their own."""
    rows = ContactPerson.objects.of_user(request.user, timezone.localdate())
    units = {row.unit_id for row in rows if row.unit_id}
    unit = getattr(request.user, "unit_id", None)
    return {subjects.routines(pk) for pk in units | ({unit} if unit else set())}
