"""The last proof of what the public part promises: figures that `make evidence` has measured.

Nobody writes the file by hand; without it nothing is claimed.
"""

import datetime
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class FirstView:
    """What the first visit to a page cost: bytes as sent and requests, everything included."""

    page: str
    width: int
    bytes: int
    requests: int


@dataclass(frozen=True)
class Evidence:
    """One proof: when and of what it was made, and what was seen in the browser and afterwards."""

    measured_on: datetime.date
    commit: str
    browser: str
    pages: int
    cookies: tuple[str, ...]
    storage: tuple[str, ...]
    other_hosts: tuple[str, ...]
    words_found: tuple[str, ...]
    exits: int
    exits_held: int
    first_views: tuple[FirstView, ...]

    @property
    def heaviest(self) -> FirstView:
        """The first view with the most bytes."""
        return max(self.first_views, key=lambda view: view.bytes)

    @property
    def most_requests(self) -> int:
        """The requests of the first view that asks the most."""
        return max(view.requests for view in self.first_views)


def read_evidence(path: Path | None = None) -> Evidence | None:
    """Return the proof in the file (that of the settings if none is named), `None` without one.

    Raises `ValueError` when the file is not what `make evidence` writes.
    """
    try:
        text = (path or Path(settings.EVIDENCE_FILE)).read_text("utf-8")
    except FileNotFoundError:
        return None
    try:
        return _evidence(json.loads(text))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"The file of evidence cannot be read: {error!r}") from error


def _evidence(facts: dict[str, Any]) -> Evidence:
    views = tuple(FirstView(**view) for view in facts.pop("first_views"))
    if not views:
        raise ValueError("no first view has been measured")
    numbers = [facts[name] for name in ("pages", "exits", "exits_held")]
    numbers += [value for view in views for value in (view.width, view.bytes, view.requests)]
    if not all(type(number) is int and number >= 0 for number in numbers):
        raise ValueError("a figure is no number")
    lists: dict[str, Any] = {
        name: tuple(str(item) for item in facts.pop(name))
        for name in ("cookies", "storage", "other_hosts", "words_found")
    }
    day = datetime.date.fromisoformat(facts.pop("measured_on"))
    return Evidence(measured_on=day, first_views=views, **lists, **facts)
