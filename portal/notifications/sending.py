"""Sending what waits in the outbox: recorded before and after, so that each mail goes out once.

A mail is claimed in one transaction (it says *sending* from then on, whatever happens) and sent in
the next, which holds its row until the outcome is written. So a row that has said *sending* for a
while and that nobody holds was left by a sender that died: it is sent again, and the log says so.
It is the only mail that can arrive twice, and its Message-ID is then the same both times.
"""

import hashlib
import logging
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import (
    SMTPConnectError,
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from portal.notifications.models import OutboxMessage

State = OutboxMessage.State
LOGGER = logging.getLogger("portal.notifications")

# How long a claim stands before somebody else may ask whether its sender lives.
LEFT_AFTER = timedelta(minutes=10)
FIRST_PAUSE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=1)
# With the pauses above: about four days, for a mailbox that is full over a weekend.
MOST_ATTEMPTS = 100
PERMANENT = 500  # from here on an SMTP answer means that trying again does not help


@dataclass
class Outcome:
    """What became of one run."""

    sent: int = 0
    delayed: int = 0
    failed: int = 0
    server_is_down: bool = False

    def __str__(self) -> str:
        down = ", e-postservern svarar inte" if self.server_is_down else ""
        return f"{self.sent} skickade, {self.delayed} väntar, {self.failed} kom inte fram{down}"


def send_due(now: datetime, connection: BaseEmailBackend) -> Outcome:
    """Send everything that is due, over one connection, and return what became of it.

    May run in several processes at a time. A server that is down costs no mail an attempt: all of
    it waits, says why, and is tried at the next run.
    """
    outcome = Outcome()
    if not OutboxMessage.objects.due(now).exists():
        return outcome
    try:
        connection.open()
    except OSError as error:
        outcome.server_is_down = True
        outcome.delayed = OutboxMessage.objects.due(now).update(error=_in_words(error))
        LOGGER.error(
            "The mail server cannot be used, %s mails wait: %s", outcome.delayed, _code(error)
        )
        return outcome
    try:
        while not outcome.server_is_down and (claim := _claim(now)):
            _send_claimed(claim, now, connection, outcome)
    finally:
        _close(connection)
    return outcome


def _claim(now: datetime) -> OutboxMessage | None:
    """Write that a mail is being sent, before anything is; return it, or None at the end."""
    with transaction.atomic(durable=True):
        message = (
            OutboxMessage.objects.due(now)
            .order_by("pk")
            .select_for_update(skip_locked=True)
            .first()
        )
        if message is None:
            return None
        if message.state == State.SENDING:
            LOGGER.warning(
                "Mail %s was left unfinished by a sender that died: it may arrive twice.",
                message.pk,
            )
        message.state = State.SENDING
        message.attempts += 1
        message.next_try_at = now + LEFT_AFTER
        message.save(update_fields=["state", "attempts", "next_try_at"])
        return message


def _send_claimed(
    claim: OutboxMessage, now: datetime, connection: BaseEmailBackend, outcome: Outcome
) -> None:
    with transaction.atomic(durable=True):
        # A sender that slept between the two may have been taken for dead: the count tells.
        message = (
            OutboxMessage.objects.filter(pk=claim.pk, state=State.SENDING, attempts=claim.attempts)
            .select_for_update(skip_locked=True)
            .first()
        )
        if message is None:
            return
        try:
            connection.send_messages([_mail(message, connection)])
        except (OSError, ValueError) as error:
            _refused(message, error, now, outcome)
        else:
            message.state, message.sent_at, message.error = State.SENT, now, ""
            if message.holds_key:
                message.text = message.html = message.unsubscribe_address = ""
            outcome.sent += 1
        message.save()


def _mail(message: OutboxMessage, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[message.recipient],
        connection=connection,
        # Nobody answers a machine, and a machine must not either.
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
    host = parseaddr(mail.from_email)[1].rpartition("@")[2]
    name = hashlib.sha256(message.dedupe_key.encode()).hexdigest()[:32]
    mail.extra_headers["Message-ID"] = f"<{name}@{host}>"
    mail.attach_alternative(message.html, "text/html")
    if message.calendar:
        # A mail program takes it for an invitation, and not for a file, by its method (RFC 6047).
        method = re.search(r"(?m)^METHOD:(\w+)", message.calendar)
        kind = f"text/calendar; method={method[1]}" if method else "text/calendar"
        mail.attach("inbjudan.ics", message.calendar, kind)
    if message.unsubscribe_address:
        # One click, as in RFC 8058: the mail program posts to the address without asking again.
        mail.extra_headers["List-Unsubscribe"] = f"<{message.unsubscribe_address}>"
        mail.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return mail


def _refused(
    message: OutboxMessage, error: OSError | ValueError, now: datetime, outcome: Outcome
) -> None:
    """Write why a mail was not taken, and when or whether it is tried again."""
    message.error = _in_words(error)
    if _is_permanent(error) or message.attempts >= MOST_ATTEMPTS:
        message.state = State.FAILED
        outcome.failed += 1
        LOGGER.error("Mail %s failed: %s", message.pk, _code(error))
        return
    message.state = State.WAITING
    message.next_try_at = now + pause(message.attempts)
    outcome.delayed += 1
    if not isinstance(error, SMTPRecipientsRefused | SMTPDataError):
        # Not about this mail: the connection is gone, or the server takes nothing from us.
        outcome.server_is_down = True
        LOGGER.warning("Mail %s was cut off and may arrive twice: %s", message.pk, _code(error))


def pause(attempts: int) -> timedelta:
    """How long a mail waits after so many attempts: twice as long each time, up to an hour."""
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, 10), LONGEST_PAUSE)


def _is_permanent(error: OSError | ValueError) -> bool:
    # A ValueError is a mail that cannot be written: an address or a subject that is none.
    if isinstance(error, ValueError | SMTPNotSupportedError):
        return True
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _ in error.recipients.values())
    return isinstance(error, SMTPDataError) and error.smtp_code >= PERMANENT


def _code(error: OSError | ValueError) -> str:
    """Return what a log may say of a refusal: the server's own words may hold the address."""
    if isinstance(error, SMTPRecipientsRefused):
        return ", ".join(str(code) for code, _ in error.recipients.values())
    code = error.smtp_code if isinstance(error, SMTPResponseException) else ""
    return f"{type(error).__name__} {code}".strip()


def _in_words(error: OSError | ValueError) -> str:
    match error:
        case SMTPRecipientsRefused():
            answers = (f"{code} {_text(said)}" for code, said in error.recipients.values())
            return f"E-postservern tar inte emot adressen: {'; '.join(answers)}"
        case SMTPDataError():
            said = _text(error.smtp_error)
            return f"E-postservern tar inte emot brevet: {error.smtp_code} {said}"
        case ValueError() | SMTPNotSupportedError():
            return f"Brevet går inte att skriva: {error}"
        case SMTPConnectError() | SMTPServerDisconnected():
            return f"E-postservern svarar inte: {error}"
        case SMTPException():
            return f"E-postservern släpper inte in portalen: {error}"
    return f"E-postservern svarar inte: {error}"


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError as error:
        LOGGER.info("The mail server did not say goodbye: %s", error)
