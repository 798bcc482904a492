"""Gathers the desks and hooks, where Wagtail looks for them."""

from wagtail.snippets.models import register_snippet

from actionplan.activities import deletion
from actionplan.plan import history
from actionplan.reports.desks import PlanGroup

__all__ = ["deletion", "history"]

register_snippet(PlanGroup)
