"""One entry in the editing interface's menu for all of the plan's desks."""

from wagtail.snippets.views.snippets import SnippetViewSetGroup

from actionplan.activities.viewsets import (
    ActivityClosureViewSet,
    ActivityViewSet,
    EditorialCorrectionViewSet,
    ResponsibilityViewSet,
)
from actionplan.council.viewsets import CouncilSeatViewSet, ReferenceMemberViewSet
from actionplan.plan.viewsets import PlanVersionViewSet, PlanViewSet


class PlanGroup(SnippetViewSetGroup):
    """The desks in the order that an editor meets them: what is done daily first."""

    menu_label = "Handlingsplan"
    menu_icon = "tasks"
    menu_order = 240
    items = (
        ActivityViewSet,
        ResponsibilityViewSet,
        ActivityClosureViewSet,
        PlanVersionViewSet,
        PlanViewSet,
        CouncilSeatViewSet,
        ReferenceMemberViewSet,
        EditorialCorrectionViewSet,
    )
