"""The links of a follower: signed by our key for one purpose, dead when the row's nonce changes.

A link to leave by lives as long as its follower is told: no mail carries one that does nothing.

The same link can be made again, since every mail carries it and the outbox keeps none. The
database alone is not enough to make one.
"""

from enum import StrEnum

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from portal.subscriptions.models import Follower


class Purpose(StrEnum):
    """What a link is for; one that is for leaving cannot be made into one for changing."""

    CONFIRM = "confirm"
    SETTINGS = "settings"
    LEAVE = "leave"
    CALENDAR = "calendar"


NAMES = {
    Purpose.CONFIRM: "follow_confirm",
    Purpose.SETTINGS: "follow_settings",
    Purpose.LEAVE: "follow_leave",
    Purpose.CALENDAR: "follow_calendar",
}


def token(purpose: Purpose, follower: Follower) -> str:
    """Return the key in a follower's link."""
    return _signer(purpose).sign(f"{follower.pk}.{_nonce(purpose, follower)}")


def link(purpose: Purpose, follower: Follower) -> str:
    """Return the whole address of a follower's link."""
    return settings.SITE_ADDRESS + reverse(NAMES[purpose], args=[token(purpose, follower)])


def is_ours(purpose: Purpose, signed: str) -> bool:
    """Whether we have once signed the key, be its follower gone or not."""
    return _read(purpose, signed) is not None


def follower_of(purpose: Purpose, signed: str, *, hold: bool = False) -> Follower | None:
    """Return whose link it is; None for one that we have not signed, or that is ended."""
    said = _read(purpose, signed)
    if said is None:
        return None
    pk, nonce = said
    followers = Follower.objects.select_related("user")
    if hold:
        followers = followers.select_for_update(of=("self",))
    follower = followers.filter(pk=pk).first()
    if follower is None or not nonce:
        return None
    return follower if constant_time_compare(nonce, _nonce(purpose, follower)) else None


def _read(purpose: Purpose, signed: str) -> tuple[int, str] | None:
    try:
        pk, _, nonce = _signer(purpose).unsign(signed).partition(".")
    except signing.BadSignature:
        return None
    return int(pk), nonce


def _nonce(purpose: Purpose, follower: Follower) -> str:
    match purpose:
        case Purpose.CALENDAR:
            return follower.calendar_nonce
        case Purpose.LEAVE:
            return "leave"
    return follower.nonce


def _signer(purpose: Purpose) -> signing.Signer:
    # A colon would be written as %3A by some mail programs.
    return signing.Signer(salt=f"portal.subscriptions.{purpose}", sep=".")
