"""What is done to the outbox: a mail is put in it once, and a failed one is tried again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from wagtail.log_actions import log

from portal.notifications.models import OutboxMessage

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def enqueue(
    kind: str,
    *,
    recipient: str,
    dedupe_key: str,
    subject: str,
    context: Mapping[str, Any],
    now: datetime,
    holds_key: bool = False,
    calendar: str = "",
    unsubscribe_address: str = "",
) -> bool:
    """Put a mail in the outbox and return whether it is new; the same key is never put in twice.

    `kind` names the texts `templates/emails/KIND.txt` and `.html`, which get `context` and the
    municipality. `holds_key` says that a link in the mail opens something: then the texts are
    erased once they are sent. `calendar` is an invitation in iCalendar's own format, and
    `unsubscribe_address` what a mail program's own button calls. Nothing is sent here: inside a
    transaction that is rolled back, no mail goes out.
    """
    values = _values(context)
    _, is_new = OutboxMessage.objects.get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "kind": kind,
            "recipient": recipient,
            "subject": subject,
            "text": render_to_string(f"emails/{kind}.txt", values),
            "html": render_to_string(f"emails/{kind}.html", values),
            "holds_key": holds_key,
            "calendar": calendar,
            "unsubscribe_address": unsubscribe_address,
            "created_at": now,
            "next_try_at": now,
        },
    )
    return is_new


def sender() -> str:
    """Return the address that mails are from, which a calendar file names as its organizer."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def erase_dead_links(now: datetime) -> str:
    """Erase the texts of mails whose links have run out before they could be sent; say how many.

    The text alone would be a key that is kept, and a mail whose links lead nowhere helps nobody.
    """
    late = OutboxMessage.objects.with_dead_links(now)
    late.filter(state=OutboxMessage.State.WAITING).update(
        state=OutboxMessage.State.FAILED, error="Länkarna gick ut innan brevet kunde skickas."
    )
    count = late.exclude(text="", html="").update(text="", html="", unsubscribe_address="")
    return f"{count} brev med gamla länkar raderade"


def mail_text(kind: str, context: Mapping[str, Any]) -> str:
    """Return a mail's text as `enqueue` would write it, for whoever wants to see it first."""
    return render_to_string(f"emails/{kind}.txt", _values(context))


def _values(context: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **context,
        "municipality": settings.MUNICIPALITY,
        "site_address": settings.SITE_ADDRESS,
    }


@transaction.atomic
def send_again(message: OutboxMessage, *, user: AbstractBaseUser, now: datetime) -> None:
    """Let a failed mail wait to be sent at once; raises `ValidationError` for any other."""
    held = OutboxMessage.objects.select_for_update().get(pk=message.pk)
    if held.state != OutboxMessage.State.FAILED:
        raise ValidationError("Bara ett utskick som inte kom fram kan skickas igen.")
    if not held.text:
        raise ValidationError(
            "Länkarna i brevet har gått ut. Ett nytt brev skickas med nästa påminnelse."
        )
    held.state, held.attempts, held.next_try_at = OutboxMessage.State.WAITING, 0, now
    held.save(update_fields=["state", "attempts", "next_try_at"])
    log(held, "portal.send_again", user=user, timestamp=now)
