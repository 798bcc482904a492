"""What the tests need from the machine; what is missing fails with its cure, and skips nothing."""

import os
import shutil
from pathlib import Path

import pytest

NODE_MODULES = Path(__file__).resolve().parent.parent / "node_modules"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """The path of the system's Chromium; fails the test when there is none."""
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    pytest.fail("Chromium is not installed: `make test` installs it or says how.", pytrace=False)


def java() -> str:
    """The path of a Java runtime, for the HTML checker; fails the test when there is none."""
    if path := shutil.which("java"):
        return path
    pytest.fail("Java is not installed: `make test` installs it or says how.", pytrace=False)


def node_module(path: str) -> Path:
    """A file in `tests/node_modules`; fails the test when the npm packages are not there."""
    file = NODE_MODULES / path
    if not file.exists():
        pytest.fail(
            f"tests/node_modules/{path} is missing: `make test` fetches the npm packages.",
            pytrace=False,
        )
    return file


def chromium_flags() -> list[str]:
    """Flags that keep Chromium silent towards every host but ours."""
    return [
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--disable-quic",
    ]


def is_root() -> bool:
    """Whether the tests run as root, whose Chromium cannot make its own sandbox."""
    return os.geteuid() == 0
