"""Ways to leave a page, and what the tab shows meanwhile, without waiting for the neutral site."""

import time
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from playwright.sync_api import CDPSession, Error, Page, expect

Leave = Callable[[Page], None]


@dataclass(frozen=True)
class Look:
    """What a tab shows: its title, and whether its picture is of one colour only."""

    title: str
    one_colour: bool


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
    colours = Image.open(BytesIO(picture)).convert("RGB").getcolors(maxcolors=1)
    return Look(one_colour=colours is not None, title=title)


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
