"""What the pages of a year share for who oversees it: the year, and the way between them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from actionplan.followup.models import FollowUpPeriod
from actionplan.plan.leading import leads

State = FollowUpPeriod.State
# Of a year's pages those that show and change nothing.
SHOWN = ("followup_year", "followup_missing", "followup_reminders")


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
    """Return the pages that the year has in its present state; who audits has those that show."""
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
    if not leads(request.user):
        pages = [page for page in pages if page[0] in SHOWN]
    found = [(title, reverse(name, args=[period.year])) for name, title in pages]
    return [Way(title, url, url == request.path) for title, url in found]
