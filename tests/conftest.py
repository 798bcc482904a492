"""Fixtures for every test: the database with the starting content, the server, the browser.

A test sees the whole starting content and makes what else it needs inside its transaction. Browser
tests meet a real server on a copy of that database: `server` is for those who only read,
`own_server` for those who write.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test.utils import setup_databases, teardown_databases
from django.utils.translation import deactivate, override
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from tests import accounts, factories
from tests.addresses import Address, all_addresses
from tests.harness import browser as browsing
from tests.harness.client import Client
from tests.harness.database import connected_to, database_copy
from tests.harness.server import Server, collected_static, serve

# Playwright keeps an event loop in the test's thread; the ORM is used there all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

OpenPage = Callable[..., browsing.Visit]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--full-matrix",
        action="store_true",
        help="every address in every width, scheme and direction, not only every pair",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker and (marker.kwargs.get("transaction") or True in marker.args[:1]):
            raise pytest.UsageError(
                f"{item.nodeid}: a transactional test empties the database of its starting content."
                " Use the fixture `own_database`, a copy that may be written to."
            )


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_modify_db_settings: None,
    request: pytest.FixtureRequest,
) -> Iterator[None]:
    """Make the test database, by migrations, and load the starting content into it.

    pytest-django's own does so only when a collected test asks for the `db` fixture, which a
    browser test must not do.
    """
    verbosity = request.config.option.verbose
    with django_db_blocker.unblock():
        databases = setup_databases(
            verbosity=verbosity,
            interactive=False,
            keepdb=django_db_keepdb and not django_db_createdb,
        )
        call_command("load_content", verbosity=0)
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(databases, verbosity=verbosity)


@pytest.fixture
def client() -> Client:
    """A browser without a window, whose `force_login` is a sign-in with a second factor."""
    return Client()


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """Let no test depend on those before it: on the factories' numbers, on a language left on."""
    factories.start_over()
    yield
    deactivate()


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The `DATABASE_URL` of a copy of its own, where the test's ORM writes are committed."""
    with django_db_blocker.unblock(), database_copy("own") as url, connected_to(url):
        yield url


@pytest.fixture(scope="session")
def static_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every static file, named and compressed as in production: one folder for all processes."""
    own = tmp_path_factory.getbasetemp()
    return collected_static(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session")
def server(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    static_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """The portal on a copy of the starting content, with an account a role. Only to be read."""
    folder = tmp_path_factory.mktemp("server")
    with django_db_blocker.unblock(), database_copy("server") as url:
        with connected_to(url):
            accounts.make_all()
        with serve(url, static_folder, folder) as running:
            yield running


@pytest.fixture
def own_server(own_database: str, static_folder: Path, tmp_path: Path) -> Iterator[Server]:
    """The portal on a copy of its own, which the test's ORM shares, with an account a role."""
    accounts.make_all()
    with serve(own_database, static_folder, tmp_path) as running:
        yield running


@pytest.fixture
def server_at(
    own_database: str, static_folder: Path, tmp_path: Path
) -> Callable[[str], AbstractContextManager[Server]]:
    """Start the portal at a moment (ISO 8601) on a database of the test's own: `server_at(…)`."""

    def start(clock: str) -> AbstractContextManager[Server]:
        return serve(own_database, static_folder, tmp_path, clock)

    return start


@pytest.fixture(scope="session")
def addresses(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Callable[[str], Address]:
    """Find the address of a case, by the case's name, in the starting content."""
    # A test that has read an English page leaves its language active.
    with django_db_blocker.unblock(), override("sv"):
        found = {address.name: address for address in all_addresses()}

    def find(name: str) -> Address:
        if name not in found:
            pytest.fail(f"The starting content has no address for the case {name!r}.")
        return found[name]

    return find


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, started once."""
    with browsing.chromium() as running:
        yield running


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open an address in a clean context: `open_page(url, width=320, scheme="dark", …)`."""
    visits: list[browsing.Visit] = []

    def open_one(url: str, **options: Any) -> browsing.Visit:
        visits.append(browsing.visit(browser, url, **options))
        return visits[-1]

    yield open_one
    for visit in visits:
        visit.page.context.close()


@pytest.fixture(scope="session")
def signed_in(server: Server, browser: Browser) -> Callable[[str], dict[str, Any]]:
    """The browser state of somebody who has signed in to `server` through the form, by role."""
    states: dict[str, dict[str, Any]] = {}

    def state(role: str) -> dict[str, Any]:
        if role not in states:
            states[role] = accounts.sign_in(browser, server.address, role)
        return states[role]

    return state


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show the end of the server's log under a browser test that failed."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.when != "call" or not report.failed or not isinstance(item, pytest.Function):
        return
    for name in ("server", "own_server"):
        if isinstance(running := item.funcargs.get(name), Server):
            report.sections.append((f"log of {name}", running.log.read_text("utf-8")[-4000:]))
