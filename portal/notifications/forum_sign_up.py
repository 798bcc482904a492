"""Signing up for a forum without an account: the form's answer, and the page behind the mail.

It lies outside the staff path and knows no session. Mail programs and scanners open every link, so
only a POST changes anything, and a place is taken by who reads the address's mail, by nobody else.
The answer is the same whatever address is typed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from actionplan.council.forum import wording
from actionplan.council.forum.forms import SignUpForm
from actionplan.council.forum.models import UNCONFIRMED_DAYS, ForumSignUp, State
from actionplan.council.forum.places import standing_of
from actionplan.council.forum.services import confirm, leave, sign_up
from actionplan.council.meetings import CouncilMeeting
from portal.delivery.clock import now as moment
from portal.notifications.forum_links import key_of
from portal.notifications.forum_mail import (
    ask_to_confirm,
    forget_mails,
    is_too_much,
    public_address,
)
from portal.pages.forum import the_forum_page

# Ample for the longest text in every field, each letter as six bytes of an address.
MOST_BYTES = 6_000
FORM_TYPE = "application/x-www-form-urlencoded"


# There is no session for a forged request to ride on, and the token would be a cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
@sensitive_post_parameters()
def forum_sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a place by POST; a form that was refused is shown again with what was typed."""
    meeting = get_object_or_404(CouncilMeeting.objects.announced(), pk=pk)
    if request.method != "POST":
        return redirect(public_address(meeting) or "/")
    form = SignUpForm(_typed(request))
    now = moment()
    if not standing_of(meeting, now).takes_sign_ups:
        return _form(request, meeting, form, 409)
    if not form.is_valid():
        return _form(request, meeting, form, 200)
    try:
        with transaction.atomic():
            person = sign_up(meeting, form.details(get_language() or "sv"), now=now)
            if is_too_much(now):
                raise ValidationError(
                    _(
                        "Just nu kommer det in fler anmälningar än vi kan ta emot. Det du har "
                        "skrivit står kvar. Försök igen om en timme."
                    )
                )
            ask_to_confirm(person, now)
    except ValidationError as error:
        form.add_error(None, error)
        return _form(request, meeting, form, 503)
    return redirect("forum_asked")


@require_safe
def forum_asked(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way, whatever address was typed."""
    return _page(request, "asked", days=UNCONFIRMED_DAYS)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
def my_sign_up(request: HttpRequest, token: str) -> HttpResponse:
    """Show how a sign-up stands; a button confirms it or leaves the forum."""
    key = key_of(token)
    person = _find(token)
    if key is None or person is None:
        return _page(request, "unknown", status=404)
    now = moment()
    if request.method == "POST":
        action = request.POST.get("action")
        if action == "leave":
            return _leave(request, person)
        if action == "confirm":
            return _confirm(request, person, now)
    return _shown(request, person, now)


def _confirm(request: HttpRequest, person: ForumSignUp, now: datetime) -> HttpResponse:
    try:
        confirmed = confirm(person.key, now=now)
    except ValidationError as error:
        return _shown(request, person, now, refused=str(error.message))
    if confirmed is None:
        return _page(request, "unknown", status=404)
    return _shown(request, confirmed, now, is_new=True)


def _leave(request: HttpRequest, person: ForumSignUp) -> HttpResponse:
    with transaction.atomic():
        leave(person.key)
        forget_mails(person)
    return _page(request, "left", facts=_facts(person.meeting))


def _shown(
    request: HttpRequest,
    person: ForumSignUp,
    now: datetime,
    *,
    is_new: bool = False,
    refused: str = "",
) -> HttpResponse:
    standing = standing_of(person.meeting, now)
    return _page(
        request,
        "mine",
        person=person,
        standing=standing.value,
        is_asked=person.state == State.ASKED,
        may_confirm=person.state == State.ASKED and standing.takes_sign_ups,
        is_placed=person.state == State.PLACED,
        is_new=is_new,
        refused=refused,
        days=UNCONFIRMED_DAYS,
        facts=_facts(person.meeting),
    )


def _find(token: str) -> ForumSignUp | None:
    key = key_of(token)
    if key is None:
        return None
    people = ForumSignUp.objects.standing().select_related("meeting")
    return people.filter(key=key).first()


def _facts(meeting: CouncilMeeting) -> dict[str, str]:
    return {
        "name": wording.name(meeting),
        "day": wording.day(meeting),
        "hours": wording.hours(meeting),
        "place": wording.place(meeting),
        "address": public_address(meeting),
    }


def _typed(request: HttpRequest) -> QueryDict:
    """Return the fields of the form; a request that no form of ours sends has none."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    is_small = length.isdecimal() and int(length) <= MOST_BYTES
    return request.POST if is_small and request.content_type == FORM_TYPE else QueryDict()


def _form(
    request: HttpRequest, meeting: CouncilMeeting, form: SignUpForm, status: int
) -> HttpResponse:
    page = the_forum_page(get_language() or "")
    if page is None:
        raise Http404
    answer: HttpResponse = page.render(
        request,
        context_overrides=page.forum_context(request, meeting, form),
        template="portal/pages/forum_one.html",
    )
    answer.status_code = status
    return _unlisted(answer)


def _page(
    request: HttpRequest,
    state: str,
    status: int = 200,
    facts: dict[str, str] | None = None,
    **context: Any,
) -> HttpResponse:
    template = f"portal/notifications/forum_{state}.html"
    return _unlisted(render(request, template, {**(facts or {}), **context}, status=status))


def _unlisted(answer: HttpResponse) -> HttpResponse:
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
