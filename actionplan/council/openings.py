"""When the forms about a meeting are open. Pure: a meeting and a moment in, a sentence out."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

if TYPE_CHECKING:
    from actionplan.council.meetings import CouncilMeeting

# What is read by others is not added to behind their backs.
IS_PUBLISHED = (
    "Mötets protokoll är publicerat, och besluten läses med det. Dra tillbaka protokollet först."
)


class Opens(Enum):
    """During which part of a meeting's life a form is open, and its service takes what is sent."""

    ALWAYS = auto()
    WHILE_HELD = auto()
    BEFORE = auto()
    ONCE_BEGUN = auto()
    UNTIL_PUBLISHED = auto()  # once begun, as long as its minutes are not published
    WHILE_CANCELLED = auto()


def why_shut(meeting: CouncilMeeting, opens: Opens, now: datetime) -> str:
    """Return in a sentence why a form is not open at `now`, "" when it is."""
    has_begun = meeting.has_begun(now)
    match opens:
        case Opens.ALWAYS:
            return ""
        case Opens.WHILE_CANCELLED if not meeting.is_cancelled:
            return "Mötet är inte inställt."
        case Opens.WHILE_CANCELLED if has_begun:
            return "Mötets tid har gått. Planera ett nytt möte i stället."
        case Opens.WHILE_CANCELLED:
            return ""
        case _ if meeting.is_cancelled:
            return "Mötet är inställt."
        case Opens.BEFORE if has_begun:
            return "Mötet har redan börjat."
        case Opens.ONCE_BEGUN | Opens.UNTIL_PUBLISHED if not has_begun:
            return f"Mötet har inte börjat än. Sidan öppnar {opening(meeting)}."
        case Opens.UNTIL_PUBLISHED if meeting.has_published_minutes:
            return IS_PUBLISHED
    return ""


def require_open(meeting: CouncilMeeting, opens: Opens, now: datetime) -> None:
    """Raise `ValidationError`, in the words of the page, when a form is not open at `now`."""
    if why := why_shut(meeting, opens, now):
        raise ValidationError(why)


def opening(meeting: CouncilMeeting) -> str:
    """Return in words when a meeting begins."""
    starts = timezone.localtime(meeting.starts_at)
    return f"{date_format(starts, 'l j F Y')} klockan {date_format(starts, 'H.i')}"
