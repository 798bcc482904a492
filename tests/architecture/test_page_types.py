"""Every page type is whole: a template, a factory, and an accessibility case."""

from collections.abc import Callable

import pytest
from django.template.loader import get_template
from wagtail.models import Page

from tests import factories
from tests.addresses import PAGE_TYPES, Address


@pytest.mark.parametrize("page_type", PAGE_TYPES, ids=lambda page_type: page_type.__name__)
def test_a_page_type_has_a_template_of_its_own(page_type: type[Page]) -> None:
    get_template(page_type.template)
    assert page_type.template.startswith("portal/")


@pytest.mark.parametrize("page_type", PAGE_TYPES, ids=lambda page_type: page_type.__name__)
def test_a_page_type_has_a_factory(page_type: type[Page]) -> None:
    made = {
        factory._meta.model
        for factory in vars(factories).values()
        if hasattr(factory, "_meta") and hasattr(factory._meta, "model")
    }
    assert page_type in made


@pytest.mark.parametrize("page_type", PAGE_TYPES, ids=lambda page_type: page_type.__name__)
def test_a_page_type_has_an_accessibility_case(
    page_type: type[Page], addresses: Callable[[str], Address]
) -> None:
    assert addresses(page_type.__name__).path.startswith("/")


def test_there_are_page_types() -> None:
    # Without this, an empty list would pass every test above.
    assert len(PAGE_TYPES) >= 10
