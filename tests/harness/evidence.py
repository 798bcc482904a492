"""Writes down what the tests of the promises have measured: the plugin of `make evidence`.

The tests hand over their figures as properties (`walk`, `first view`); the exit's test is counted.
Figures are written as they are, good or bad: only a run that did not get so far writes nothing.
"""

import json
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from tests.harness.server import ROOT

# Not the browser that keeps pages all the same: it may show one for a moment.
EXIT_TESTS = (
    "::test_the_page_is_blank_at_once_and_back_never_shows_it[pages kept until one is left quickly",
    "::test_the_page_is_blank_at_once_and_back_never_shows_it[pages loaded again",
    "::test_no_picture_of_what_was_read_is_shown_again[",
)


class Gathering:
    """The figures of one run."""

    def __init__(self) -> None:
        self.walk: dict[str, Any] = {}
        self.views: list[dict[str, Any]] = []
        self.exits: list[bool] = []

    def hear(self, report: pytest.TestReport) -> None:
        """Take what a test says when it ends."""
        if report.when == "call" and any(test in report.nodeid for test in EXIT_TESTS):
            self.exits.append(report.passed)
        if report.when != "teardown":
            return
        for name, value in report.user_properties:
            if name == "walk" and isinstance(value, dict):
                self.walk = value
            elif name == "first view" and isinstance(value, dict):
                self.views.append(value)

    def write(self, file: Path, now: datetime) -> None:
        """Write the file. Raises `RuntimeError` when something has not been measured."""
        missing = [
            name
            for name, found in (
                ("the walk", self.walk),
                ("the first views", self.views),
                ("the exit", self.exits),
            )
            if not found
        ]
        if missing:
            raise RuntimeError(f"Nothing is written: {', '.join(missing)} was not measured.")
        facts = {
            "measured_on": timezone.localtime(now).date().isoformat(),
            "commit": commit(file),
            **self.walk,
            "exits": len(self.exits),
            "exits_held": sum(self.exits),
            "first_views": self.views,
        }
        text = json.dumps(facts, ensure_ascii=False, indent=2)
        file.write_text(f"{text}\n", "utf-8")


def commit(file: Path) -> str:
    """The commit that the working tree stands on, and whether more than `file` has changed."""
    name = _git("rev-parse", "--short=12", "HEAD")
    others = [f":(exclude){file.relative_to(ROOT)}"] if file.is_relative_to(ROOT) else []
    changed = _git("status", "--porcelain", "--", ".", *others)
    return f"{name} + ändringar" if changed else name


def _git(*words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()


_gathering = Gathering()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Gather from every test."""
    _gathering.hear(report)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write the file when all has been measured, and say where."""
    file = Path(settings.EVIDENCE_FILE)
    try:
        _gathering.write(file, timezone.now())
    except RuntimeError as error:
        terminalreporter.write_line(str(error), red=True)
    else:
        terminalreporter.write_line(f"Provet står i {file}.")
