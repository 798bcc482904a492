"""What becomes of a person's mails in the outbox when they leave."""

from __future__ import annotations

from portal.intranet.models import User
from portal.notifications.models import OutboxMessage


def forget_mails(address: str) -> None:
    """Remove what has not been sent to the address; of what has, keep only that and when.

    An address that another account has too, such as a shared one, is left alone. Asked when the
    account itself no longer has the address.
    """
    if not address or User.objects.filter(email__iexact=address).exists():
        return
    theirs = OutboxMessage.objects.filter(recipient__iexact=address)
    theirs.exclude(state=OutboxMessage.State.SENT).delete()
    theirs.update(recipient="", text="", html="", calendar="", unsubscribe_address="", error="")
