"""Reading, ways to leave a page, and what the tab shows, without waiting for the neutral site."""

import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import CDPSession, Error, Page, expect

from tests.harness.server import Server

Leave = Callable[[Page], None]
READ = ["/", "/fa-hjalp/", "/omraden/"]
PAINTING_TAKES = 400  # milliseconds, and more than it does
# The share of a picture that is not its ground; the neutral site's one word is a thousandth.
A_PAGE_OF_OURS = 0.02


@dataclass(frozen=True)
class Look:
    """What a tab shows: its title, and whether its picture is of one colour only."""

    title: str
    one_colour: bool


def read_three(page: Page, portal: Server) -> Page:
    """Read three pages in one tab."""
    for path in READ:
        page.goto(portal.url(path))
    assert not is_blank(page)
    return page


def go(page: Page, step: int) -> None:
    """Press Back (-1) or Forward (1). A kept page is there at once, another only begins."""
    move = page.go_back if step < 0 else page.go_forward
    try:
        move(wait_until="commit")
    except Error as error:
        # The browser is between two pages for a moment, and Playwright does not wait for it.
        if "Not attached to an active page" not in error.message:
            raise
        page.wait_for_timeout(PAINTING_TAKES)
        move(wait_until="commit")


def back(page: Page) -> None:
    """Press Back."""
    go(page, -1)


def click(page: Page, button: str = "left", modifiers: int = 0) -> None:
    """Click on the exit, and do not wait for what comes of it, as Playwright's own click does."""
    box = page.locator("a.exit").bounding_box()
    assert box is not None
    session = page.context.new_cdp_session(page)
    for kind in ("mousePressed", "mouseReleased"):
        session.send(
            "Input.dispatchMouseEvent",
            {
                "type": kind,
                "x": box["x"] + box["width"] / 2,
                "y": box["y"] + box["height"] / 2,
                "button": button,
                "clickCount": 1,
                "modifiers": modifiers,
            },
        )


def press(page: Page, code: str, key: str, text: str = "") -> None:
    """Press a key and let it go, without waiting either."""
    session = page.context.new_cdp_session(page)
    for kind in ("keyDown", "keyUp"):
        event = {"type": kind, "code": code, "key": key}
        session.send("Input.dispatchKeyEvent", {**event, "text": text} if text else event)


def by_mouse(page: Page) -> None:
    click(page)


def by_middle_button(page: Page) -> None:
    click(page, button="middle")


def with_ctrl_held(page: Page) -> None:
    click(page, modifiers=2)


def by_shift(page: Page) -> None:
    for code in ("ShiftLeft", "ShiftRight", "ShiftLeft"):
        press(page, code, "Shift")


def by_skip_link(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(".skip").nth(1)).to_be_focused()
    press(page, "Enter", "Enter", text="\r")


WAYS = [by_mouse, by_middle_button, with_ctrl_held, by_shift, by_skip_link]


def look(page: Page) -> Look:
    """See what the tab shows now.

    Nothing can be asked of a page's document while another site is on its way, so the browser is
    asked for the picture and the title.
    """
    session = page.context.new_cdp_session(page)
    picture = _picture(session)
    title = session.send("Target.getTargetInfo")["targetInfo"]["title"]
    return Look(one_colour=one_colour(picture), title=title)


def one_colour(picture: bytes) -> bool:
    """Whether a picture is of one colour only."""
    return Image.open(BytesIO(picture)).convert("RGB").getcolors(maxcolors=1) is not None


def _picture(session: CDPSession) -> bytes:
    """Take the tab's picture; on a busy machine the browser has none ready at the first call."""
    for pause in (0.1, 0.2, 0.4, 0.8, 1.6):
        try:
            return b64decode(session.send("Page.captureScreenshot", {"format": "png"})["data"])
        except Error as error:
            if "Unable to capture screenshot" not in error.message:
                raise
            time.sleep(pause)
    return b64decode(session.send("Page.captureScreenshot", {"format": "png"})["data"])


def is_blank(page: Page) -> bool:
    """Whether the tab shows one colour and nothing else."""
    return look(page).one_colour


@contextmanager
def film(page: Page) -> Iterator[list[bytes]]:
    """Every picture that the tab shows while the block runs and just after, however short."""
    pictures: list[bytes] = []
    session = page.context.new_cdp_session(page)

    def take(frame: dict[str, Any]) -> None:
        pictures.append(b64decode(frame["data"]))
        session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    session.on("Page.screencastFrame", take)
    session.send("Page.startScreencast", {"format": "png", "maxWidth": 400, "maxHeight": 400})
    page.wait_for_timeout(PAINTING_TAKES)
    yield pictures
    page.wait_for_timeout(PAINTING_TAKES)
    session.send("Page.stopScreencast")


def shows_a_page_of_ours(picture: bytes) -> bool:
    """Whether a picture is of more than an empty page or the neutral site's word."""
    shades = Image.open(BytesIO(picture)).convert("L").histogram()
    return 1 - max(shades) / sum(shades) > A_PAGE_OF_OURS
