"""Who runs the accounts, and who only reads the list: the one place where it is asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

    Somebody = AbstractUser | AnonymousUser

MANAGES = "portal.manage_accounts"
READS = "portal.read_audit_trail"

View = Callable[..., HttpResponse]


def may_manage(user: Somebody) -> bool:
    """Tell whether `user` gives roles and closes accounts."""
    return bool(user.is_active and user.has_perm(MANAGES))


def may_read(user: Somebody) -> bool:
    """Tell whether `user` sees who has an account: whoever runs them, and who audits."""
    return may_manage(user) or bool(user.is_active and user.has_perm(READS))


def for_managers(view: View) -> View:
    """Let those in who run the accounts; all others get `PermissionDenied`."""
    return _for(may_manage, view)


def for_readers(view: View) -> View:
    """Let those in who may see the accounts; all others get `PermissionDenied`."""
    return _for(may_read, view)


def _for(may: Callable[[Somebody], bool], view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
