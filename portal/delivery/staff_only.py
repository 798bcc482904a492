"""Sessions, sign-in and messages exist under the staff path only; the public part cannot have them.

A public view that reaches for `request.session` fails at once instead of setting a cookie.
"""

import re
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

EDITING_PATH = f"{settings.STAFF_PATH}redaktion/"
_PREFIXED = re.compile(rf"^/[a-z]{{2,3}}(?:-[a-z0-9]+)*(?={re.escape(settings.STAFF_PATH)})", re.I)


def is_staff_path(path: str) -> bool:
    """Tell whether an address path belongs to the staff side."""
    return path.startswith(settings.STAFF_PATH)


class _OnStaffPaths(MiddlewareMixin):
    """Runs the middleware it is mixed into on staff paths and passes everything else by."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        here = is_staff_path(request.path_info)
        return cast(HttpResponseBase, (super().__call__ if here else self.get_response)(request))


class StaffSessionMiddleware(_OnStaffPaths, SessionMiddleware):
    """Django's sessions, on staff paths."""


class StaffAuthenticationMiddleware(_OnStaffPaths, AuthenticationMiddleware):
    """Django's signed-in user, on staff paths; everyone is anonymous elsewhere."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Give public requests the anonymous user that Wagtail's own views expect."""
        request.user = AnonymousUser()
        return super().__call__(request)


class StaffMessageMiddleware(_OnStaffPaths, MessageMiddleware):
    """Django's messages, on staff paths."""


class StaffGateMiddleware:
    """Leads everyone who has not signed in to the sign-in, whatever staff address they ask for.

    The answer is the same for an address that exists and one that does not.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the page to those who may see it, else a redirect to the sign-in."""
        path = request.path_info
        prefix = _PREFIXED.match(path)
        if prefix:
            return redirect_to_login(path[prefix.end() :], reverse(settings.LOGIN_URL))
        if path == settings.STAFF_PATH.rstrip("/"):
            return HttpResponseRedirect(settings.STAFF_PATH)
        if not is_staff_path(path) or path == reverse(settings.LOGIN_URL):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
        return self.get_response(request)
