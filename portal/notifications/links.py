"""The links in mails that ask an owner: a secret that is signed, and kept here only as a hash."""

import hashlib
import secrets

from django.conf import settings
from django.core import signing
from django.urls import reverse

LINK_DAYS = 30
SALT = "portal.notifications.assurance"
# A colon would be written as %3A by some mail programs.
_SIGNER = signing.Signer(salt=SALT, sep=".")


def new_secret() -> str:
    """Return a secret that nobody can guess."""
    return secrets.token_urlsafe(24)


def hashed(secret: str) -> str:
    """Return what the database keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token(secret: str) -> str:
    """Return the secret with our signature, as it stands in a link."""
    return _SIGNER.sign(secret)


def secret_of(signed: str) -> str | None:
    """Return the secret of a token that we have signed, else None."""
    try:
        return _SIGNER.unsign(signed)
    except signing.BadSignature:
        return None


def confirmation_link(secret: str) -> str:
    """Return the whole address of the page where an owner confirms."""
    return settings.SITE_ADDRESS + reverse("confirm_assurance", args=[token(secret)])
