"""Leaving quickly, on film: what was read is not seen again, not even for a moment.

A browser paints a page that it kept in memory for Back before the page's scripts may hide it. Where
the tab ends and what is on it then do not tell; a film of every picture does.
"""

import pytest
from playwright.sync_api import Browser

from tests.harness.neutral_site import NeutralSite
from tests.harness.server import Server
from tests.journeys.leaving import (
    READ,
    by_mouse,
    film,
    go,
    read_three,
    shows_a_page_of_ours,
)

OTHERS = len(READ) - 1  # than the one that is left


@pytest.mark.parametrize("step", [-1, 1], ids=["back", "forward"])
def test_no_picture_of_what_was_read_is_shown_again(
    step: int, keeping_browser: Browser, portal: Server, neutral: NeutralSite
) -> None:
    context = keeping_browser.new_context(viewport={"width": 1280, "height": 800})
    page = read_three(context.new_page(), portal)
    if step > 0:  # the pages read last stand ahead, once the first is left
        for path in reversed(READ[:-1]):
            go(page, -1)
            page.wait_for_url(portal.url(path), wait_until="commit")
    by_mouse(page)
    page.wait_for_url(neutral.address)
    for _ in range(OTHERS):
        neutral.requests.clear()
        with film(page) as pictures:
            go(page, step)
            neutral.wait_for_requests(1)
            page.wait_for_url(neutral.address)
        assert pictures, "nothing was filmed"
        assert not [n for n, picture in enumerate(pictures) if shows_a_page_of_ours(picture)]
    context.close()


def test_the_film_sees_a_page_that_is_shown_for_a_moment(browser: Browser, portal: Server) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(portal.url(READ[0]))
    page.evaluate("() => { document.documentElement.hidden = true; }")
    with film(page) as pictures:
        assert not shows_a_page_of_ours(pictures[-1])
        page.evaluate(
            """() => {
                const page = document.documentElement;
                page.hidden = false;
                requestAnimationFrame(() => requestAnimationFrame(() => { page.hidden = true; }));
            }"""
        )
    assert [picture for picture in pictures if shows_a_page_of_ours(picture)]
    assert not shows_a_page_of_ours(pictures[-1])
    context.close()
