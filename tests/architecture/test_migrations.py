"""Migrations: complete, one line, named by hand, the user alone in the first."""

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import CreateModel

from tests.architecture.sources import APPS


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None)


@pytest.mark.django_db
def test_models_and_migrations_say_the_same() -> None:
    call_command("makemigrations", *APPS, check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("app", APPS)
def test_migrations_are_one_line(app: str, loader: MigrationLoader) -> None:
    before = {
        name: [parent for parent_app, parent in migration.dependencies if parent_app == app]
        for (label, name), migration in loader.disk_migrations.items()
        if label == app
    }
    assert len(loader.graph.leaf_nodes(app)) == 1
    assert [len(parents) for _, parents in sorted(before.items())] == [0, *[1] * (len(before) - 1)]


@pytest.mark.parametrize("app", APPS)
def test_migrations_are_named_by_hand(app: str, loader: MigrationLoader) -> None:
    assert not [name for label, name in loader.disk_migrations if label == app and "_auto" in name]


def test_the_user_is_alone_in_the_first_migration(loader: MigrationLoader) -> None:
    first = loader.get_migration("portal", "0001_user")
    assert [o.name for o in first.operations if isinstance(o, CreateModel)] == ["User"]
