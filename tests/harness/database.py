"""Copies of the test database: one row written in a copy is never seen by another test."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

from django.db import connection


@contextmanager
def database_copy(suffix: str) -> Iterator[str]:
    """Copy the test database, yield the copy's `DATABASE_URL`, and drop it at the end.

    PostgreSQL copies only a database that nobody is connected to, so the test's own connection is
    closed first: never ask for a copy in a test that also uses the `db` fixture.
    """
    connection.creation.clone_test_db(suffix, verbosity=0, autoclobber=True)
    name = connection.creation.get_test_db_clone_settings(suffix)["NAME"]
    try:
        parts = urlsplit(os.environ["DATABASE_URL"])
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        connection.creation.destroy_test_db(suffix=suffix, verbosity=0)


@contextmanager
def connected_to(url: str) -> Iterator[None]:
    """Let the ORM of this process read and write the database of `url`, and then its own again."""
    own_name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = urlsplit(url).path.lstrip("/")
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own_name
