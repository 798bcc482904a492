"""The embedded PostgreSQL: one server a data folder, alive for as long as somebody uses it.

Two locks of the kernel say all there is to know, however a process ends:

- `users.lock` is held shared by every process that uses the server. The keeper
  (`portal.workbench.keeper`) waits for it alone, and stops the server when it gets it.
- `server.lock` is held by the keeper and by every process of the server. Whoever gets it knows
  that nothing of an earlier server is left, and may start one.

A failed start is reported with the end of the server's own log.
"""

import atexit
import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", ROOT / "var"))
START_SECONDS = 60
STOP_SECONDS = 10

# Kept open to keep the lock; the kernel lets go of it when the process ends in any way.
_leases: dict[Path, TextIO] = {}
# Kept until the end, or Python would warn of a process left running.
_keepers: list["subprocess.Popen[bytes]"] = []


class DatabaseError(Exception):
    """The embedded PostgreSQL did not start; the message says what it told."""


def development_url() -> str:
    """Return `DATABASE_URL`, or the address of the development database, started if nobody has.

    Raises `DatabaseError` when it does not start.
    """
    return os.environ.get("DATABASE_URL") or use(VAR_DIR / "postgres")


def test_url() -> str:
    """Return `DATABASE_URL`, or the address of a server of the tests' own, quick and not durable.

    Raises `DatabaseError` when it does not start.
    """
    return os.environ.get("DATABASE_URL") or use(VAR_DIR / "postgres-test", is_durable=False)


def use(folder: Path, *, is_durable: bool = True) -> str:
    """Use the server of `folder` until this process ends, and return its address.

    A running server is used as it is; otherwise one is made and started. It stops with its last
    user, whoever started it. Raises `DatabaseError` when it does not start.
    """
    address = folder / "address"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder not in _leases:
            _leases[folder] = _lease(folder)
    except PermissionError as error:
        raise DatabaseError(f"{error.filename} tillhör en annan användare.") from error
    deadline = time.monotonic() + START_SECONDS
    has_tried = False
    while time.monotonic() < deadline:
        with (folder / "server.lock").open("a") as server_lock:
            if not _is_mine(server_lock):
                if address.exists():
                    return address.read_text("utf-8")
            elif has_tried:
                break
            else:
                address.unlink(missing_ok=True)
                _start_keeper(folder, server_lock, is_durable)
                has_tried = True
        time.sleep(0.02)
    raise DatabaseError(f"PostgreSQL startade inte. Loggen slutar så här:\n{_log_tail(folder)}")


def _lease(folder: Path) -> TextIO:
    lease = (folder / "users.lock").open("a")
    # Waits while a server that lost its last user is being stopped.
    fcntl.flock(lease, fcntl.LOCK_SH)
    atexit.register(_leave, folder, os.getpid())
    return lease


def _leave(folder: Path, process: int) -> None:
    """Stop using the server; the last user waits until it has stopped, so that nothing is left."""
    if os.getpid() != process:
        return  # a fork shares the lock with the process that took it
    lease = _leases.pop(folder)
    is_last = _is_mine(lease)
    lease.close()
    deadline = time.monotonic() + STOP_SECONDS
    while is_last and time.monotonic() < deadline:
        with (folder / "server.lock").open("a") as server_lock:
            if _is_mine(server_lock):
                return
        time.sleep(0.02)


def _start_keeper(folder: Path, server_lock: TextIO, is_durable: bool) -> None:
    command = [sys.executable, "-m", "portal.workbench.keeper", str(folder)]
    command += [str(server_lock.fileno()), "durable" if is_durable else "quick"]
    with (folder / "log").open("w") as log:
        keeper = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=[server_lock.fileno()],
            # Ctrl-C in the terminal is for the users; the keeper goes when they have gone.
            start_new_session=True,
        )
    _keepers.append(keeper)


def _is_mine(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _log_tail(folder: Path) -> str:
    return "\n".join((folder / "log").read_text("utf-8", "replace").splitlines()[-8:])
