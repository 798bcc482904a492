"""What the council has decided, beside an activity on the pages of other rooms."""

from typing import Any

from django import template
from django.utils import timezone

from actionplan.activities.models import Activity
from actionplan.council.access import standing
from actionplan.council.models import Decision

register = template.Library()


@register.simple_tag(takes_context=True)
def council_decisions(context: dict[str, Any], activity: Activity) -> list[Decision]:
    """Return the decisions about an activity that the reader of the page may read."""
    if "request" not in context:
        return []
    who = standing(context["request"].user, timezone.localdate())
    return list(Decision.objects.for_activity(activity).readable(who))


@register.simple_tag
def today() -> Any:
    """Return the day today."""
    return timezone.localdate()
