"""Gathers the desks, where Wagtail looks for them."""

from wagtail.snippets.models import register_snippet

from resources.menu.register_group import RegisterGroup

register_snippet(RegisterGroup)
