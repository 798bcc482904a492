"""Gathers the desks, where Wagtail looks for them."""

from wagtail.snippets.models import register_snippet

from resources.desks import appearance
from resources.menu.register_group import RegisterGroup
from resources.services import history

__all__ = ["appearance", "history"]

register_snippet(RegisterGroup)
