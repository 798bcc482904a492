"""Writes the error pages that the web server shows in the portal's place."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.delivery.upload_limit import TOO_LARGE, too_large_page
from portal.pages.errors import error_page

# A file that is not there, and a portal that does not answer.
STATUSES = (404, 500)


class Command(BaseCommand):
    """Write `404.html`, `413.html` and `500.html` among the collected static files."""

    help = "Skriver felsidorna: fil som saknas, fil som är för stor, portal som inte svarar."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the pages; raises `OSError` where the folder cannot be written."""
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        pages = {status: error_page(status) for status in STATUSES} | {TOO_LARGE: too_large_page()}
        for status, page in pages.items():
            path = settings.STATIC_ROOT / f"{status}.html"
            path.write_text(page, encoding="utf-8")
            self.stdout.write(f"Skrev {path}")
