"""Gathers what the rooms add to Wagtail's editing interface, where Wagtail looks for it."""

from wagtail.snippets.models import register_snippet

from portal.delivery import editing_cookies, file_sizes
from portal.intranet import editing_menu, reviewing, service_preview
from portal.intranet.accounts import history as account_history
from portal.intranet.routines import editing as routine_editing
from portal.intranet.sign_in import history as sign_in_history
from portal.navigation import page_links
from portal.notifications.viewsets import OutboxViewSet
from portal.subscriptions import news_desk

__all__ = [
    "account_history",
    "editing_cookies",
    "editing_menu",
    "file_sizes",
    "news_desk",
    "page_links",
    "reviewing",
    "routine_editing",
    "service_preview",
    "sign_in_history",
]

register_snippet(OutboxViewSet)
register_snippet(routine_editing.ReadingGroupViewSet)
