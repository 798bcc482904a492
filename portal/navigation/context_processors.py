"""What every template knows without asking the database."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from portal.settings.municipality import Municipality


def municipality(request: HttpRequest) -> dict[str, Municipality]:
    """Return whose portal this is, for any template, in the reader's language."""
    return {"municipality": settings.MUNICIPALITY.in_language(get_language() or "")}
