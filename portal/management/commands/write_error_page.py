"""Writes the error page that the web server shows when the portal does not answer at all."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.pages.errors import server_error_page


class Command(BaseCommand):
    """Write `500.html` among the collected static files."""

    help = "Skriver felsidan som webbservern visar när portalen inte svarar."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page; raises `OSError` where the folder cannot be written."""
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        path = settings.STATIC_ROOT / "500.html"
        path.write_text(server_error_page(), encoding="utf-8")
        self.stdout.write(f"Skrev {path}")
