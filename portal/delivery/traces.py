"""Everything that the site may leave in a browser: the one list, which the public page shows.

What is not in it must not be there: the journeys compare a real browser with it.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Trace:
    """Something kept in the browser: under which name, when it comes, why, and when it goes."""

    name: str
    comes: Text
    purpose: Text
    goes: Text


# A reader of the public part gets none of these: their path is the staff side's.
STAFF_COOKIES = (
    Trace(
        settings.SESSION_COOKIE_NAME,
        _("När en medarbetare loggar in."),
        _("Håller medarbetaren inloggad."),
        _("Vid utloggning, eller efter %(hours)d timmar.")
        % {"hours": settings.SESSION_COOKIE_AGE // 3600},
    ),
    Trace(
        settings.CSRF_COOKIE_NAME,
        _("När någon öppnar sidan för inloggning."),
        _("Skyddar formulär mot att någon annan skickar dem."),
        _("Efter ett år."),
    ),
)
# The name is the one in static/js/exit.js.
STORAGE = (
    Trace(
        "exit",
        _("När du trycker på Lämna sidan snabbt."),
        _("Gör att den som backar i fliken möter den neutrala webbplatsen, inte våra sidor."),
        _("När fliken stängs, eller när någon öppnar en av våra sidor på nytt i den."),
    ),
)
