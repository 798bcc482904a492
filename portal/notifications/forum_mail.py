"""The mails to those who sign up for a forum, and how long anything of them is kept.

Subjects say nothing of what the forum is about: somebody else may see them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplan.council.calendar import Method, to_calendar
from actionplan.council.forum import wording
from actionplan.council.forum.models import UNCONFIRMED_DAYS, ForumSignUp, State
from actionplan.council.forum.services import fill_places
from actionplan.council.forum.telling import News, news, note_told
from actionplan.council.meetings import CouncilMeeting
from portal.notifications.forum_links import my_sign_up
from portal.notifications.models import OutboxMessage
from portal.notifications.services import enqueue, sender
from portal.pages.forum import the_forum_page

CONFIRM, TELL = "forum_confirm", "forum_news"
# What the mail server is to be spared, from however many computers it comes: one computer alone is
# slowed down by the web server long before this (deploy/nginx.conf), so that it locks nobody out.
MOST_AN_HOUR = 2000
WITH_CALENDAR = (News.PLACED, News.GOT_PLACE, News.CHANGED, News.RESTORED, News.REMINDER)


def is_too_much(now: datetime) -> bool:
    """Whether so many have been asked to confirm in the last hour that no more are."""
    asked = OutboxMessage.objects.filter(kind=CONFIRM, created_at__gt=now - timedelta(hours=1))
    return asked.count() >= MOST_AN_HOUR


def ask_to_confirm(person: ForumSignUp, now: datetime) -> bool:
    """Put the mail with the link in the outbox; once a day, and also to who has confirmed before.

    Nothing that was typed stands in it: whoever typed may not be who reads.
    """
    last_day = timezone.localdate(now) + timedelta(days=UNCONFIRMED_DAYS - 1)
    if person.meeting.sign_up_until:
        last_day = min(last_day, person.meeting.sign_up_until)
    with override(person.language):
        return enqueue(
            CONFIRM,
            recipient=person.mailbox,
            dedupe_key=f"{_begins(person)}ask:{timezone.localdate(now)}",
            subject=_("Din anmälan"),
            context={
                **_facts(person),
                "is_confirmed": person.state != State.ASKED,
                "last_day": date_format(last_day, "j F Y"),
                "days": UNCONFIRMED_DAYS,
            },
            now=now,
            holds_key=True,
        )


def tend_forums(now: datetime) -> str:
    """Fill places that are free, tell people what they have to know, erase; say it in words."""
    coming = CouncilMeeting.objects.announced().upcoming(now)
    # Also one without a limit: it may have had one, and then somebody waits.
    for meeting in coming.filter(sign_ups__state=State.QUEUED).distinct():
        fill_places(meeting)
    told = sum(_tell(key, now) for key in _keys_to_tell(now))
    return f"{told} brev om forum, {erase_old(now)} anmälningar raderade"


def erase_old(now: datetime) -> int:
    """Erase the sign-ups whose time is out, and the mails of all that are gone; count sign-ups.

    A mail holds its recipient's address, so it is kept no longer than the sign-up itself. One that
    is on its way is let out first.
    """
    erased, _by_model = ForumSignUp.objects.to_erase(now).delete()
    kept = {key.hex for key in ForumSignUp.objects.values_list("key", flat=True)}
    on_its_way = [OutboxMessage.State.WAITING, OutboxMessage.State.SENDING]
    recent = now - timedelta(days=UNCONFIRMED_DAYS)
    mails = OutboxMessage.objects.filter(kind__in=[CONFIRM, TELL])
    gone = [
        mail.pk
        for mail in mails.only("pk", "dedupe_key", "state", "created_at")
        if mail.dedupe_key.split(":")[1] not in kept
        and (mail.state not in on_its_way or mail.created_at <= recent)
    ]
    OutboxMessage.objects.filter(pk__in=gone).delete()
    return erased


def forget_mails(person: ForumSignUp) -> None:
    """Erase the mails to somebody who has left: the waiting too, since their links are dead."""
    mails = OutboxMessage.objects.filter(dedupe_key__startswith=_begins(person))
    mails.exclude(state=OutboxMessage.State.SENDING).delete()


def _begins(person: ForumSignUp) -> str:
    return f"forum:{person.key.hex}:"


def _keys_to_tell(now: datetime) -> list[int]:
    people = ForumSignUp.objects.for_news(now)
    return [person.pk for person in people if news(person, now)]


@transaction.atomic
def _tell(pk: int, now: datetime) -> bool:
    """Tell one person what is new, and remember it; two runs at a time tell it once."""
    person = (
        ForumSignUp.objects.select_for_update(of=("self",))
        .select_related("meeting")
        .filter(pk=pk)
        .first()
    )
    said = news(person, now) if person else None
    if person is None or said is None:
        return False
    with override(person.language):
        words = _words(said, person)
        enqueue(
            TELL,
            recipient=person.mailbox,
            dedupe_key=f"{_begins(person)}{said}:{now:%Y%m%dT%H%M%S}",
            subject=words.subject,
            context={**_facts(person), "words": words, "has_left": said is News.REMOVED},
            now=now,
            holds_key=True,
            calendar=_calendar(said, person),
        )
    if said is News.REMOVED:
        person.delete()
    else:
        note_told(person, said, now)
    return True


def _facts(person: ForumSignUp) -> dict[str, str]:
    meeting = person.meeting
    return {
        "name": wording.name(meeting),
        "day": wording.day(meeting),
        "hours": wording.hours(meeting),
        "place": wording.place(meeting),
        "link": my_sign_up(person.key),
    }


def _calendar(said: News, person: ForumSignUp) -> str:
    # Who waits for a place has nothing in the calendar yet.
    if person.state != State.PLACED or said not in (*WITH_CALENDAR, News.CANCELLED):
        return ""
    method = Method.CANCEL if said is News.CANCELLED else Method.PUBLISH
    return to_calendar(
        [person.meeting], address_of=public_address, method=method, organizer=sender()
    ).decode()


def public_address(meeting: CouncilMeeting) -> str:
    """Return where anyone reads about a forum; empty while no page shows forums."""
    page = the_forum_page()
    return page.address_of(meeting) if page else ""


@dataclass(frozen=True)
class Words:
    """What a mail says before and after when and where the forum is."""

    subject: str
    opening: str
    closing: str


def _words(said: News, person: ForumSignUp) -> Words:
    closing = _("Kan du inte komma? Avboka genom länken, så får någon annan platsen.")
    if person.state == State.QUEUED:
        closing = _("Du står fortfarande på väntelistan. Vill du inte vänta, avboka genom länken.")
    match said:
        case News.PLACED:
            subject, opening = _("Du har en plats"), _("Tack för din anmälan. Du har en plats.")
        case News.GOT_PLACE:
            subject = _("Du har fått en plats")
            opening = _("Det har blivit en plats ledig, och den är din.")
        case News.CHANGED:
            subject, opening = _("Ändrad tid eller plats"), _("Mötet är ändrat. Så här är det nu:")
        case News.RESTORED:
            subject = _("Mötet blir av")
            opening = _("Mötet var inställt, men blir av ändå. Så här gäller:")
        case News.REMINDER:
            subject = _("Påminnelse om ett möte")
            opening = _("Snart är det dags för mötet som du har en plats på.")
        case News.QUEUED:
            return Words(
                _("Du står på väntelistan"),
                _("Tack för din anmälan. Alla platser är tagna, så du står på väntelistan."),
                _("Blir det en plats får du ett mejl. Vill du inte vänta, avboka genom länken."),
            )
        case News.CANCELLED:
            return Words(
                _("Mötet är inställt"),
                _("Mötet som du har anmält dig till är inställt. Så här var det tänkt:"),
                _("Du behöver inte göra något."),
            )
        case News.REMOVED:
            return Words(
                _("Din anmälan är borttagen"),
                _("Den som ordnar mötet har tagit bort din anmälan. Dina uppgifter är raderade."),
                _("Undrar du varför? Fråga %(who)s.") % {"who": settings.MUNICIPALITY.coordinator},
            )
    return Words(subject, opening, closing)
