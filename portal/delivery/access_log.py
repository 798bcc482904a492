"""What the logs hold of a reader: the path and the answer, no address, no query, no words typed.

Nor the key in an address that an owner confirms by.

Source of the rule: the safety design, section 2. The web server's own format is in
`deploy/nginx.conf`, and granian's access log is off; this is for everything that Django says.
"""

import logging
import re
import traceback

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

DEVELOPMENT_SERVER = "django.server"
# What stands after this in an address is a key until it has been used: see the owners' mails.
KEY = re.compile(
    r"(/(?:bekrafta|folj/installningar|folj/avsluta|kalender|min-anmalan|konto/nytt-losenord)/)"
    r"[^\s\"?]+"
)


class WithoutReaders(logging.Filter):
    """Lets every line through, those of the public part without what tells of the reader."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take out query, address, keys and the words of a failure, and return `True`."""
        if record.name == DEVELOPMENT_SERVER:
            _shorten(record)
        _take_out_keys(record)
        request = getattr(record, "request", None)
        if record.exc_info and isinstance(request, HttpRequest) and not _is_staff(request.path):
            record.exc_text = _without_words(record.exc_info[1])
            record.exc_info = None
        return True


class RefusalsInOneLine(logging.Filter):
    """Lets every line through, those of a 403 without where in the code the answer was no.

    Whoever asks for what they may not see is no failure of ours. The line says which address it
    was and nothing of who asked. To stand before `WithoutReaders`, which rewrites the traceback.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the traceback off a refusal, and return `True`."""
        if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = record.exc_text = None
        return True


def _take_out_keys(record: logging.LogRecord) -> None:
    """Write no key of an address, whoever says it: the key alone confirms in its owner's name."""
    record.msg = _without_key(record.msg)
    if isinstance(record.args, tuple):
        record.args = tuple(_without_key(said) for said in record.args)


def _without_key(said: object) -> object:
    return KEY.sub(r"\1…", said) if isinstance(said, str) else said


def _is_staff(path: str) -> bool:
    # Not portal.delivery.staff_only: logging is set up before there are any models.
    return path.startswith(settings.STAFF_PATH)


def _shorten(record: logging.LogRecord) -> None:
    """Cut the query off a request line; a line that is none keeps nothing but its own words.

    The development server's lines are `"GET /path?query HTTP/1.1" 200 1234`, and others, such as
    that of a broken connection, carry the reader's address.
    """
    if not isinstance(record.args, tuple) or len(record.args) != 3:
        record.msg, record.args = str(record.msg).partition("%")[0].strip(), ()
        return
    line = str(record.args[0])
    address = line.split(" ")[1] if " " in line else line
    if not _is_staff(address):
        shorter = address.partition("?")[0]
        record.args = (line.replace(address, shorter), *record.args[1:])


def _without_words(error: BaseException | None) -> str:
    """Return where something failed and as what, without the message.

    PostgreSQL puts the statement that failed in it, and that holds what the reader typed.
    """
    told = []
    while error is not None:
        told += [*traceback.format_tb(error.__traceback__), type(error).__qualname__]
        error = error.__cause__ or error.__context__
    return "\n".join(part.rstrip("\n") for part in told)
