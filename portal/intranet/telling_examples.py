"""Examples for the style guide of what tells people things: subjects, news, contact persons."""

from __future__ import annotations

from typing import Any

from django import forms

from portal.intranet.followup_examples import EXAMPLE_DAY, HERE

OFTEN = [("none", "Inte alls"), ("daily", "En gång om dagen"), ("weekly", "En gång i veckan")]


class ExampleSubjectsForm(forms.Form):
    """Two subjects, each with how often one is told of it."""

    first = forms.ChoiceField(label="Ett ämne att följa", choices=OFTEN)
    second = forms.ChoiceField(label="Ett ämne till, med ett längre namn", choices=OFTEN)


def shown() -> dict[str, Any]:
    """Return what the components of subscriptions and contact persons are shown with."""
    task = {"name": "Exempel Exempelsson", "role": "kontaktperson", "address": "namn@example.org"}
    seen_to = {"away_until": EXAMPLE_DAY, "ends_on": EXAMPLE_DAY, "is_unconfirmed": True}
    return {
        "fields": list(ExampleSubjectsForm({"first": "weekly", "second": "none"})),
        "items": [
            {"title": "En ny sida", "link": HERE, "summary": "En mening om sidan."},
            {"title": "En nyhet utan sammanfattning", "link": HERE},
        ],
        "tasks": [task, task | seen_to],
    }
