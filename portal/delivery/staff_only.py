"""Sessions, sign-in and messages exist under the staff path only; the public part cannot have them.

A public view that reaches for `request.session` fails at once instead of setting a cookie.
"""

from collections.abc import Callable
from typing import cast

from allauth.account.middleware import AccountMiddleware
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

EDITING_PATH = f"{settings.STAFF_PATH}redaktion/"
# The right to the editing interface: without it every address of it is the page that says no.
EDITS = "wagtailadmin.access_admin"


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


class StaffAccountMiddleware:
    """allauth's own middleware, on staff paths."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.allauths = AccountMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the inner response, with what allauth needs around it on a staff path."""
        here = is_staff_path(request.path_info)
        return cast(HttpResponseBase, (self.allauths if here else self.get_response)(request))

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Lead to what allauth asks for first, such as the password once more."""
        if not is_staff_path(request.path_info):
            return None
        return cast("HttpResponseBase | None", self.allauths.process_exception(request, exception))
