"""The chain that the law asks for, with the addresses that its links have here."""

from django.http import HttpRequest
from django.utils.translation import gettext

from actionplan.activities.models import Activity
from actionplan.plan.models import PlanVersion
from actionplan.revision.chain import ChainStep, Link, chain
from portal.navigation.doors import doors


def law_chain(
    request: HttpRequest,
    here: Link,
    version: PlanVersion,
    *,
    activity: Activity | None = None,
    years: tuple[int, ...] = (),
) -> tuple[ChainStep, ...]:
    """Return the four links as seen from `here`; `years` are those that boards were asked about."""
    ways = doors(request)
    return chain(
        here,
        version=version,
        activity=activity,
        plan_url=ways.door("plan"),
        activity_url=ways.activity(activity) if activity else ways.door("activities"),
        follow_up=_years(years),
        follow_up_url=ways.door("reports"),
    )


def _years(years: tuple[int, ...]) -> str:
    if not years:
        return ""
    return gettext("Uppföljning %(years)s") % {"years": ", ".join(map(str, years))}
