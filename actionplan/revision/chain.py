"""The chain that the law asks for, readable from any link of it.

Lag (2023:196) om kommuners ansvar för brottsförebyggande arbete: a picture of the situation, a
plan for what is to be done, and a follow-up of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from actionplan.activities.models import Activity
    from actionplan.plan.models import PlanVersion


class Link(StrEnum):
    """The links of the chain, in their order."""

    SITUATION = "situation"
    PLAN = "plan"
    ACTIVITY = "activity"
    FOLLOW_UP = "follow_up"


NAMES: dict[Link, _StrPromise] = {
    Link.SITUATION: _("Lägesbild"),
    Link.PLAN: _("Plan"),
    Link.ACTIVITY: _("Aktivitet"),
    Link.FOLLOW_UP: _("Uppföljning"),
}


@dataclass(frozen=True)
class ChainStep:
    """One link: its name, what stands there, where it leads ("" for nowhere)."""

    name: _StrPromise
    text: str
    url: str
    is_here: bool


def chain(
    here: Link,
    *,
    version: PlanVersion,
    activity: Activity | None = None,
    plan_url: str = "",
    activity_url: str = "",
    follow_up: str = "",
    follow_up_url: str = "",
) -> tuple[ChainStep, ...]:
    """Return the four links as seen from `here`.

    `follow_up` says what has been followed up; without it the chain says that nothing has. There
    is no register of situation pictures yet: that link says so and leads nowhere.
    """
    said = {
        Link.SITUATION: (gettext("Ingen lägesbild är inlagd."), ""),
        Link.PLAN: (str(version), plan_url),
        Link.ACTIVITY: (
            str(activity) if activity else _counted(version),
            activity_url,
        ),
        Link.FOLLOW_UP: (
            follow_up or gettext("Ingen årlig uppföljning är inlagd."),
            follow_up_url if follow_up else "",
        ),
    }
    return tuple(
        ChainStep(NAMES[link], text, "" if link is here else url, link is here)
        for link, (text, url) in said.items()
    )


def _counted(version: PlanVersion) -> str:
    count = version.activities.count()
    return ngettext("%(count)s aktivitet", "%(count)s aktiviteter", count) % {"count": count}
