"""Error pages that carry the danger numbers and need nothing: no database, no session."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for a request that makes no sense."""
    return _error(400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for something that the reader may not do."""
    return _error(403)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form without a valid token (`CSRF_FAILURE_VIEW`)."""
    return _error(403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for an address that leads nowhere."""
    return _error(404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page for a fault of ours."""
    return _error(500)


def error_page(status: int) -> str:
    """Return the page for a status, also for a web server to show in our place."""
    municipality = settings.MUNICIPALITY.in_language(get_language() or "")
    return render_to_string(f"{status}.html", {"municipality": municipality})


def _error(status: int) -> HttpResponse:
    return HttpResponse(error_page(status), status=status)
