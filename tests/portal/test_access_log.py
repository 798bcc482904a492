"""What the logs hold of a reader: nothing. Also while developing, and when something fails."""

import io
import logging
import os
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.module_loading import import_string

from portal.delivery.access_log import WithoutReaders
from portal.notifications import confirmation, links
from tests.harness.mail import free_port
from tests.harness.server import ROOT

WORD = "kvastfeber"
ADDRESS = "192.0.2.17"
START_SECONDS = 30


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """The development server's logger, and what is written with the filter."""
    logger, written = logging.getLogger("django.server"), io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(WithoutReaders())
    logger.addHandler(handler)
    yield logger, written
    logger.removeHandler(handler)


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (f"GET /?q={WORD} HTTP/1.1", "GET / HTTP/1.1"),
        (f"GET /finns-inte/?a=1&q={WORD}?{WORD} HTTP/1.1", "GET /finns-inte/ HTTP/1.1"),
        (f"GET /en/intranet/?q={WORD} HTTP/1.1", "GET /en/intranet/ HTTP/1.1"),
        ("POST /sok/ HTTP/1.1", "POST /sok/ HTTP/1.1"),
        ("GET /intranet/redaktion/pages/?p=2 HTTP/1.1", "GET /intranet/redaktion/pages/?p=2"),
        (f"?{WORD}", '"" 400'),
    ],
)
def test_a_request_line_of_the_public_part_ends_before_its_query(
    line: str, kept: str, log: tuple[logging.Logger, io.StringIO]
) -> None:
    logger, written = log
    logger.warning('"%s" %s %s', line, "400", "12")
    assert kept in written.getvalue()
    assert WORD not in written.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("before", ["", "/en"])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_a_key_to_confirm_by_is_in_no_line(
    client: Client, monkeypatch: pytest.MonkeyPatch, method: str, before: str
) -> None:
    """Refused, not found, or failing half way: Django writes the path of all of them."""
    token = links.token(links.new_secret())
    address = reverse("confirm_assurance", args=[token])
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(WithoutReaders())
    logging.getLogger("django").addHandler(handler)
    client.raise_request_exception = False
    try:
        getattr(client, method)(before + address)
        monkeypatch.setattr(confirmation, "_asked", None)
        getattr(client, method)(before + address)
        logging.getLogger("django.server").info('"%s" %s %s', f"GET {address} HTTP/1.1", 200, 1)
    finally:
        logging.getLogger("django").removeHandler(handler)
    assert f"{before}/bekrafta/…" in written.getvalue()
    assert '"GET /bekrafta/… HTTP/1.1" 200 1' in written.getvalue()
    assert token not in written.getvalue()


def test_a_broken_connection_does_not_tell_whose_it_was(
    log: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, written = log
    logger.warning("- Broken pipe from %s", (ADDRESS, 4711))
    assert "Broken pipe" in written.getvalue()
    assert ADDRESS not in written.getvalue()


def failed(request: HttpRequest) -> str:
    """What the log says when the database refuses a statement that holds the word."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(WithoutReaders())
    logger = logging.Logger("django.request")
    logger.addHandler(handler)
    with pytest.raises(DatabaseError, match=WORD) as caught, connection.cursor() as cursor:
        cursor.execute("select cast(%s as integer)", [WORD])
    logger.error("Fel: %s", request.path, exc_info=caught.value, extra={"request": request})
    return written.getvalue()


@pytest.mark.django_db
def test_a_failure_is_told_without_what_the_reader_typed() -> None:
    told = failed(RequestFactory().post("/sok/", {"q": WORD}))
    assert "Fel: /sok/" in told
    assert "DataError" in told
    assert "test_access_log.py" in told
    assert WORD not in told


@pytest.mark.django_db
def test_a_failure_on_the_staff_side_is_told_whole() -> None:
    assert WORD in failed(RequestFactory().get("/intranet/redaktion/"))


def test_the_developers_server_writes_no_query(own_database: str, tmp_path: Path) -> None:
    port, output = free_port(), tmp_path / "output"
    address = f"http://127.0.0.1:{port}"
    with output.open("wb") as written:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}", "--noreload"],
            cwd=ROOT,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "portal.settings.development",
                "DATABASE_URL": own_database,
                "SITE_ADDRESS": address,
                "PYTHONUNBUFFERED": "1",
            },
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        ask(f"{address}/omraden/?q={WORD}")
        ask(f"{address}/finns-inte/?q={WORD}")
        ask(f"{address}/sok/", urllib.parse.urlencode({"q": WORD}).encode())
        ask(f"{address}/sok/", urllib.parse.urlencode({"q": WORD * 999}).encode())
    finally:
        server.terminate()
        server.wait(timeout=10)
    text = output.read_text("utf-8")
    for line in ("GET /omraden/ HTTP", "GET /finns-inte/ HTTP", "POST /sok/ HTTP"):
        assert line in text
    assert WORD not in text
    assert "127.0.0.1" not in text.replace(address, "")


def ask(url: str, data: bytes | None = None) -> None:
    """Ask for an address, whatever the answer is, when the server has started."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(url, data, timeout=START_SECONDS).close()
        except urllib.error.HTTPError:
            pass
        except urllib.error.URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
            continue
        return


def test_a_refusal_is_one_line_and_a_failure_says_where() -> None:
    """By the filters of production in their order, on both parts."""
    refusal, failure = PermissionDenied("nej"), ValueError("fel")
    for path, error, is_one_line in (
        ("/intranet/konton/", refusal, True),
        ("/intranet/konton/", failure, False),
        ("/aktiviteter/", refusal, True),
        ("/aktiviteter/", failure, False),
    ):
        written = io.StringIO()
        handler = logging.StreamHandler(written)
        for name in settings.LOGGING["handlers"]["console"]["filters"]:
            handler.addFilter(import_string(settings.LOGGING["filters"][name]["()"])())
        logger = logging.getLogger("django.request")
        logger.addHandler(handler)
        try:
            raise error
        except (PermissionDenied, ValueError) as raised:
            request = RequestFactory().get(path)
            logger.warning("Fel: %s", path, exc_info=raised, extra={"request": request})
        logger.removeHandler(handler)
        assert (len(written.getvalue().splitlines()) == 1) is is_one_line, error
        assert path in written.getvalue()
