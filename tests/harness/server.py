"""The portal as it is served: granian in a process of its own, static files as in production."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 30
ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Server:
    """A running portal: where it answers, which database it reads, and where it writes its log."""

    address: str
    database_url: str
    log: Path

    def url(self, path: str) -> str:
        """The whole address of a path on this server."""
        return f"{self.address}{path}"


def collected_static(shared: Path) -> Path:
    """Return the folder in `shared` with every static file, named and compressed as in production.

    It is made by whichever of the tests' processes asks first; the others wait for it.
    """
    folder, lock = shared / "static", shared / "static.lock"
    with lock.open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = shared / "static.unfinished"
            subprocess.run(
                [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
                cwd=ROOT,
                env=_environment(unfinished),
                check=True,
            )
            unfinished.rename(folder)
    return folder


@contextmanager
def serve(
    database_url: str,
    static: Path,
    folder: Path,
    clock: str = "",
    *,
    port: int = 0,
    told: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Start the portal on a free port, yield it when it answers, and end its process.

    Its clock stands still at `clock` (ISO 8601) where that is given, and `told` is more of its
    environment.
    Raises `RuntimeError` with the log when it has not answered within half a minute.
    """
    port = port or free_port()
    server = Server(f"http://127.0.0.1:{port}", database_url, folder / f"server-{port}.log")
    environment = _environment(static) | {
        "DATABASE_URL": database_url,
        "SITE_ADDRESS": server.address,
        "PORTAL_CLOCK": clock,
        **(told or {}),
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi"]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    command += ["--blocking-threads", "4", "--backpressure", "16", "portal.wsgi:application"]
    with server.log.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(server, process)
        yield server
    finally:
        _end(process)


def _environment(static: Path) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "COLLECTED_STATIC": str(static),
    }


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(server.address, timeout=START_SECONDS)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server did not start:\n{server.log.read_text('utf-8')}")


def _end(process: subprocess.Popen[bytes]) -> None:
    # granian and its worker are one process group: nothing of it may stay behind.
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
