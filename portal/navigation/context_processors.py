"""What every template knows without asking the database."""

from django.conf import settings
from django.http import HttpRequest

from portal.settings.municipality import Municipality


def municipality(request: HttpRequest) -> dict[str, Municipality]:
    """Return whose portal this is, for any template."""
    return {"municipality": settings.MUNICIPALITY}
