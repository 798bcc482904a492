"""The sitemap: every public page in every language, and the addresses behind the doors."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from wagtail.contrib.sitemaps.sitemap_generator import Sitemap
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap
from wagtail.models import PageQuerySet

from portal.pages.visibility import public_pages


class PublicSitemap(Sitemap):
    """All language trees, where Wagtail's own follows the default one only."""

    def items(self) -> PageQuerySet:
        """Return the public pages below every start page."""
        return public_pages().filter(depth__gt=1).order_by("path").defer_streamfields().specific()


def sitemap(request: HttpRequest) -> HttpResponse:
    """Return the sitemap as XML."""
    return wagtail_sitemap(request, sitemaps={"pages": PublicSitemap})


def robots(request: HttpRequest) -> HttpResponse:
    """Return what search engines are asked to leave alone, and where the sitemap is."""
    lines = [
        "User-agent: *",
        f"Disallow: {settings.STAFF_PATH}",
        f"Sitemap: {settings.SITE_ADDRESS}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
