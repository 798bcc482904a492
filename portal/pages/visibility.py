"""Which pages the public part may list: one rule for menus, lists and the sitemap."""

from wagtail.models import Page, PageQuerySet

from portal.pages.base import StaffPage


def public_pages() -> PageQuerySet:
    """Return the published pages that anyone may read: never a staff page, whatever its address."""
    return Page.objects.live().not_type(StaffPage)
