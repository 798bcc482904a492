"""The one place that sets security headers, for the public part and for staff pages.

What they promise is in the safety design: no other host, no referrer, nothing inline, nothing kept.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.delivery.staff_only import EDITING_PATH, is_staff_path

FIRST_ERROR = 400
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
# What a browser may offer a page; a test asks Chromium whether any is missing here. Some are for
# telephones or for older browsers, and others say in their console that they do not know them.
FEATURES = (
    "accelerometer",
    "aria-notify",
    "attribution-reporting",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "camera",
    "captured-surface-control",
    "clipboard-read",
    "clipboard-write",
    "compute-pressure",
    "cross-origin-isolated",
    "deferred-fetch",
    "deferred-fetch-minimal",
    "digital-credentials-create",
    "digital-credentials-get",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "interest-cohort",
    "keyboard-map",
    "language-detector",
    "language-model",
    "local-fonts",
    "local-network",
    "local-network-access",
    "loopback-network",
    "magnetometer",
    "media-playback-while-not-visible",
    "microphone",
    "midi",
    "on-device-speech-recognition",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "private-state-token-issuance",
    "private-state-token-redemption",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "speaker-selection",
    "storage-access",
    "summarizer",
    "sync-xhr",
    "translator",
    "unload",
    "usb",
    "web-share",
    "window-management",
    "xr-spatial-tracking",
)
# Passkeys, and the editing interface's own buttons to copy.
STAFF_FEATURES = ("clipboard-write", "publickey-credentials-create", "publickey-credentials-get")
PUBLIC_PERMISSIONS = ", ".join(f"{feature}=()" for feature in FEATURES)
STAFF_PERMISSIONS = ", ".join(
    f"{feature}=()" for feature in FEATURES if feature not in STAFF_FEATURES
)


class HeadersMiddleware:
    """Set the headers last of all, so that no view and no preview loosens them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the inner response with the headers of the part it belongs to."""
        response = self.get_response(request)
        path = request.path_info
        # A file has headers of its own; an error in its place is a page.
        is_file = path.startswith((settings.STATIC_URL, settings.MEDIA_URL))
        if is_file and response.status_code < FIRST_ERROR:
            return response
        # A served document comes with a policy that lets it do nothing at all.
        is_locked_up = "default-src 'none'" in response.get("Content-Security-Policy", "")
        if not is_locked_up:
            response["Content-Security-Policy"] = _policy(path)
        if is_staff_path(path):
            # Under no-referrer a form sends `Origin: null`, which the CSRF check refuses.
            response["Referrer-Policy"] = "same-origin"
            response["X-Frame-Options"] = "SAMEORIGIN"
            response["Cache-Control"] = "private, no-store"
            response["Permissions-Policy"] = STAFF_PERMISSIONS
        else:
            response["Referrer-Policy"] = "no-referrer"
            response["X-Frame-Options"] = "DENY"
            response["Cache-Control"] = "no-store"
            response["Permissions-Policy"] = PUBLIC_PERMISSIONS
        return response


def _policy(path: str) -> str:
    if path.startswith(EDITING_PATH):
        return EDITING_POLICY
    return STAFF_POLICY if is_staff_path(path) else PUBLIC_POLICY
