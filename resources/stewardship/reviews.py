"""Everything that somebody looks after, whichever register or page tree it stands in."""

from collections.abc import Iterator
from datetime import date

from django.apps import apps
from django.db.models import IntegerField, QuerySet, Value

from resources.stewardship.models import Stewarded, StewardedQuerySet


def due_for_review(today: date) -> Iterator[Stewarded]:
    """Yield every row that should have been reviewed by `today`, kind by kind.

    One query asks which kinds have any, so that the others, most of them, cost nothing.
    """
    due: list[StewardedQuerySet] = [
        StewardedQuerySet(model).due_for_review(today)
        for model in apps.get_models()
        if issubclass(model, Stewarded)
    ]
    for number in sorted(_with_rows(due)):
        yield from due[number].order_by("review_on", "pk")


def _with_rows(querysets: list[StewardedQuerySet]) -> set[int]:
    """Return the places in the list of those that find anything."""
    asked: list[QuerySet] = [
        rows.order_by().values_list(Value(number, output_field=IntegerField()))[:1]
        for number, rows in enumerate(querysets)
    ]
    return {number for (number,) in asked[0].union(*asked[1:], all=True)}
