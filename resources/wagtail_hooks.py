"""Gathers the desks, where Wagtail looks for them."""

from wagtail.snippets.models import register_snippet

from resources.desks import appearance
from resources.documents import history as file_history
from resources.menu.register_group import RegisterGroup
from resources.services import history

__all__ = ["appearance", "file_history", "history"]

register_snippet(RegisterGroup)
