"""What the start page of the staff side leads to: the routines first, then the other places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.db.models import Case, Value, When
from django.urls import reverse

if TYPE_CHECKING:
    from wagtail.models import Page, PageQuerySet

# More routines than these are found by a word, or in the whole list.
MOST_ROUTINES = 8


class RoutineWordForm(forms.Form):
    """The word that a routine is looked for by; the list of routines answers."""

    ord = forms.CharField(label="Vad gäller det?", required=False, max_length=80)


@dataclass(frozen=True)
class Place:
    """Somewhere to go, for the component `link_list`."""

    title: str
    url: str
    description: str = ""


# What anybody finds in the menu, and cannot know by its name alone.
DOORS = (
    ("Områden", "staff_areas", "Rutin, råd och stöd för varje slags våld."),
    ("Min enhet", "my_unit", "Det som gäller där du arbetar, och vem som är kontaktperson."),
    ("Prenumerationer", "my_subscriptions", "Välj vad du vill få veta i mejl, och hur ofta."),
)


def first_routines(routines: PageQuerySet) -> list[Page]:
    """Return the routines to show at once: those for a situation first."""
    unnamed = Case(When(situation="", then=Value(1)), default=Value(0))
    return list(routines.order_by(unnamed, "title")[:MOST_ROUTINES])


def places(pages: Iterable[Page]) -> list[Place]:
    """Return the doors and `pages`, each with what is found there."""
    doors = [Place(title, reverse(name), said) for title, name, said in DOORS]
    return [*doors, *(Place(page.title, page.url or "", page.lead) for page in pages)]
