"""The page behind the link in a mail to an owner: opening it shows, its button confirms, once.

It lies outside the staff path and knows no session. Mail programs and scanners open every link, so
only a POST with the token changes anything.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.notifications import links
from portal.notifications.assurance import REMINDER_DAYS
from portal.notifications.links import LINK_DAYS
from portal.notifications.models import AssuranceRequest
from portal.pages.service_cards import service_card
from resources.desks.concurrency import content_mark
from resources.services.assurance import Assurance
from resources.services.choices import Audience
from resources.services.history import assured_by_whom
from resources.services.models import Service
from resources.services.services import confirm_assurance

UNUSABLE = {"unknown": 404, "used": 410, "expired": 410}


# Without a cookie there is no CSRF token; what a form elsewhere cannot know is the link's own.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show the service of a link, or on POST confirm it; an unusable link says what to do."""
    now = timezone.now()
    if request.method == "POST":
        return _answer(request, token, now)
    asked = _asked(token)
    state = _state(asked, now)
    if asked is None or state in UNUSABLE:
        return _unusable(request, state, asked, now)
    return _form(request, asked, token, now)


@transaction.atomic
def _answer(request: HttpRequest, token: str, now: datetime) -> HttpResponse:
    asked = _asked(token, hold=True)
    state = _state(asked, now)
    if asked is None or state in UNUSABLE:
        return _unusable(request, state, asked, now)
    if not constant_time_compare(request.POST.get("token", ""), token):
        return _form(request, asked, token, now)
    # The rows are held until the end: what is confirmed is what was shown.
    held = Service.objects.select_for_update(of=("self",)).get(pk=asked.service_id)
    if request.POST.get("seen", "") != content_mark(Service, held.pk):
        return _form(request, asked, token, now, has_changed=True)
    confirm_assurance(held, unit=asked.unit, now=now)
    # The other links to the same question have got their answer too.
    AssuranceRequest.objects.filter(service=held, closed_at__isnull=True).update(closed_at=now)
    AssuranceRequest.objects.filter(pk=asked.pk).update(is_answer=True)
    return _page(request, "done", service=held, on=timezone.localdate(now))


def _asked(token: str, *, hold: bool = False) -> AssuranceRequest | None:
    secret = links.secret_of(token)
    if secret is None:
        return None
    requests = AssuranceRequest.objects.select_related("service", "unit")
    if hold:
        requests = requests.select_for_update(of=("self",))
    return requests.filter(secret_hash=links.hashed(secret)).first()


def _state(asked: AssuranceRequest | None, now: datetime) -> str:
    if asked is None:
        return "unknown"
    if asked.closed_at is not None:
        return "used"
    service = asked.service
    is_old = now >= asked.asked_at + timedelta(days=LINK_DAYS)
    # A service that has another owner, or has become a staff line, is not shown to who was asked.
    is_another = service.owner_unit_id != asked.unit_id or service.audience != Audience.RESIDENT
    has_ended = service.has_ended(timezone.localdate(now))
    return "expired" if is_old or is_another or has_ended else "open"


def _unusable(
    request: HttpRequest, state: str, asked: AssuranceRequest | None, now: datetime
) -> HttpResponse:
    """Say why a link opens nothing; of one that has been used, when, and whether that holds."""
    if asked is None or asked.closed_at is None:
        return _page(request, state)
    today = timezone.localdate(now)
    holds = asked.service.assurance_on(today) is Assurance.ASSURED
    return _page(request, state, on=timezone.localdate(asked.closed_at), holds=holds)


def _form(
    request: HttpRequest,
    asked: AssuranceRequest,
    token: str,
    now: datetime,
    *,
    has_changed: bool = False,
) -> HttpResponse:
    # Marked before it is read: what comes in between is then shown under a mark without it.
    seen = content_mark(Service, asked.service_id)
    service = Service.objects.with_channels().get(pk=asked.service_id)
    context = {
        "unit": asked.unit,
        "token": token,
        "seen": seen,
        "has_changed": has_changed,
        "assured_on": service.assured_on,
        "assured_by": assured_by_whom(service),
        "service": service,
    }
    today = timezone.localdate(now)
    # What is confirmed is the card as it will be, with all that an old card hides.
    service.assured_on = today
    for channel in service.channels.all():
        channel.verified_on = today
    return _page(request, "open", card=service_card(request, service), **context)


def _page(request: HttpRequest, state: str, **context: Any) -> HttpResponse:
    response = render(
        request,
        f"portal/notifications/confirm_{state}.html",
        {"reminder_days": REMINDER_DAYS, **context},
        status=UNUSABLE.get(state, 200),
    )
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
