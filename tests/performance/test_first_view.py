"""What a first visit costs the reader: at most 60 kB as sent and six requests, all included."""

import csv
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests.addresses import PUBLIC, Address
from tests.harness.server import Server

MOST_BYTES, MOST_REQUESTS = 60_000, 6
WIDTHS = (360, 1280)
PLAIN_ICON = "/favicon.ico"


@dataclass
class Cost:
    """What came over the wire: bytes with headers, by address."""

    sent: dict[str, float] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        return round(sum(self.sent.values()))

    @property
    def requests(self) -> int:
        return len(self.sent)


def first_view(browser: Browser, url: str, width: int) -> Cost:
    """Open a page with an empty cache and count what is sent until all has come, fonts too."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    cost, names = Cost(), {}

    def asked(event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            names[event["requestId"]] = event["request"]["url"]

    def came(event: dict[str, Any]) -> None:
        if event["requestId"] in names:
            cost.sent[names[event["requestId"]]] = event["encodedDataLength"]

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", came)
    page.goto(url)
    page.evaluate("() => document.fonts.ready.then(() => null)")
    # A browser with a window also fetches the icon, which one without a window leaves out.
    icon = urljoin(url, page.evaluate(
        "plain => document.querySelector('link[rel~=icon]')?.getAttribute('href') ?? plain",
        PLAIN_ICON,
    ))  # fmt: skip
    context.close()
    if icon not in cost.sent:
        cost.sent[icon] = size_as_sent(icon)
    return cost


def size_as_sent(url: str) -> int:
    """The bytes of an answer, headers included, compressed as a browser would ask for it."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip, br"})
    with urllib.request.urlopen(request) as response:
        return len(response.read()) + len(str(response.headers))


@pytest.fixture(scope="module")
def measurements() -> Iterator[list[tuple[str, int, int, int]]]:
    """Rows of case, width, bytes, requests; written to var/measurements/first-view.csv."""
    rows: list[tuple[str, int, int, int]] = []
    yield rows
    folder = settings.VAR_DIR / "measurements"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "first-view.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("case", "width", "bytes", "requests"))
        writer.writerows(rows)
    for case, width, size, requests in rows:
        print(f"{case:45} {width:5} px {size:7} bytes {requests:2} requests")


@pytest.mark.parametrize("case", PUBLIC)
def test_a_first_view_is_small(
    case: str,
    addresses: Callable[[str], Address],
    server: Server,
    browser: Browser,
    measurements: list[tuple[str, int, int, int]],
    record_property: Callable[[str, object], None],
) -> None:
    for width in WIDTHS:
        cost = first_view(browser, server.url(addresses(case).path), width)
        measurements.append((case, width, cost.bytes, cost.requests))
        view = {"page": case, "width": width, "bytes": cost.bytes, "requests": cost.requests}
        record_property("first view", view)
        assert cost.bytes <= MOST_BYTES, cost.sent
        assert cost.requests <= MOST_REQUESTS, cost.sent
