"""A real mail server for the tests: it takes mail on a port of its own and remembers all of it."""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

HOST = "127.0.0.1"
TAKEN = "250 OK"


@dataclass
class MailServer:
    """What has arrived; `answer_to` decides what the server says to a recipient.

    `before_answer` is called with each mail after it has been taken and before the sender hears.
    """

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    answer_to: Callable[[str], str] = lambda recipient: TAKEN
    before_answer: Callable[[EmailMessage], None] = lambda mail: None

    @classmethod
    def on_free_port(cls, **options: Any) -> Self:
        """A server to start with `mail_server`."""
        return cls(free_port(), **options)

    @property
    def recipients(self) -> Counter[str]:
        """How many mails each recipient has got."""
        return Counter(str(mail["To"]) for mail in self.mails)

    @property
    def environment(self) -> dict[str, str]:
        """What a process of the portal needs in its environment to send here."""
        return {"EMAIL_HOST": HOST, "EMAIL_PORT": str(self.port), "EMAIL_SECURITY": "none"}

    def connection(self) -> BaseEmailBackend:
        """A connection to the server, as the portal's own jobs open one."""
        backend = "django.core.mail.backends.smtp.EmailBackend"
        return get_connection(backend, host=HOST, port=self.port, use_tls=False)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, or answer as the test wants."""
        answer = await asyncio.to_thread(self.answer_to, address)
        if answer == TAKEN:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a mail."""
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append(mail)
        await asyncio.to_thread(self.before_answer, mail)
        return TAKEN


@contextmanager
def mail_server(server: MailServer | None = None) -> Iterator[MailServer]:
    """Start a mail server on a free port, or `server` again on the port that it had."""
    server = server or MailServer.on_free_port()
    controller = Controller(server, hostname=HOST, port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def free_port() -> int:
    """A port on which nobody answers."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
