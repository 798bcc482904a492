"""What somebody is told who may not do what they asked for: what they may, and whom to ask."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from portal.delivery.held_form import hold, is_from_our_own_page
from portal.delivery.staff_only import is_staff_path
from portal.delivery.staff_sessions import Standing, standing
from portal.intranet.models import User
from portal.intranet.role_words import roles_in_words
from portal.pages import errors


def no_access(request: HttpRequest) -> HttpResponse:
    """Return the page for somebody who has signed in and has no right to what they asked for."""
    user = request.user
    roles = roles_in_words(user, timezone.localdate()) if isinstance(user, User) else []
    return render(request, "portal/intranet/no_access.html", {"roles": roles}, status=403)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for something that the reader may not do (`handler403`)."""
    if is_staff_path(request.path_info) and standing(request) is Standing.WHOLE:
        return no_access(request)
    return errors.forbidden(request, exception)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form without a valid token (`CSRF_FAILURE_VIEW`).

    On a page of our own the token is an earlier session's: the sender has signed in anew since,
    and sends it again with the token of now. A form from elsewhere is refused.
    """
    ours = is_staff_path(request.path_info) and is_from_our_own_page(request)
    if ours and request.method == "POST" and standing(request) is Standing.WHOLE:
        return hold(request, why="new_session")
    return errors.form_refused(request, reason)


def too_many(request: HttpRequest) -> HttpResponse:
    """Return the page for somebody who has tried too often (`handler429`)."""
    return render(request, "portal/intranet/account/too_many.html", status=429)
