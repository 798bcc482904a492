"""What the tests need from the system: installed where it may be, else named in a sentence."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Tool:
    """A program of the system, the names it goes by, and the Debian package that holds it."""

    name: str
    commands: tuple[str, ...]
    package: str

    @property
    def is_there(self) -> bool:
        """Whether one of the names is on the path."""
        return any(shutil.which(name) for name in self.commands)


@dataclass(frozen=True)
class Library:
    """A library of the system, the files it is made of, and the Debian packages that hold them."""

    name: str
    files: tuple[str, ...]
    package: str

    @property
    def is_there(self) -> bool:
        """Whether every file of it can be loaded."""
        try:
            for file in self.files:
                ctypes.CDLL(file)
        except OSError:
            return False
        return True


# What WeasyPrint draws a report's PDF with. The portal runs without it, and says so where it lacks.
PANGO = Library(
    "Pango",
    ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"),
    "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
)
# For `make test-all` alone: it is large.
LIBREOFFICE = Tool("LibreOffice", ("soffice", "libreoffice"), "libreoffice-writer-nogui")
TOOLS: tuple[Tool | Library, ...] = (
    Tool("Chromium", ("chromium", "chromium-browser", "google-chrome"), "chromium"),
    # The same engine without a window, for the tests that open a hundred pages.
    Tool(
        "Chromiums headless shell",
        ("chromium-headless-shell", "chrome-headless-shell"),
        "chromium-headless-shell",
    ),
    Tool("Firefox", ("firefox-esr", "firefox"), "firefox-esr"),
    Tool("Java", ("java",), "default-jre-headless"),
    Tool("Node", ("node",), "nodejs"),
    Tool("npm", ("npm",), "npm"),
    PANGO,
)


def missing(wanted: Sequence[Tool | Library] = TOOLS) -> list[Tool | Library]:
    """What the machine lacks of `wanted`."""
    return [tool for tool in wanted if not tool.is_there]


def require(wanted: Sequence[Tool | Library] = TOOLS) -> None:
    """Install what is missing as root on Debian, and raise `SystemExit` if something still is.

    The sentence names what is missing and how to get it.
    """
    lacking = missing(wanted)
    if lacking and os.geteuid() == 0 and shutil.which("apt-get"):
        _install([package for tool in lacking for package in tool.package.split()])
        lacking = missing(wanted)
    if lacking:
        names = ", ".join(tool.name for tool in lacking)
        packages = " ".join(tool.package for tool in lacking)
        raise SystemExit(
            f"Testerna behöver {names}: i Debian installeras det med "
            f"sudo apt-get install --no-install-recommends {packages}"
        )


def _install(packages: list[str]) -> None:
    print(f"Installerar {', '.join(packages)} med apt-get …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(
            ["apt-get", "-qq", *command], env=environment, stdout=subprocess.DEVNULL, check=False
        )
