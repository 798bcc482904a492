"""Every kind of page, narrow and wide, light and dark, left-to-right and right-to-left.

The default is a sample in which every pair of values occurs; `--full-matrix` takes every
combination. One visit answers everything that a visit can.
"""

from collections.abc import Callable
from itertools import product

import pytest

from tests.accessibility import axe
from tests.accessibility.pairs import pairwise
from tests.addresses import CASES, PUBLIC, Address
from tests.conftest import OpenPage
from tests.harness.server import Server

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
    signed_in: Callable[[str], dict],
) -> None:
    address = addresses(case)
    visit = open_page(
        server.url(address.path),
        width=width,
        scheme=scheme,
        direction=direction,
        storage_state=None if case in PUBLIC else signed_in("COORDINATOR"),
    )

    assert visit.response.status == address.status
    assert visit.page.locator("h1").count() == 1
    assert axe.findings(visit.page) == []
    assert visit.page.evaluate("() => scrollX === 0 && scrollBy(999, 0) === undefined && scrollX") == 0
    assert visit.page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    ) <= 0, "the page scrolls sideways"
    assert visit.errors == []
    assert visit.hosts == {server.address.removeprefix("http://")}
    if address.is_public and case != "sign-in":
        assert visit.traces == {"cookies": [], "storage": [{}, {}]}
