"""Gathers the desks, where Wagtail looks for them."""

from wagtail.snippets.models import register_snippet

from resources.menu.register_group import RegisterGroup
from resources.services import history

__all__ = ["history"]

register_snippet(RegisterGroup)
