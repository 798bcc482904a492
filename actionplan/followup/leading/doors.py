"""What the coordinator's pages of a year share: the year, and the way between them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from actionplan.followup.models import FollowUpPeriod

State = FollowUpPeriod.State


@dataclass(frozen=True)
class Way:
    """One of a year's pages, as a menu shows it."""

    title: str
    url: str
    is_current: bool


def period_of(year: int) -> FollowUpPeriod:
    """Return the follow-up of a year with its plan, or raise `Http404`."""
    return get_object_or_404(FollowUpPeriod.objects.select_related("version__plan"), year=year)


def ways(request: HttpRequest, period: FollowUpPeriod) -> list[Way]:
    """Return the pages that the year has in its present state."""
    pages = [("followup_year", "Översikt")]
    if period.state == State.PLANNED:
        pages += [("followup_dry_run", "Torrkörning"), ("followup_edit", "Ändra")]
    else:
        pages.append(("followup_missing", "Vem saknas?"))
    if period.state == State.OPEN:
        pages += [
            ("followup_reminders", "Påminnelser"),
            ("followup_edit", "Flytta datum"),
            ("followup_close", "Stäng"),
        ]
    if period.state == State.CLOSED:
        pages.append(("followup_reopen", "Öppna igen"))
    found = [(title, reverse(name, args=[period.year])) for name, title in pages]
    return [Way(title, url, url == request.path) for title, url in found]
