"""What every view of the revision begins with: the right to come in, and the revision meant."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from actionplan.plan.leading import View, for_leaders, for_overseers
from actionplan.revision.models import Revision

# With which methods a page is asked for that only shows, and one that takes a form.
READS = ("GET", "HEAD")
WRITES = (*READS, "POST")


def led(view: View) -> View:
    """Let only who leads the revision in, and find the revision by its draft's address name."""

    return for_leaders(_found(view))


def overseen(view: View) -> View:
    """Let who leads the revision in, and who audits it to look; find it as `led` does."""
    return for_overseers(_found(view))


def _found(view: View) -> View:
    @wraps(view)
    def found(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, revision_at(slug), *args, **kwargs)

    return found


def person(request: HttpRequest) -> AbstractBaseUser:
    """Return who is signed in, to be written down with what they do."""
    if not isinstance(request.user, AbstractBaseUser):
        raise PermissionDenied
    return request.user


def revision_at(slug: str) -> Revision:
    """Return the revision whose new version has this address name, else 404."""
    found = Revision.objects.select_related("former__plan", "draft__plan")
    return get_object_or_404(found, draft__slug=slug)


def put_errors(form: BaseForm, error: ValidationError) -> None:
    """Put what a service refused at the fields that it names."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error.messages)
        return
    for field, errors in error.message_dict.items():
        form.add_error(field if field in form.fields else None, errors)
