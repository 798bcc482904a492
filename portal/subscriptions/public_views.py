"""Following without an account: asked for, confirmed by a link, changed and left by links.

Outside the staff path and without a session, so there is no token of a form: what a form elsewhere
cannot know is the link's own key. Mail programs and scanners open every link, so only a POST acts.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from portal.subscriptions import feeds, links
from portal.subscriptions.access import carries_for
from portal.subscriptions.forms import RHYTHMS, FollowForm, SettingsForm
from portal.subscriptions.links import Purpose
from portal.subscriptions.models import UNCONFIRMED_DAYS, Follower
from portal.subscriptions.names import names, routine_names
from portal.subscriptions.retention import OUTSIDE_MAIL_DAYS
from portal.subscriptions.schedule import Rhythm
from portal.subscriptions.services import TooManyAsk, ask_to_follow, choose, confirm, leave
from portal.subscriptions.subjects import kind

METHODS = ["GET", "HEAD", "POST"]
# RFC 8058: what a mail program posts when its reader presses its own button.
ONE_CLICK = ("List-Unsubscribe", "One-Click")
# Ample for an address and every subject ticked.
MOST_BYTES = 20_000


@csrf_exempt
@require_http_methods(METHODS)
@sensitive_variables()
@sensitive_post_parameters()
def follow(request: HttpRequest) -> HttpResponse:
    """Show what can be followed; on POST answer the same, whoever's the address is."""
    if request.method != "POST":
        return _follow_page(request, FollowForm())
    form = FollowForm(_sent(request))
    if not form.is_valid():
        return _follow_page(request, form)
    rhythm = form.cleaned_data["rytm"]
    try:
        ask_to_follow(form.cleaned_data["mejl"], form.subjects, rhythm, timezone.now())
    except TooManyAsk:
        return _page(request, "follow_busy", status=429)
    return _page(request, "follow_asked", **_days())


@csrf_exempt
@require_http_methods(METHODS)
def confirm_view(request: HttpRequest, token: str) -> HttpResponse:
    """Show what was asked for; on POST begin with it, or forget the address."""
    follower = links.follower_of(Purpose.CONFIRM, token)
    if follower is None:
        return _gone(request)
    if follower.confirmed_at is not None:
        return _page(request, "follow_done")
    says_yes = request.method == "POST" and "ja" in request.POST
    if says_yes and confirm(follower, request.POST.getlist("amne"), timezone.now()):
        return _page(request, "follow_done")
    if request.method == "POST" and "nej" in request.POST:
        leave(follower)
        return _page(request, "follow_left")
    known, rows = names(), list(follower.subscriptions.all())
    chosen = [(row.subject, known[row.subject]) for row in rows if row.subject in known]
    if not chosen:
        return _gone(request)
    rhythm = dict(RHYTHMS)[Rhythm(rows[0].rhythm)]
    return _page(request, "follow_confirm", chosen=chosen, rhythm=rhythm, **_days())


@csrf_exempt
@require_http_methods(METHODS)
def settings_view(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the mailbox follows; on POST save another choice."""
    follower = links.follower_of(Purpose.SETTINGS, token)
    if follower is None or follower.user_id or follower.confirmed_at is None:
        return _gone(request)
    leaving = links.token(Purpose.LEAVE, follower)
    routines = routine_names(carries_for(follower, timezone.localdate()))
    if request.method != "POST":
        form = SettingsForm(initial=_chosen(follower), more=routines)
        return _page(request, "follow_settings", form=form, leaving=leaving)
    form = SettingsForm(_sent(request), more=routines)
    if not form.is_valid():
        return _page(request, "follow_settings", form=form, leaving=leaving)
    wanted = dict.fromkeys(form.subjects, form.cleaned_data["rytm"])
    if choose(follower, dict.fromkeys(form.offered, Rhythm.NONE) | wanted, timezone.now()) is None:
        return _page(request, "follow_left")
    return _page(request, "follow_settings", form=form, leaving=leaving, is_saved=True)


@csrf_exempt
@require_http_methods(METHODS)
def leave_view(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button; on the one POST that RFC 8058 names end all mails, without a question.

    A link that has been used answers as the first time: a mail program may ask twice.
    """
    if not links.is_ours(Purpose.LEAVE, token):
        return _gone(request)
    follower = links.follower_of(Purpose.LEAVE, token)
    if follower is None:
        return _page(request, "follow_left")
    if request.method == "POST" and request.POST.get(ONE_CLICK[0]) == ONE_CLICK[1]:
        leave(follower)
        return _page(request, "follow_left", is_staff=follower.user_id is not None)
    return _page(request, "follow_leave", is_staff=follower.user_id is not None)


def _follow_page(request: HttpRequest, form: FollowForm) -> HttpResponse:
    site, activities = feeds.offered()
    return _page(request, "follow", form=form, feeds=site, activity_feeds=activities, **_days())


def _chosen(follower: Follower) -> dict[str, Any]:
    rows = list(follower.subscriptions.heard())
    subjects = [row.subject for row in rows]
    rhythm = rows[0].rhythm if rows else Rhythm.WEEKLY
    # The activities by themselves as well: their list is shown unfolded when one of it is chosen.
    activities = [subject for subject in subjects if kind(subject) == "activity"]
    return {"amnen": subjects, "aktiviteter": activities, "rytm": rhythm}


def _sent(request: HttpRequest) -> QueryDict:
    """Return what was sent by a form; nothing of what no form of ours would send."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    is_small = length.isdecimal() and int(length) <= MOST_BYTES
    return request.POST if is_small else QueryDict()


def _days() -> dict[str, int]:
    return {"days": UNCONFIRMED_DAYS, "mail_days": OUTSIDE_MAIL_DAYS}


def _gone(request: HttpRequest) -> HttpResponse:
    return _page(request, "follow_gone", status=404, **_days())


def _page(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    response = render(request, f"portal/subscriptions/{name}.html", context, status=status)
    if name != "follow":
        response["X-Robots-Tag"] = "noindex, nofollow"
    return response
