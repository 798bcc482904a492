"""The one place that sets security headers, for the public part and for staff pages.

What they promise is in the safety design: no other host, no referrer, nothing inline, nothing kept.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.delivery.staff_only import EDITING_PATH, is_staff_path

PUBLIC_POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'"
)
STAFF_POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'; object-src 'none'"
)
# Wagtail's admin writes scripts and styles into its pages; its policy is for its own path alone.
EDITING_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'; object-src 'none'"
)
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "publickey-credentials-get",
        "usb",
    )
)


class HeadersMiddleware:
    """Set the headers last of all, so that no view and no preview loosens them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the inner response with the headers of the part it belongs to."""
        response = self.get_response(request)
        path = request.path_info
        if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
            return response
        response["Permissions-Policy"] = PERMISSIONS
        # A served document comes with a policy that lets it do nothing at all.
        is_locked_up = "default-src 'none'" in response.get("Content-Security-Policy", "")
        if not is_locked_up:
            response["Content-Security-Policy"] = _policy(path)
        if is_staff_path(path):
            # Under no-referrer a form sends `Origin: null`, which the CSRF check refuses.
            response["Referrer-Policy"] = "same-origin"
            response["X-Frame-Options"] = "SAMEORIGIN"
            response["Cache-Control"] = "private, no-store"
        else:
            response["Referrer-Policy"] = "no-referrer"
            response["X-Frame-Options"] = "DENY"
            response["Cache-Control"] = "no-store"
        return response


def _policy(path: str) -> str:
    if path.startswith(EDITING_PATH):
        return EDITING_POLICY
    return STAFF_POLICY if is_staff_path(path) else PUBLIC_POLICY
