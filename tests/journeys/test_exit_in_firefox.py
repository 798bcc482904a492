"""Leaving quickly in Firefox: whatever way it is left, Back never shows a page of ours again.

Firefox keeps no page in memory that says `no-store`, as ours do: Back loads each of them again.
"""

import json
import subprocess
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from tests.harness import machine
from tests.harness.neutral_site import NeutralSite
from tests.harness.server import Server
from tests.journeys.leaving import one_colour

DRIVER = Path(__file__).with_name("leaving_in_firefox.mjs")
BACKS = 5


@pytest.fixture(scope="module")
def seen(portal: Server, neutral: NeutralSite) -> dict[str, Any]:
    """What a reader saw who left in every way, came again, or pressed Back without leaving."""
    machine.node_module("puppeteer-core")
    driven = subprocess.run(
        [machine.node(), DRIVER, machine.firefox(), portal.address, neutral.address],
        capture_output=True,
        text=True,
    )
    assert driven.returncode == 0, driven.stderr
    return dict(json.loads(driven.stdout))


def is_blank(look: dict[str, str]) -> bool:
    """Whether the tab showed one colour and nothing else."""
    return one_colour(b64decode(look["picture"]))


@pytest.mark.parametrize("way", ["by mouse", "by shift", "by skip link"])
def test_the_tab_is_blank_at_once_and_back_never_shows_what_was_left(
    way: str, seen: dict[str, Any], portal: Server, neutral: NeutralSite
) -> None:
    moves = seen["left"][way]
    assert [move["end"] for move in moves] == [neutral.address] * (1 + BACKS)
    ours = [m["meanwhile"] for m in moves if m["meanwhile"]["address"].startswith(portal.address)]
    read_last_first = [portal.url(path) for path in ("/omraden/", "/fa-hjalp/", "/")]
    assert [look["address"] for look in ours] == read_last_first, "Back should have met them all"
    assert not [look["address"] for look in ours if not is_blank(look)]


def test_a_new_visit_works_as_before(seen: dict[str, Any], portal: Server) -> None:
    again = seen["again"]
    assert again["address"] == portal.url("/fa-hjalp/")
    assert not is_blank(again)
    assert again["marks"] == []


def test_back_without_leaving_shows_the_pages_read_before(
    seen: dict[str, Any], portal: Server
) -> None:
    stayed = seen["stayed"]
    assert [look["address"] for look in stayed] == [portal.url(p) for p in ("/fa-hjalp/", "/")]
    assert not any(is_blank(look) for look in stayed)
