"""Words for the search index, from columns that may be empty."""

from typing import Any

from django.db import models
from wagtail.search import index


class IndexedText(index.SearchField):
    """A text that is searched. An empty translated text is NULL: no word, and not *None*."""

    def get_value(self, obj: models.Model) -> Any:
        """Return the text, "" where the column has none."""
        return super().get_value(obj) or ""
