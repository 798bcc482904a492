"""The PDF: tagged as PDF/UA-1, from the same template as the page, without any network.

WeasyPrint is imported where it renders: it needs a library of the system (Pango), and a portal
that lacks it must start all the same and say what is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.template.loader import render_to_string
from PIL import ImageFile

from actionplan.reports.files.look import project_file

if TYPE_CHECKING:
    from actionplan.reports.blocks import Document
    from actionplan.reports.content import ReportContent

STYLES = "css/report-file.css"
SYSTEM_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")


class CannotRender(Exception):
    """The machine lacks what it takes to make a file. Says what, and how to get it."""


def pdf_bytes(content: ReportContent, document: Document) -> bytes:
    """Return the document as PDF/UA-1. Raises `CannotRender` where Pango is missing."""
    weasyprint = _weasyprint()
    # Addresses are paths among the project's own static files, and lead nowhere else.
    fetcher = _only_own_files(weasyprint)
    html = render_to_string(
        "actionplan/reports/pdf.html", {"content": content, "document": document}
    )
    fonts = weasyprint.text.fonts.FontConfiguration()
    styles = weasyprint.CSS(
        string=project_file(STYLES).read_text("utf-8"),
        base_url=f"file:///{STYLES}",
        url_fetcher=fetcher,
        font_config=fonts,
    )
    plain: bytes = weasyprint.HTML(string=html, base_url="file:///", url_fetcher=fetcher).write_pdf(
        stylesheets=[styles], font_config=fonts, pdf_variant="pdf/ua-1"
    )
    # Not needed by the server, which loads this module: only where a file is made.
    from actionplan.reports.files.tagging import completed

    return completed(plain)


def _weasyprint() -> Any:
    takes_damaged = ImageFile.LOAD_TRUNCATED_IMAGES
    try:
        import weasyprint
        import weasyprint.text.fonts
    except OSError as error:
        packages = " ".join(SYSTEM_PACKAGES)
        raise CannotRender(
            "PDF-filen går inte att göra: systembiblioteket Pango saknas på servern. "
            f"I Debian installeras det med apt-get install {packages}"
        ) from error
    finally:
        # WeasyPrint lets the whole process take damaged pictures: the library refuses them.
        ImageFile.LOAD_TRUNCATED_IMAGES = takes_damaged
    return weasyprint


def _only_own_files(weasyprint: Any) -> Any:
    """Return what fetches static files by their path and refuses every other address."""

    class OwnFiles(weasyprint.URLFetcher):
        def fetch(self, url: str, headers: object = None) -> Any:
            parts = urlsplit(url)
            if parts.scheme != "file" or parts.netloc:
                raise ValueError(f"A report fetches nothing from {url}")
            data = project_file(unquote(parts.path).lstrip("/")).read_bytes()
            return weasyprint.urls.URLFetcherResponse(url, data)

    # A font that is missing stops the work: a file is made once and kept for good.
    return OwnFiles(fail_on_errors=True)
