"""What the tests need from the system: installed where it may be, else named in a sentence."""

import os
import shutil
import subprocess
from dataclasses import dataclass


@dataclass(frozen=True)
class Tool:
    """A program of the system, the names it goes by, and the Debian package that holds it."""

    name: str
    commands: tuple[str, ...]
    package: str


TOOLS = (
    Tool("Chromium", ("chromium", "chromium-browser", "google-chrome"), "chromium"),
    Tool("Firefox", ("firefox-esr", "firefox"), "firefox-esr"),
    Tool("Java", ("java",), "default-jre-headless"),
    Tool("Node", ("node",), "nodejs"),
    Tool("npm", ("npm",), "npm"),
)


def missing() -> list[Tool]:
    """The tools that are not on the path."""
    return [tool for tool in TOOLS if not any(shutil.which(name) for name in tool.commands)]


def require() -> None:
    """Install what is missing as root on Debian, and raise `SystemExit` if something still is.

    The sentence names what is missing and how to get it.
    """
    lacking = missing()
    if lacking and os.geteuid() == 0 and shutil.which("apt-get"):
        _install([tool.package for tool in lacking])
        lacking = missing()
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
