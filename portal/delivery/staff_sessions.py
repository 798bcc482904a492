"""How far somebody has come in signing in: the one rule of who the staff side opens for.

It reads what allauth has written in the session, so that the gate asks the database nothing.
"""

import time
from enum import Enum

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest


class Standing(Enum):
    """Nobody, somebody who has given a password and no more, or somebody who has signed in."""

    NOBODY = "nobody"
    HALF = "half"
    WHOLE = "whole"


def standing(request: HttpRequest) -> Standing:
    """Return how far the request's session has come.

    A password alone is half, for whatever role. A second factor makes it whole, and so does the
    municipality's own sign-in, which has asked for what the municipality demands. After the hours
    of a session, counted from its first step, it is nobody's again.
    """
    if not request.user.is_authenticated:
        return Standing.NOBODY
    steps = get_authentication_records(request, request.user)
    if not steps or time.time() - float(steps[0]["at"]) > settings.SESSION_COOKIE_AGE:
        return Standing.NOBODY
    if any(step["method"] in ("mfa", "socialaccount") for step in steps):
        return Standing.WHOLE
    return Standing.HALF
