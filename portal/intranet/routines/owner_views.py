"""The owner's doors: who has read, who has not, the file, and reminding at once."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from portal.intranet.models import User
from portal.intranet.pages import RoutinePage
from portal.intranet.routines.access import Verb, allowed, may
from portal.intranet.routines.models import RoutineVersion
from portal.intranet.routines.overview import (
    HEADINGS,
    earlier_versions,
    reading_of,
    summaries,
    table,
)
from portal.intranet.routines.reminding import WORKING_DAYS_TO_READ, to_remind
from portal.intranet.routines.reminding import remind_now as remind_at_once
from portal.intranet.routines.services import DAYS_BETWEEN, keep_requests
from resources.desks.spreadsheets import csv_bytes


def _overseen(request: HttpRequest, pk: int, verb: Verb = Verb.OVERSEE) -> RoutinePage:
    """Return the routine; the same no for one that is another's and one that does not exist."""
    page: RoutinePage | None = (
        allowed(verb, request.user, timezone.localdate()).filter(pk=pk).first()
    )
    if page is None:
        raise PermissionDenied
    return page


def _last(page: RoutinePage) -> RoutineVersion | None:
    """Return the last version: the one to read, or that was when the routine was taken down."""
    found: RoutineVersion | None = (
        RoutineVersion.objects.last_of_each().with_routine().filter(routine=page).first()
    )
    return found


@require_safe
def overseen(request: HttpRequest) -> HttpResponse:
    """Show the routines whose reading the person oversees, those that most lack first."""
    pages = allowed(Verb.OVERSEE, request.user, timezone.localdate())
    if not pages.exists():
        raise PermissionDenied
    context = {
        "summaries": summaries(pages),
        "without": pages.live().filter(reading_groups=None),
        "taken_down": pages.not_live(),
    }
    return render(request, "portal/intranet/routines/overseen.html", context)


@require_safe
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Show for one routine and each group how many have read, and who has not."""
    page = _overseen(request, pk)
    version = _last(page)
    today = timezone.localdate()
    context = {
        "routine": page,
        "version": version,
        "groups": reading_of(version, today) if version else [],
        "earlier": earlier_versions(page, version) if version else [],
        "may_remind": may(Verb.REMIND, request.user, page, today),
        "working_days": WORKING_DAYS_TO_READ,
        "days_between": DAYS_BETWEEN,
    }
    return render(request, "portal/intranet/routines/reading.html", context)


@require_safe
def reading_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the same as a CSV file."""
    page = _overseen(request, pk)
    version = _last(page)
    today = timezone.localdate()
    rows = table(version, reading_of(version, today)) if version else []
    answer = HttpResponse(csv_bytes(HEADINGS, rows), content_type="text/csv; charset=utf-8")
    name = f"lasning-{page.slug}-{today:%Y-%m-%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before those who have not read are reminded, by name; on POST remind them."""
    page = _overseen(request, pk, Verb.REMIND)
    now = timezone.now()
    if request.method == "POST":
        assert isinstance(request.user, User)
        named = {int(key) for key in request.POST.getlist("person") if key.isdecimal()}
        count = remind_at_once(page, named, user=request.user, now=now)
        messages.success(request, _said(count))
        return redirect("reading", page.pk)
    # Those who came to the group since the timer's last round are named too.
    keep_requests(now)
    context = {
        "routine": page,
        "version": _last(page),
        "people": [person for person, _ in to_remind(page, timezone.localdate())],
    }
    return render(request, "portal/intranet/routines/remind.html", context)


def _said(count: int) -> str:
    if count == 0:
        return "Inget nytt brev: alla har läst, eller så är de redan påminda i dag."
    return "1 brev är lagt för utskick." if count == 1 else f"{count} brev är lagda för utskick."
