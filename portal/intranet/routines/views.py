"""The reader's doors: what to read, confirming it, versions, and the sheet to print."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.intranet.pages import RoutinePage
from portal.intranet.routines.access import Verb, allowed
from portal.intranet.routines.difference import changes, corrected, paragraphs
from portal.intranet.routines.doors import standing_of, steps_of
from portal.intranet.routines.in_force import Held, in_force, in_force_of
from portal.intranet.routines.models import RoutineVersion
from portal.intranet.routines.reading import have_read, to_read
from portal.intranet.routines.services import acknowledge

# Of a version's number in a form; more is no number of ours.
LONGEST_NUMBER = 5


def published(pk: int) -> RoutinePage:
    """Return a published routine, else raise `Http404`."""
    page: RoutinePage = get_object_or_404(RoutinePage.objects.live(), pk=pk)
    return page


def readable(request: HttpRequest, pk: int) -> RoutinePage:
    """Return a published routine, or one taken down to who oversees it; else raise `Http404`."""
    page = RoutinePage.objects.live().filter(pk=pk).first()
    if page is None:
        overseen = allowed(Verb.OVERSEE, request.user, timezone.localdate())
        page = get_object_or_404(overseen, pk=pk)
    found: RoutinePage = page
    return found


@require_safe
def routine(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the routine wherever it stands in the tree: an address that mails can carry."""
    return redirect(published(pk).get_url(request))


@require_safe
def my_reading(request: HttpRequest) -> HttpResponse:
    """Show what the reader must read, and what they have read."""
    context = {
        "unread": to_read(request.user, timezone.localdate()),
        "read": have_read(request.user),  # type: ignore[arg-type]
    }
    return render(request, "portal/intranet/routines/to_read.html", context)


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep that the reader has read the version shown, and lead back to the routine."""
    page = published(pk)
    number = request.POST.get("version", "")
    if not number.isdecimal() or len(number) > LONGEST_NUMBER:
        raise Http404
    try:
        acknowledge(page, int(number), user=request.user, now=timezone.now())  # type: ignore[arg-type]
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, f"Tack. Du har läst version {number}.")
    return redirect(page.get_url(request))


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the steps that hold as one page to print."""
    page = published(pk)
    today = timezone.localdate()
    held = in_force_of([page.pk], today).get(page.pk, Held())
    context = {
        "routine": page,
        "held": held,
        "steps": steps_of(page, held),
        "owner": held.shown.text_now["owner"] if held.shown else page.owner_unit,
        "valid_from": held.shown.first_day if held.shown else page.valid_from,
        "standing": standing_of(page, today, held),
        "address": f"{settings.SITE_ADDRESS}{page.get_url(request)}",
        "today": today,
    }
    return render(request, "portal/intranet/routines/sheet.html", context)


def _versions(page: RoutinePage) -> list[RoutineVersion]:
    return list(
        RoutineVersion.objects.filter(routine=page)
        .select_related("published_by")
        .prefetch_related("corrections__made_by")
    )


@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every version of a routine with what was new and what was corrected."""
    page = readable(request, pk)
    context = {"routine": page, "versions": _versions(page)}
    return render(request, "portal/intranet/routines/versions.html", context)


@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show what a version said and was corrected to, and what differs from the one before."""
    page = readable(request, pk)
    found = {each.number: each for each in _versions(page)}
    if number not in found:
        raise Http404
    this, before = found[number], found.get(number - 1)
    context = {
        "routine": page,
        "version": this,
        "text": this.text_now,
        "paragraphs": paragraphs(this.text_now["text"]),
        "before": before,
        "changes": changes(before.text_now, this.content) if before else [],
        "corrected": corrected(this),
        # Until the day of a newer one, this is what to follow.
        "holds": in_force(found.values(), timezone.localdate()).now is this,
        "is_current": number == max(found),
        "current": max(found),
    }
    return render(request, "portal/intranet/routines/version.html", context)
