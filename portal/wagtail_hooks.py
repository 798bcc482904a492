"""Gathers what the rooms add to Wagtail's editing interface, where Wagtail looks for it."""

from portal.delivery import editing_cookies, staff_documents
from portal.intranet import editing_menu

__all__ = ["editing_cookies", "editing_menu", "staff_documents"]
