"""Compression of public pages, for a first visit on a poor network."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from portal.delivery.staff_only import is_staff_path


class PublicCompressionMiddleware(GZipMiddleware):
    """Compress public pages only: they hold no secret that their length could give away."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponse | HttpResponseBase:
        """Return the response, compressed where it is public and long enough."""
        if is_staff_path(request.path_info):
            return response
        return super().process_response(request, response)
