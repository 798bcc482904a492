"""Everything that somebody looks after, whichever register or page tree it stands in."""

from collections.abc import Iterator
from datetime import date

from django.apps import apps

from resources.stewardship.models import Stewarded, StewardedQuerySet


def due_for_review(today: date) -> Iterator[Stewarded]:
    """Yield every row that should have been reviewed by `today`, kind by kind."""
    for model in apps.get_models():
        if issubclass(model, Stewarded):
            yield from StewardedQuerySet(model).due_for_review(today).order_by("review_on", "pk")
