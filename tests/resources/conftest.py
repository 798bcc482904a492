"""What the tests of the desks share: somebody who may do everything there."""

import pytest
from django.contrib.auth import get_user_model

from tests.harness.client import Client


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("redaktor"))
    return client
