"""What the tests need from the machine; what is missing fails with its cure, and skips nothing."""

import os
import shutil
from pathlib import Path

import pytest

NODE_MODULES = Path(__file__).resolve().parent.parent / "node_modules"


def chromium() -> str:
    """The path of the system's Chromium; fails the test when there is none."""
    return _path("Chromium", "chromium", "chromium-browser", "google-chrome")


def headless_shell() -> str:
    """The path of Chromium's engine without the program around it; fails the test when missing."""
    return _path("Chromiums headless shell", "chromium-headless-shell", "chrome-headless-shell")


def firefox() -> str:
    """The path of the system's Firefox; fails the test when there is none."""
    return _path("Firefox", "firefox-esr", "firefox")


def java() -> str:
    """The path of a Java runtime, for the HTML checker; fails the test when there is none."""
    return _path("Java", "java")


def node() -> str:
    """The path of Node, which drives Firefox; fails the test when there is none."""
    return _path("Node", "node")


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


def _path(name: str, *commands: str) -> str:
    for command in commands:
        if path := shutil.which(command):
            return path
    pytest.fail(f"{name} is not installed: `make test` installs it or says how.", pytrace=False)


def is_root() -> bool:
    """Whether the tests run as root, whose Chromium cannot make its own sandbox."""
    return os.geteuid() == 0
