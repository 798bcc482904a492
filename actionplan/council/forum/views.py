"""Who comes to a forum: seen, printed, taken out as a file, and taken off, by who runs the council.

Mail addresses are shown on the page alone, to write to somebody with; the sheet that lies at the
door has names and organizations, and no needs.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from actionplan.council.access import for_who_runs, who_asks
from actionplan.council.doors import meeting_ways
from actionplan.council.forum import wording
from actionplan.council.forum.models import KEPT_DAYS, ForumSignUp, State
from actionplan.council.forum.places import standing_of
from actionplan.council.forum.services import remove
from actionplan.council.kinds import MeetingKind
from actionplan.council.meetings import CouncilMeeting
from resources.desks.spreadsheets import csv_bytes

HEADINGS = ("namn", "organisation", "behov", "läge")


@require_safe
@for_who_runs
def signed_up(request: HttpRequest, meeting: int) -> HttpResponse:
    """Show who has a place and who waits, with what they need."""
    forum = _forum(meeting)
    people = ForumSignUp.objects.filter(meeting=forum)
    placed, queued = list(people.placed()), list(people.queued())
    now = timezone.now()
    context = {
        **_head(request, forum),
        "places_left": wording.places_left(
            standing_of(forum, now), has_limit=forum.places is not None
        ),
        "figures": [
            {"value": len(placed), "label": "har plats"},
            {"value": forum.places or "alla", "label": "får plats"},
            {"value": len(queued), "label": "på väntelistan"},
            {
                "value": people.filter(state=State.ASKED).count(),
                "label": "har inte bekräftat än",
            },
        ],
        "placed": placed,
        "queued": queued,
        "kept_days": KEPT_DAYS,
    }
    return render(request, "actionplan/council/forum/signed_up.html", context)


@require_safe
@for_who_runs
def attendance_sheet(request: HttpRequest, meeting: int) -> HttpResponse:
    """Show those who have a place as a sheet to print and tick off."""
    forum = _forum(meeting)
    placed = ForumSignUp.objects.filter(meeting=forum).placed()
    context = {
        **_head(request, forum),
        "columns": ["Namn", "Organisation", "Kom"],
        "rows": [[person.name, person.organization, ""] for person in placed],
    }
    return render(request, "actionplan/council/forum/sheet.html", context)


@require_safe
@for_who_runs
def signed_up_file(request: HttpRequest, meeting: int) -> HttpResponse:
    """Return those who have a place and those who wait as a file, one row a person."""
    forum = _forum(meeting)
    people = ForumSignUp.objects.filter(meeting=forum)
    rows = [
        [
            person.name,
            person.organization,
            ", ".join(person.needs_in_words),
            person.get_state_display(),
        ]
        for person in [*people.placed(), *people.queued()]
    ]
    answer = HttpResponse(csv_bytes(HEADINGS, rows), content_type="text/csv; charset=utf-8")
    day = timezone.localtime(forum.starts_at)
    answer["Content-Disposition"] = f'attachment; filename="anmalda-{day:%Y-%m-%d}.csv"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@for_who_runs
def take_off(request: HttpRequest, meeting: int, key: UUID) -> HttpResponse:
    """Ask before somebody is taken off the list; on POST do it, and they are told by mail."""
    forum = _forum(meeting)
    person = ForumSignUp.objects.standing().filter(meeting=forum, key=key).first()
    if person is None:
        messages.warning(request, "Personen står inte på listan längre.")
        return redirect("forum_signed_up", forum.pk)
    if request.method == "POST":
        remove(person, user=request.user, now=timezone.now())
        messages.success(request, f"{person.name} är borttagen och får ett mejl om det.")
        return redirect("forum_signed_up", forum.pk)
    context = {**_head(request, forum), "person": person}
    return render(request, "actionplan/council/forum/take_off.html", context)


def _head(request: HttpRequest, forum: CouncilMeeting) -> dict[str, Any]:
    return {
        "forum": forum,
        "name": wording.name(forum),
        "when": f"{wording.day(forum)}, {wording.hours(forum)}",
        "ways": meeting_ways(request, forum, who_asks(request)),
    }


def _forum(pk: int) -> CouncilMeeting:
    return get_object_or_404(CouncilMeeting, pk=pk, kind=MeetingKind.FORUM)
