"""Refuses what is far too large to be taken anywhere, before a byte of it is read or kept.

Django reads a form as far as its Content-Length and no further, and nothing of a body that has
none: so what the header says is all that there is to ask.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from portal.delivery.staff_only import is_staff_path
from resources.documents.uploads import LARGEST, MEGABYTE

# Several files at once are sent one by one; the rest of a form is small beside a file.
STAFF_LIMIT = LARGEST + 5 * MEGABYTE
# No form for residents takes a file.
PUBLIC_LIMIT = MEGABYTE
TOO_LARGE = 413


class UploadLimitMiddleware:
    """Answers a request that is too large with a page that says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the inner response, or status 413."""
        limit = STAFF_LIMIT if is_staff_path(request.path_info) else PUBLIC_LIMIT
        if _size(request) <= limit:
            return self.get_response(request)
        return HttpResponse(too_large_page(), status=TOO_LARGE)


def too_large_page() -> str:
    """Return the page, also for a web server to show in our place."""
    municipality = settings.MUNICIPALITY.in_language(get_language() or "")
    context = {"municipality": municipality, "megabytes": LARGEST // MEGABYTE}
    return render_to_string("413.html", context)


def _size(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH", "")
    return int(said) if str(said).isdecimal() else 0
