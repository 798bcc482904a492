"""Signing up, confirming and leaving. Each holds the meeting, so that a place is taken once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from actionplan.council.forum.models import ForumSignUp, State
from actionplan.council.forum.places import standing_of
from actionplan.council.meetings import CouncilMeeting

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


@dataclass(frozen=True)
class Details:
    """What somebody filled in; `language` is the one they read, and get their mails in."""

    name: str
    mailbox: str
    organization: str = ""
    needs: Collection[str] = field(default_factory=tuple)
    language: str = "sv"


@transaction.atomic
def sign_up(meeting: CouncilMeeting, details: Details, *, now: datetime) -> ForumSignUp:
    """Write down that somebody asks for a place; it is theirs when they confirm.

    An address that asks again corrects what it asked, until it has been confirmed: then only who
    reads its mail may change anything. Raises `ValidationError` when the forum takes no sign-ups.
    """
    held = _hold(meeting.pk)
    if not standing_of(held, now).takes_sign_ups:
        raise ValidationError(_("Det går inte längre att anmäla sig till mötet."))
    known = held.sign_ups.standing().filter(mailbox__iexact=details.mailbox).first()
    if known is not None and known.state != State.ASKED:
        return known
    asked = known or ForumSignUp(meeting=held, mailbox=details.mailbox)
    asked.name, asked.organization = details.name, details.organization
    asked.needs, asked.language = list(details.needs), details.language
    asked.asked_at = now
    asked.save()
    return asked


@transaction.atomic
def confirm(key: UUID, *, now: datetime) -> ForumSignUp | None:
    """Give a place to who asked for one, or a place in the queue; None when nobody asked.

    Confirming twice is confirming once. Raises `ValidationError` when it is too late.
    """
    asked = _find(key)
    if asked is None or asked.state != State.ASKED:
        return asked
    if not standing_of(asked.meeting, now).takes_sign_ups:
        raise ValidationError(_("Det går inte längre att anmäla sig till mötet."))
    asked.state, asked.confirmed_at = State.QUEUED, now
    asked.save(update_fields=["state", "confirmed_at"])
    # The last in the queue, which moves up as far as there are places.
    fill_places(asked.meeting)
    asked.refresh_from_db()
    return asked


@transaction.atomic
def leave(key: UUID) -> bool:
    """Erase a sign-up, give the place to the first in the queue, and return whether there was one.

    Also after the last day: a place that somebody else can have is worth more than the list.
    """
    leaving = _find(key)
    if leaving is None or leaving.state == State.REMOVED:
        return False
    meeting = leaving.meeting
    leaving.delete()
    fill_places(meeting)
    return True


@transaction.atomic
def remove(found: ForumSignUp, *, user: AbstractBaseUser | AnonymousUser, now: datetime) -> None:
    """Take somebody off the list; they are told by the next run, which then erases them.

    The log says that somebody was removed, by whom and when, and not who it was.
    """
    leaving = _find(found.key)
    if leaving is None or leaving.state == State.REMOVED:
        return
    meeting = leaving.meeting
    leaving.state = State.REMOVED
    leaving.save(update_fields=["state"])
    fill_places(meeting)
    log(meeting, "actionplan.remove_sign_up", user=user, timestamp=now)


@transaction.atomic
def fill_places(meeting: CouncilMeeting) -> int:
    """Give the places that are free to those who have waited longest; return how many.

    At a cancelled forum there are none to give: the queue moves once it is held after all.
    """
    held = _hold(meeting.pk)
    if held.is_cancelled:
        return 0
    waiting = held.sign_ups.queued()
    if held.places is not None:
        free = held.places - held.sign_ups.placed().count()
        waiting = waiting[: max(free, 0)]
    first = list(waiting.values_list("pk", flat=True))
    return ForumSignUp.objects.filter(pk__in=first).update(state=State.PLACED)


def _hold(meeting: int) -> CouncilMeeting:
    return CouncilMeeting.objects.select_for_update().get(pk=meeting)


def _find(key: UUID) -> ForumSignUp | None:
    """Return the sign-up as it is once its meeting is held: who comes second sees the first."""
    meeting = ForumSignUp.objects.filter(key=key).values_list("meeting", flat=True).first()
    if meeting is None:
        return None
    held = _hold(meeting)
    found = ForumSignUp.objects.filter(key=key).first()
    if found is not None:
        found.meeting = held
    return found
