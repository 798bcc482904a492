"""The embedded PostgreSQL (stub until the workbench is built)."""
import os


def development_url() -> str:
    return os.environ.get("DATABASE_URL", "postgresql:///portal")


def test_url() -> str:
    return development_url()
