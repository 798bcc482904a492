"""The desk *Vem saknas?* of a year, the same as a file, and the year's overview."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplan.activities.models import Activity
from actionplan.followup.access import standing
from actionplan.followup.leading.doors import period_of, ways
from actionplan.followup.leading.matrix import Matrix, entries_of, matrix, table
from actionplan.followup.models import FollowUpEntry, FollowUpPeriod
from actionplan.followup.querysets import FollowUpFigures
from actionplan.plan.leading import for_overseers, leads
from resources.desks.spreadsheets import csv_bytes
from resources.municipality.models import Board

State = FollowUpPeriod.State


class MatrixFilterForm(forms.Form):
    """What of the table is shown."""

    visa = forms.ChoiceField(
        label="Visa",
        choices=[("", "Alla svar"), ("saknas", "Bara där något saknas")],
        required=False,
    )
    del_ = forms.ChoiceField(label="Del av planen", required=False)
    namnd = forms.ChoiceField(label="Nämnd", required=False)

    def __init__(self, *args: Any, period: FollowUpPeriod, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # In addresses the part is called what people call it, which is a word of Python's.
        self.fields["del"] = self.fields.pop("del_")
        self.order_fields(["visa", "del", "namnd"])
        boards = Board.objects.filter(followup_entries__period=period).distinct()
        parts, named = self.fields["del"], self.fields["namnd"]
        assert isinstance(parts, forms.ChoiceField)
        assert isinstance(named, forms.ChoiceField)
        parts.choices = [("", "Hela planen"), *Activity.Part.choices]
        named.choices = [("", "Alla"), *boards.values_list("slug", "name")]


@require_safe
def year_home(request: HttpRequest, year: int) -> HttpResponse:
    """Show how a year stands to who leads or audits it; all others go on to their own work."""
    period = period_of(year)
    today = timezone.localdate()
    if not standing(request.user, today).oversees:
        return redirect("followup")
    entries = FollowUpEntry.objects.filter(period=period)
    context = {
        "period": period,
        "figures": _figures(entries.figures(today)),
        "is_planned": period.state == State.PLANNED,
        "leads": leads(request.user),
        "ways": ways(request, period),
    }
    return render(request, "actionplan/followup/year.html", context)


@require_safe
@for_overseers
def missing(request: HttpRequest, year: int) -> HttpResponse:
    """Show board by activity who has answered and who is missing."""
    period = period_of(year)
    if period.state == State.PLANNED:
        return redirect("followup_year", period.year)
    form = MatrixFilterForm(request.GET, period=period)
    found = _matrix(period, form)
    context = {
        "period": period,
        "form": form,
        "found": found,
        "column_names": [column.board.name for column in found.columns],
        "figures": _figures(found.figures),
        "may_remind": period.state == State.OPEN and leads(request.user),
        "is_narrow": len(found.columns) == 1,
        "query": request.GET.urlencode(),
        "ways": ways(request, period),
    }
    return render(request, "actionplan/followup/missing.html", context)


@require_safe
@for_overseers
def missing_file(request: HttpRequest, year: int) -> HttpResponse:
    """Return what the desk shows as a file, one row an answer."""
    period = period_of(year)
    found = _matrix(period, MatrixFilterForm(request.GET, period=period))
    mark = "exempeldata-" if period.is_example else ""
    name = f"{mark}vem-saknas-{period.year}-{timezone.localdate():%Y-%m-%d}.csv"
    answer = HttpResponse(csv_bytes(*table(found)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _matrix(period: FollowUpPeriod, form: MatrixFilterForm) -> Matrix:
    # A choice that does not exist narrows nothing.
    chosen = form.cleaned_data if form.is_valid() else {}
    entries = entries_of(period, chosen.get("del", ""), chosen.get("namnd", ""))
    only_missing = chosen.get("visa") == "saknas"
    return matrix(period, entries, timezone.localdate(), only_missing=only_missing)


def _figures(figures: FollowUpFigures) -> list[dict[str, Any]]:
    return [
        {"value": figures.asked, "label": "svar som ska in"},
        {"value": figures.approved, "label": "godkända"},
        {"value": figures.submitted, "label": "inskickade, väntar på godkännande"},
        {"value": figures.unanswered, "label": "saknas"},
        {"value": figures.late, "label": "av dem sena"},
        {"value": figures.unconfirmed, "label": "införda åt nämnden, ej bekräftade"},
    ]
