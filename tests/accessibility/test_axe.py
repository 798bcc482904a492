"""The checks themselves see a fault when there is one."""

import pytest

from tests.accessibility import axe
from tests.conftest import OpenPage
from tests.harness.server import Server


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ("<img src='/static/img/icon.svg'>", "image-alt"),
        ("<p style='color: #999; background: #fff'>För svagt för att läsas</p>", "color-contrast"),
        ("<h6>För djupt ner</h6>", "heading-order"),
        ("<input name='utan-etikett'>", "label"),
    ],
)
def test_axe_finds_a_fault_that_is_put_in(
    fault: str, rule: str, server: Server, open_page: OpenPage
) -> None:
    page = open_page(server.url("/"), bypass_csp=True).page
    page.evaluate(
        "fault => document.querySelector('main').insertAdjacentHTML('beforeend', fault)", fault
    )
    assert any(finding.startswith(f"{rule}:") for finding in axe.findings(page))
