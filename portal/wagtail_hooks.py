"""Gathers what the rooms add to Wagtail's editing interface, where Wagtail looks for it."""

from portal.delivery import editing_cookies, staff_documents
from portal.intranet import editing_menu
from portal.navigation import page_links

__all__ = ["editing_cookies", "editing_menu", "page_links", "staff_documents"]
