"""Approving a draft beside its form, over the address that Wagtail has for it.

Source of the rule: docs/decisions/0031-routines.md. The form asks for what publishing needs; this
address knows nothing of it, so a routine that lacks something is led to its form.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.workflow import WorkflowAction

from portal.intranet.pages import RoutinePage
from portal.intranet.routines.editing import refusal


class WorkflowActionView(WorkflowAction):
    """Wagtail's own, but no routine is approved here that its form would not publish."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what is asked, or lead to the form with the reason why not."""
        if self.action_name == "approve":
            for routine in RoutinePage.objects.filter(pk=self.object.pk):
                if why := refusal(routine):
                    messages.error(request, why)
                    return redirect("wagtailadmin_pages:edit", routine.pk)
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer


workflow_action = require_admin_access(WorkflowActionView.as_view())
