"""Who leads the work with the plan, its follow-up and its revision: one right, and one door."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

    Somebody = AbstractUser | AnonymousUser

# The right stands on the follow-up year, which is where it is given.
LEADS = "actionplan.run_followup"

View = Callable[..., HttpResponse]


def leads(user: Somebody) -> bool:
    """Tell whether `user` is the coordinator, who runs follow-up and revision."""
    return bool(user.is_active and user.has_perm(LEADS))


def for_leaders(view: View) -> View:
    """Let those in who lead; all others get `PermissionDenied`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not leads(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
