"""A forum in words, as pages and mails say them in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actionplan.council.forum.standing import Standing

if TYPE_CHECKING:
    from actionplan.council.meetings import CouncilMeeting

DAY = "l j F Y"
CLOCK = "H.i"


def name(meeting: CouncilMeeting) -> str:
    """Return what a forum is called: its own heading, else after who holds it."""
    return meeting.title or f"{settings.MUNICIPALITY.coordinator}-forum"


def day(meeting: CouncilMeeting) -> str:
    """Return the day in words, with the day of the week."""
    return date_format(timezone.localtime(meeting.starts_at), DAY)


def hours(meeting: CouncilMeeting) -> str:
    """Return when a forum begins and, where that is known, ends; the day too if it is another."""
    begins = timezone.localtime(meeting.starts_at)
    first = date_format(begins, CLOCK)
    if meeting.ends_at is None:
        return _("kl. %(start)s") % {"start": first}
    ends = timezone.localtime(meeting.ends_at)
    last = date_format(ends, CLOCK if ends.date() == begins.date() else f"{DAY} {CLOCK}")
    return _("kl. %(start)s–%(end)s") % {"start": first, "end": last}


def place(meeting: CouncilMeeting) -> str:
    """Return where a forum is held, or that it is not decided."""
    return meeting.place or _("Platsen är inte bestämd än.")


def places_left(standing: Standing, *, has_limit: bool) -> str:
    """Return whether there is room: in words, since how many have signed up is told to nobody."""
    match standing:
        case Standing.OPEN:
            return _("Det finns platser kvar.") if has_limit else _("Alla som vill får plats.")
        case Standing.FEW:
            return _("Det är få platser kvar.")
        case Standing.QUEUE:
            return _("Fullt. Du kan ställa dig på väntelistan.")
        case Standing.CLOSED:
            return _("Anmälan har stängt.")
        case Standing.CANCELLED:
            return _("Inställt.")
        case Standing.PAST:
            return _("Har varit.")
