"""The form fields of opening hours: a line a weekday, and rows of days that differ.

Plain inputs, so that they work by keyboard and without scripts; what was typed stays when it is
refused.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from wagtail.admin.widgets import AdminDateInput

from resources.services.hours_text import day_text, read_day
from resources.services.opening_hours import DifferentDays, Span

# Empty rows to fill in; saving gives new ones.
EMPTY_ROWS = 2
MOST_ROWS = 100
PARTS = {
    "first": "Första dagen",
    "last": "Sista dagen",
    "times": "Tid, eller stängt",
    "reason": "Anledning",
}
# The days as everywhere else in the desk, whatever language the browser speaks.
INPUTS = {
    "first": AdminDateInput(),
    "last": AdminDateInput(),
    "times": forms.TextInput(attrs={"maxlength": 100, "autocomplete": "off"}),
    "reason": forms.TextInput(attrs={"maxlength": 200, "autocomplete": "off"}),
}
Row = dict[str, str]


class DayField(forms.CharField):
    """The hours of a weekday as words."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(required=False, max_length=100, widget=widget, **kwargs)

    def clean(self, value: Any) -> tuple[Span, ...]:
        """Return the spans; raise a sentence when the words cannot be read."""
        try:
            return read_day(super().clean(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error


class DifferentDaysWidget(forms.Widget):
    """Rows of first day, last day, hours and reason, with empty ones at the end."""

    template_name = "resources/services/different_days.html"

    def format_value(self, value: Any) -> list[Row]:
        """Return the rows as texts, from what was typed or from what is stored."""
        rows = [row if isinstance(row, dict) else row_of(row) for row in value or []]
        return rows + [dict.fromkeys(PARTS, "")] * EMPTY_ROWS

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the rows for the template: what each is called, and its inputs."""
        context = super().get_context(name, value, attrs)
        context["widget"]["rows"] = [
            {
                "title": row["first"] or f"ny rad {number - len(value or []) + 1}",
                "cells": [
                    {
                        "name": part,
                        "label": label,
                        "id": f"id_{name}-{number}-{part}",
                        "input": INPUTS[part].render(
                            f"{name}-{number}-{part}",
                            row[part],
                            {"id": f"id_{name}-{number}-{part}"},
                        ),
                    }
                    for part, label in PARTS.items()
                ],
            }
            for number, row in enumerate(self.format_value(value))
        ]
        return context

    @property
    def media(self) -> forms.Media:
        """Return what the inputs of the days need."""
        return INPUTS["first"].media

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> Any:
        # Django's own renderer of forms does not look among the project's templates.
        return render_to_string(template_name, context)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Row]:
        """Return the rows in which something stands."""
        rows = [
            {part: str(data.get(f"{name}-{number}-{part}", "")).strip() for part in PARTS}
            for number in range(MOST_ROWS)
            if f"{name}-{number}-first" in data
        ]
        return [row for row in rows if any(row.values())]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether the form was sent without the rows."""
        return f"{name}-0-first" not in data

    def id_for_label(self, id_: str) -> str:
        """Return nothing: each input has a label of its own."""
        return ""


class DifferentDaysField(forms.Field):
    """Days on which a channel is closed, or answers at other hours than usual."""

    widget = DifferentDaysWidget

    def clean(self, value: Any) -> list[DifferentDays]:
        """Return the days, sorted; raise a sentence for every row that cannot be read."""
        days, errors = [], []
        for row in value or []:
            try:
                days.append(days_of_row(row))
            except ValueError as error:
                errors.append(f"{row['first'] or 'Raden utan dag'}: {error}")
        days.sort(key=lambda each: each.first_day)
        for earlier, later in pairwise(days):
            if later.first_day <= earlier.last_day:
                errors.append(f"{later.first_day}: dagen står redan i en annan rad.")
        if errors:
            raise ValidationError(errors)
        return days

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the rows say anything else than before."""
        return [row_of(each) for each in initial or []] != (data or [])


def row_of(days: DifferentDays) -> Row:
    """Return the days as the texts of a row."""
    last = "" if days.last_day == days.first_day else days.last_day.isoformat()
    return {
        "first": days.first_day.isoformat(),
        "last": last,
        "times": day_text(days.spans),
        "reason": days.reason,
    }


def days_of_row(row: Row) -> DifferentDays:
    """Return the days of a row. Raises `ValueError` with a sentence."""
    first = _read_date(row["first"])
    last = _read_date(row["last"]) if row["last"] else first
    if last < first:
        raise ValueError("sista dagen kan inte ligga före den första.")
    if not row["times"]:
        raise ValueError("skriv tiderna, eller stängt.")
    spans = read_day(row["times"])
    if len(spans) > 1:
        raise ValueError("skriv en enda tid, till exempel 10–14, eller stängt.")
    if len(row["reason"]) > 200:
        raise ValueError("anledningen får ha högst 200 tecken.")
    return DifferentDays(first, last, spans, row["reason"])


def _read_date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ValueError("skriv dagen som år-månad-dag, till exempel 2026-12-24.") from None
