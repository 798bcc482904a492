"""Pages without their content, for tests that ask who is let in and nothing else.

What a page says is drawn last, when the answer is settled, and takes most of the time of a request.
Thousands of requests of a table of rights do without.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.template import Origin
from django.template.loaders.base import Loader
from django.test import override_settings

HERE = "tests.harness.blank_pages.Blank"


class Blank(Loader):
    """Finds every template, and there is nothing in it."""

    def get_template_sources(self, template_name: str) -> Iterator[Origin]:
        """Yield the one place where a template is."""
        yield Origin(name=template_name, template_name=template_name, loader=self)

    def get_contents(self, origin: Origin) -> str:
        """Return what the template holds: nothing."""
        return ""


@contextmanager
def blank_pages() -> Iterator[None]:
    """Answer with empty pages until the end of the block."""
    loaders = [("django.template.loaders.cached.Loader", [HERE])]
    engine = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"loaders": loaders},
    }
    with override_settings(TEMPLATES=[engine]):
        yield
