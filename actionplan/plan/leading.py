"""Who leads the work with the plan, its follow-up and its revision, and who only looks on.

One right each, and one door each: who leads does, who audits reads the same and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

    Somebody = AbstractUser | AnonymousUser

# The rights stand on the follow-up year, which is where they are given.
LEADS = "actionplan.run_followup"
AUDITS = "actionplan.audit_followup"
STEERS = "actionplan.read_steering_papers"

View = Callable[..., HttpResponse]


def leads(user: Somebody) -> bool:
    """Tell whether `user` is the coordinator, who runs follow-up and revision."""
    return bool(user.is_active and user.has_perm(LEADS))


def audits(user: Somebody) -> bool:
    """Tell whether `user` reads all that who leads reads, and changes nothing."""
    return bool(user.is_active and user.has_perm(AUDITS))


def oversees(user: Somebody) -> bool:
    """Tell whether `user` reads everything: drafts, reports to come, a plan under revision."""
    return leads(user) or audits(user)


def steers(user: Somebody) -> bool:
    """Tell whether `user` reads what is made for the steering group."""
    return oversees(user) or bool(user.is_active and user.has_perm(STEERS))


def for_leaders(view: View) -> View:
    """Let those in who lead; all others get `PermissionDenied`."""
    return _for(leads, view)


def for_overseers(view: View) -> View:
    """Let those look who lead or audit, and those send who lead; else `PermissionDenied`."""
    return _for(oversees, view)


def for_steering(view: View) -> View:
    """Let those look who read the steering group's papers; else `PermissionDenied`."""
    return _for(steers, view)


def _for(may_look: Callable[[Somebody], bool], view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        looks = request.method in ("GET", "HEAD")
        if not (may_look if looks else leads)(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
