"""What the browser lets a public page do: nothing that it can be kept from."""

from tests.conftest import OpenPage
from tests.harness.server import Server

ALLOWED = "() => document.featurePolicy.allowedFeatures()"


def test_a_public_page_may_use_nothing_of_the_readers_device(
    server: Server, open_page: OpenPage
) -> None:
    visit = open_page(server.url("/fa-hjalp/"))
    allowed = visit.page.evaluate(ALLOWED)
    # What begins with ch- is no ability: whether the browser says its own name to its host.
    assert [feature for feature in allowed if not feature.startswith("ch-")] == []
    assert visit.errors == []
