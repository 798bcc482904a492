"""`make run`: database, tables, content, accounts and web server, and all gone with Ctrl-C."""

import io
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

import django
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import autoreload

from portal.workbench.database import ROOT, development_url
from portal.workbench.keeper import leash

HOST = "127.0.0.1"
START_SECONDS = 60
STOP_SECONDS = 5
SECONDS_BETWEEN_JOBS = 60
CODE_CHANGED = 3  # how Django's reloader asks to be started again


def run(port: str) -> int:
    """Start everything, say what to open, serve until Ctrl-C, and return the exit code.

    Raises `SystemExit` with a sentence when something is in the way, and `DatabaseError`.
    """
    for way_to_end in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(way_to_end, _interrupt)
    require_port(port)
    os.environ["PORT"] = port
    with step("Startar databasen"):
        os.environ["DATABASE_URL"] = development_url()
    with step("Ser över tabellerna"):
        django.setup()
        logging.disable(logging.INFO)  # the steps speak for themselves
        migrate_if_needed()
    # Modules with models can be imported only now.
    from portal.workbench import accounts, tools

    with step("Ser över innehållet"):
        load_content_if_none()
    with step("Ser över kontona"):
        passwords = accounts.make_missing()
    connection.close()
    server, jobs = start("serve", port), start("jobs")
    try:
        with step("Startar webbservern"):
            wait_until_answering(server, port)
        if tools.missing([tools.PANGO]):
            print(f"PDF-filer av rapporter görs inte: installera {tools.PANGO.package}.")
        print(welcome(port), accounts.told(passwords), "Avsluta med Ctrl-C.\n", sep="\n")
        sys.stdout.flush()
        while server.wait() == CODE_CHANGED:
            stop(jobs)
            server, jobs = start("serve", port), start("jobs")
        return server.returncode
    finally:
        stop(server)
        stop(jobs)


def serve(port: str) -> None:
    """Be the web server of `run`: answer until told to end, or until the code changes."""
    # A mistake in the code is told below, and the server starts again when the code changes.
    with suppress(Exception):
        autoreload.check_errors(django.setup)()
    autoreload.run_with_reloader(_answer, port)


def do_jobs() -> NoReturn:
    """Be the timer of `run`: do what is due once a minute until told to end."""
    django.setup()
    while True:
        # First, so that no mail on the console comes between the steps of the start.
        time.sleep(SECONDS_BETWEEN_JOBS)
        # What goes wrong is in the log, and the next minute may be better.
        with suppress(CommandError, OperationalError):
            call_command("run_due_jobs", verbosity=0)


def _answer(port: str) -> None:
    autoreload.raise_last_exception()
    # Without the greeting: `run` has its own.
    call_command("runserver", f"{HOST}:{port}", use_reloader=False, stdout=io.StringIO())


def require_port(port: str) -> None:
    """Raise `SystemExit` with a sentence when `port` is no port, is taken or is not for us."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(port)))
            return
        except (ValueError, OverflowError):
            reason = f"{port} är inget portnummer"
        except PermissionError:
            reason = f"Port {port} får bara root använda"
        except OSError:
            reason = f"Port {port} är upptagen"
    raise SystemExit(f"{reason}: välj en annan, till exempel med make run PORT=8001.")


def migrate_if_needed() -> None:
    """Bring the tables up to date; raises `SystemExit` when the database cannot be reached."""
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise SystemExit(f"Databasen svarar inte: {error}") from error
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def load_content_if_none() -> None:
    """Load the starting content into a portal that has no start page."""
    if not apps.get_model("portal", "StartPage").objects.exists():
        call_command("load_content", stdout=io.StringIO())


def start(*what: str) -> "subprocess.Popen[bytes]":
    """Start a part of `run` as a process of its own, which ends with this one whatever happens."""
    return subprocess.Popen(
        [*leash("TERM"), sys.executable, "-m", "portal.workbench", *what],
        cwd=ROOT,
        env=os.environ | {autoreload.DJANGO_AUTORELOAD_ENV: "true"},
        # Ctrl-C reaches both: this process hears it and ends the other, quietly.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )


def stop(part: "subprocess.Popen[bytes]") -> None:
    """End a part of `run` and wait until it has ended; a second Ctrl-C changes nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    part.terminate()
    try:
        part.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        part.kill()
        part.wait()


def wait_until_answering(server: "subprocess.Popen[bytes]", port: str) -> None:
    """Return when the server takes connections. Raises `SystemExit` if it never does."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection((HOST, int(port))):
            return
        time.sleep(0.05)
    raise SystemExit("Webbservern startade inte. Felet står här ovanför.")


def welcome(port: str) -> str:
    """What to open in the browser."""
    from django.conf import settings
    from django.urls import reverse

    doors = {
        "Portalen": "/",
        "Intranätet": settings.STAFF_PATH,
        "Redaktionen": reverse("wagtailadmin_home"),
    }
    lines = [f"  {name:<13} http://{HOST}:{port}{path}" for name, path in doors.items()]
    return "\n".join(["\nÖppna i webbläsaren:", *lines, ""])


@contextmanager
def step(text: str) -> Iterator[None]:
    """Say that a step is being taken, and when it is done how long it took."""
    started = time.monotonic()
    print(f"{text + ' …':<26}", end="", flush=True)
    try:
        yield
    except BaseException:
        print()
        raise
    seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
    print(f"✓ {seconds} s", flush=True)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt
