"""Keeps the editing interface from deleting what the database keeps, and says why."""

from collections.abc import Iterable

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages

from actionplan.activities.models import Activity, EditorialCorrection, Responsibility
from actionplan.plan.models import PlanVersion

KEPT = _(
    "Det här hör till en antagen plan och kan inte tas bort. "
    "Det som ska bort tas bort i en ny version av planen."
)


def is_kept(instance: Model) -> bool:
    """Whether the database refuses to delete `instance`."""
    if isinstance(instance, EditorialCorrection):
        return True
    if isinstance(instance, PlanVersion):
        return instance.is_locked
    if isinstance(instance, Activity):
        return instance.version.is_locked
    return isinstance(instance, Responsibility) and instance.activity.version.is_locked


@hooks.register("before_delete_snippet")
def keep_adopted_plans(request: HttpRequest, instances: Iterable[Model]) -> HttpResponse | None:
    """Send back with a sentence when anything of an adopted plan is about to be deleted."""
    if any(is_kept(instance) for instance in instances):
        messages.error(request, KEPT)
        return redirect("wagtailadmin_home")
    return None
