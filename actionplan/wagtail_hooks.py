"""Gathers the desks and hooks, where Wagtail looks for them."""

from wagtail.snippets.models import register_snippet

from actionplan.activities import deletion
from actionplan.council import history as council_history
from actionplan.council.forum import history as forum_history
from actionplan.council.minutes import serving
from actionplan.followup import history as followup_history
from actionplan.followup.answering import filing
from actionplan.plan import history
from actionplan.reports import history as report_history
from actionplan.reports.desks import PlanGroup
from actionplan.revision import history as revision_history

__all__ = [
    "council_history",
    "deletion",
    "filing",
    "followup_history",
    "forum_history",
    "history",
    "report_history",
    "revision_history",
    "serving",
]

register_snippet(PlanGroup)
