"""Gathers what the rooms add to Wagtail's editing interface, where Wagtail looks for it."""

from wagtail.snippets.models import register_snippet

from portal.delivery import editing_cookies, staff_documents
from portal.intranet import editing_menu, service_preview
from portal.navigation import page_links
from portal.notifications.viewsets import OutboxViewSet

__all__ = [
    "editing_cookies",
    "editing_menu",
    "page_links",
    "service_preview",
    "staff_documents",
]

register_snippet(OutboxViewSet)
