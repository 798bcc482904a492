"""The links in mails to those who sign up for a forum: a key that is signed, and dies with its row.

Every mail to a person carries the same link: it shows how the sign-up stands, and a button acts.
"""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "portal.notifications.forum"
# A colon would be written as %3A by some mail programs.
_SIGNER = signing.Signer(salt=SALT, sep=".")


def token(key: UUID) -> str:
    """Return the key with our signature, as it stands in a link."""
    return _SIGNER.sign(key.hex)


def key_of(signed: str) -> UUID | None:
    """Return the key of a token that we have signed, else None."""
    try:
        return UUID(hex=_SIGNER.unsign(signed))
    except (signing.BadSignature, ValueError):
        return None


def my_sign_up(key: UUID) -> str:
    """Return the whole address of a sign-up's page, in the language that is active."""
    return settings.SITE_ADDRESS + reverse("forum_my_sign_up", args=[token(key)])
