"""Error pages that carry the danger numbers and need nothing: no database, no session."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for an address that leads nowhere."""
    return _error(404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page for a fault of ours."""
    return _error(500)


def _error(status: int) -> HttpResponse:
    page = render_to_string(f"{status}.html", {"municipality": settings.MUNICIPALITY})
    return HttpResponse(page, status=status)
