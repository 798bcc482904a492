"""The workbench: an embedded database that comes and goes with its users, and one command for all.

Each test has a data folder of its own under pytest's folder, which only its owner may read.
"""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from django.conf import settings

from portal.workbench import accounts, database

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 20
# A user of the development database that prints its address and lives until its input ends.
USER = "import sys; from portal.workbench.database import development_url as url; "
USER += "print(url(), flush=True); sys.stdin.read()"

User = subprocess.Popen[str]


@pytest.fixture
def use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], User]]:
    """Start a process that uses the embedded database of the test's own folder."""
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    users: list[User] = []

    def start() -> User:
        pipe = subprocess.PIPE
        command = [sys.executable, "-c", USER]
        users.append(subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True))
        return users[-1]

    yield start
    for user in users:
        user.kill()
        user.communicate()
    wait_until(lambda: not processes(tmp_path))


def address(user: User) -> str:
    """The address that a user of the database was given."""
    assert user.stdout is not None
    return user.stdout.readline().strip()


def ask(url: str, question: LiteralString) -> object:
    """The first value that the database answers a question with."""
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def write(url: str, word: str) -> None:
    """Write a word down in the database."""
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE written (word text)")
        connection.execute("INSERT INTO written VALUES (%s)", [word])


def processes(folder: Path) -> list[str]:
    """The command lines of living processes that name the folder."""
    lines = [read(path) for path in Path("/proc").glob("[0-9]*/cmdline")]
    return [line for line in lines if f"{folder}/" in line]


def read(path: Path) -> str:
    """The words of a command line, empty when the process has just ended."""
    try:
        return path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""


def wait_until(is_so: Callable[[], bool], seconds: int = SECONDS) -> None:
    """Return when something has come true, and fail when it has not in good time."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.05)


def keeper_of(folder: Path) -> int:
    """The process id of the keeper of a folder."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        if f"portal.workbench.keeper {folder}/" in read(path):
            return int(path.parent.name)
    raise AssertionError("no keeper")


def test_two_users_share_one_server_which_stops_with_the_last(
    use: Callable[[], User], tmp_path: Path
) -> None:
    first = use()
    url = address(first)
    second = use()
    assert address(second) == url
    first.communicate()
    assert ask(url, "SELECT 1") == 1
    second.communicate()
    assert not processes(tmp_path)


def test_what_was_written_is_there_at_the_next_start(use: Callable[[], User]) -> None:
    first = use()
    write(address(first), "här")
    first.communicate()
    assert ask(address(use()), "SELECT word FROM written") == "här"


def test_a_user_that_is_killed_leaves_no_server(use: Callable[[], User], tmp_path: Path) -> None:
    user = use()
    address(user)
    user.kill()
    wait_until(lambda: not processes(tmp_path))


def test_a_killed_keeper_takes_the_server_along_and_the_next_start_is_clean(
    use: Callable[[], User], tmp_path: Path
) -> None:
    address(use())
    os.kill(keeper_of(tmp_path), signal.SIGKILL)
    wait_until(lambda: not processes(tmp_path))
    assert ask(address(use()), "SELECT 1") == 1


def test_a_pid_file_whose_number_another_process_has_by_now_is_no_hindrance(
    use: Callable[[], User], tmp_path: Path
) -> None:
    user = use()
    address(user)
    user.communicate()
    for name in ("postmaster.pid", ".s.PGSQL.5432.lock"):
        (tmp_path / "postgres/data" / name).write_text(f"{os.getpid()}\n{tmp_path}\n1\n5432\n")
    assert ask(address(use()), "SELECT 1") == 1


def test_a_folder_with_a_long_name_a_space_and_a_capital_works(
    use: Callable[[], User], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path / ("Mapp med å" * 12)))
    assert ask(address(use()), "SELECT 1") == 1


def guises() -> list[str]:
    """How PostgreSQL can be run by whoever runs the tests."""
    return ["namespace", "nobody"] if os.geteuid() == 0 else ["oneself"]


@pytest.mark.parametrize("guise", guises())
def test_no_permission_changes_above_the_data_folder(
    guise: str, use: Callable[[], User], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    folder = private / "project" / "var"
    folder.mkdir(parents=True)
    monkeypatch.setenv("VAR_DIR", str(folder))
    if guise == "nobody":
        forbid_namespaces(tmp_path / "bin", monkeypatch)
    above = {path: stat_of(path) for path in (folder, *folder.parents)}
    binaries = {path: stat_of(path) for path in Path(sys.prefix).glob("lib/*/site-packages/*")}
    accounts_before = Path("/etc/passwd").read_bytes()

    assert ask(address(use()), "SELECT 1") == 1

    assert {path: stat_of(path) for path in above} == above
    assert {path: stat_of(path) for path in binaries} == binaries
    assert Path("/etc/passwd").read_bytes() == accounts_before
    assert stat.S_IMODE((folder / "postgres").stat().st_mode) == 0o700
    owner = (folder / "postgres/data").stat().st_uid
    assert owner == (65534 if guise == "nobody" else os.geteuid())


def forbid_namespaces(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put an `unshare` first on the path that is refused, as in most containers."""
    folder.mkdir()
    (folder / "unshare").write_text("#!/bin/sh\nexit 1\n")
    (folder / "unshare").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


def stat_of(path: Path) -> tuple[int, int, int]:
    """Mode, owner and group."""
    found = path.stat()
    return found.st_mode, found.st_uid, found.st_gid


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can hand data over to another user")
def test_data_made_in_one_guise_is_used_in_the_other(
    use: Callable[[], User], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = use()
    write(address(first), "här")
    first.communicate()
    forbid_namespaces(tmp_path / "bin", monkeypatch)
    assert ask(address(use()), "SELECT word FROM written") == "här"


def test_an_address_in_the_environment_starts_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "VAR_DIR", tmp_path)
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")
    assert database.development_url() == database.test_url() == "postgresql://somewhere/else"
    assert not list(tmp_path.iterdir())


def test_a_server_that_does_not_start_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/PG_VERSION").write_text("9\n")
    with pytest.raises(database.DatabaseError, match="gjord med PostgreSQL 9 och här finns"):
        database.use(tmp_path)


def test_a_busy_port_is_said_in_a_sentence_before_anything_starts(
    use: Callable[[], User], tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "portal.workbench", "run", port]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"Port {port} är upptagen: välj en annan, till exempel med make run PORT=8001.\n"
    )
    assert not list(tmp_path.iterdir())


def test_one_command_makes_the_portal_and_ctrl_c_ends_all_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "SITE_ADDRESS"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    output = tmp_path / "output"
    with output.open("w") as file:
        running = subprocess.Popen(
            [sys.executable, "-m", "portal.workbench", "run", str(port)],
            cwd=ROOT,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until(
            lambda: "Avsluta med Ctrl-C" in output.read_text("utf-8") or running.poll() is not None,
            seconds=240,
        )
        told = output.read_text("utf-8")
        assert f"http://127.0.0.1:{port}/intranet/" in told
        assert all(account.username in told for account in accounts.ACCOUNTS)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
            assert settings.MUNICIPALITY.site_name in answer.read().decode()
    finally:
        os.killpg(running.pid, signal.SIGINT)
    assert running.wait(SECONDS) == 0
    assert "Traceback" not in output.read_text("utf-8")
    assert not processes(tmp_path)
