"""Every kind of page, narrow and wide, light and dark, left-to-right and right-to-left.

The default is a sample in which every pair of values occurs; `--full-matrix` takes every
combination. One visit answers everything that a visit can.
"""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from tests.accessibility import axe
from tests.accessibility.pairs import pairwise
from tests.addresses import CASES, PUBLIC, Address, reader_of
from tests.conftest import OpenPage
from tests.harness.server import Server

SIDEWAYS = "() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"
AXES = (CASES, (320, 1280), ("light", "dark"), ("ltr", "rtl"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    whole = metafunc.config.getoption("--full-matrix")
    combinations = sorted(product(*AXES) if whole else pairwise(*AXES), key=str)
    metafunc.parametrize(("case", "width", "scheme", "direction"), combinations)


def test_a_page_is_open_to_everyone_and_leaves_no_trace(
    case: str,
    width: int,
    scheme: str,
    direction: str,
    addresses: Callable[[str], Address],
    server: Server,
    open_page: OpenPage,
    signed_in: Callable[[str], Any],
) -> None:
    address, role = addresses(case), reader_of(case)
    visit = open_page(
        server.url(address.path),
        width=width,
        scheme=scheme,
        direction=direction,
        storage_state=signed_in(role) if role else None,
    )

    problems = axe.findings(visit.page) + visit.errors
    if visit.response.status != address.status:
        problems.append(f"answered {visit.response.status}")
    if (headings := visit.page.locator("h1").count()) != 1:
        problems.append(f"{headings} main headings")
    if sideways := visit.page.evaluate(SIDEWAYS):
        problems.append(f"scrolls sideways by {sideways} px")
    if others := visit.hosts - {server.address.removeprefix("http://")}:
        problems.append(f"asked other hosts: {others}")
    if case in PUBLIC and visit.traces != {"cookies": [], "storage": [{}, {}]}:
        problems.append(f"left traces: {visit.traces}")
    assert problems == []
