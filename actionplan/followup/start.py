"""The way in to the follow-up: a board's own work, or the years of who leads it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplan.followup.access import standing
from actionplan.followup.models import FollowUpPeriod
from actionplan.followup.waiting import works
from actionplan.plan.leading import steers


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the years, with what the person can do in each; who has no part is told whom to ask."""
    today = timezone.localdate()
    who = standing(request.user, today)
    periods = list(FollowUpPeriod.objects.select_related("version__plan").order_by("-year"))
    base = reverse("followup")
    context = {
        "who": who,
        "steers": steers(request.user),
        "works": works(who, today, who.boards),
        "periods": periods if who.oversees else [],
        "base": base,
        "new_url": f"{base}ny/",
        "notes_url": f"{base}laget/",
        "steering_url": f"{base}styrgruppen/",
        "reports_url": f"{settings.STAFF_PATH}rapporter/",
        "revision_url": f"{settings.STAFF_PATH}revision/",
    }
    return render(request, "actionplan/followup/start.html", context)
