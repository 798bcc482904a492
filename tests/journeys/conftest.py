"""The portal as the tests of the exit meet it: it leads to a neutral site of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker
from wagtail.models import Site

from portal.navigation.exit import ExitSettings
from tests import accounts
from tests.harness.browser import chromium_that_keeps_pages
from tests.harness.database import connected_to, database_copy
from tests.harness.neutral_site import NeutralSite, neutral_site
from tests.harness.server import Server, serve


@pytest.fixture(scope="package")
def neutral() -> Iterator[NeutralSite]:
    """A neutral site that can be made to wait."""
    with neutral_site() as site:
        yield site


@pytest.fixture(scope="package")
def portal(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    static_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    neutral: NeutralSite,
) -> Iterator[Server]:
    """The portal with the neutral site of these tests, which its own form would refuse."""
    folder = tmp_path_factory.mktemp("exit")
    with django_db_blocker.unblock(), database_copy("exit") as url:
        with connected_to(url):
            accounts.make_all()
            site = Site.objects.get(is_default_site=True)
            ExitSettings.objects.create(site=site, neutral_site=neutral.address)
        with serve(url, static_folder, folder) as running:
            yield running


@pytest.fixture(scope="package")
def keeping_browser(browser: Browser) -> Iterator[Browser]:
    """Chromium that keeps pages in memory for Back, as readers' browsers do."""
    with chromium_that_keeps_pages(browser) as running:
        yield running
