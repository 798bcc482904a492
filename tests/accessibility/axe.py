"""axe-core in a page: every rule of WCAG 2.2 A and AA, and what axe calls best practice."""

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.harness import machine

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = (
    "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
)


@cache
def _source() -> str:
    return machine.node_module("axe-core/axe.min.js").read_text("utf-8")


def findings(page: Page) -> list[str]:
    """What axe finds wrong in the page as it stands: rule, place and cure, one line each."""
    # Evaluated and not added as a script: the page's content policy stays as strict as it is.
    page.evaluate(_source())
    result: dict[str, Any] = page.evaluate(RUN, TAGS)
    return [
        f"{violation['id']}: {node['html'][:160]} — {_in_one_line(node['failureSummary'])}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def _in_one_line(summary: str) -> str:
    return " ".join(summary.split())[:300]
