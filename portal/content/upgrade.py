"""Fills in what a newer version of the product has added to pages that the pack made before it.

The table's new columns are born empty, and `load_pages` never touches a page that stands. So what a
page's file says of them is set here, on pages that nobody has saved since they were made.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from wagtail.models import Locale, Page

from portal.content.ledger import planted_id
from portal.content.pages import PageFile, fill_added, page_key, read_pages, references_of
from portal.intranet.routines.publishing import record_first

# What issue 5 added to page types that had pages already.
ADDED = ("shows_routines", "support_page", "situation", "sources")


def upgrade(pack: Path, now: datetime) -> list[str]:
    """Fill in what is new on untouched pages, and version what is live; return a line for each."""
    lines = []
    for locale in Locale.objects.all():
        files = read_pages(pack / "pages" / locale.language_code)
        if not files:
            continue
        references = references_of(locale)
        for file in files:
            page = _untouched(file, locale)
            if page is not None and fill_added(page.specific, file, ADDED, references):
                lines.append(f"Nya fält ({locale.language_code}): {page.title}")
    lines += [f"Första versionen: {version.routine}" for version in record_first(now)]
    return lines


def _untouched(file: PageFile, locale: Locale) -> Page | None:
    """Return the page that a file made, if nobody has saved it since."""
    page = Page.objects.filter(pk=planted_id(page_key(locale, file.path)), live=True).first()
    return page if page is not None and page.revisions.count() == 1 else None
