"""The pages of the register: all units, and one's own tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.admin_url_finder import AdminURLFinder

from portal.intranet.contact_register.access import appoints, oversees, own
from portal.intranet.contact_register.forms import AwayForm, EndForm, FilterForm
from portal.intranet.contact_register.reading import Task, UnitLine, register, task_of
from portal.intranet.contact_register.services import be_away, confirm, end
from resources.municipality.contacts import ContactPerson

NEW = "wagtailsnippets_resources_contactperson:add"


@dataclass(frozen=True)
class Figure:
    """A number and what it counts."""

    value: int
    label: str


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """Show every unit with its contact persons; who appoints sees what is to be seen to."""
    today = timezone.localdate()
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    lines = register(today)
    shown = [line for line in lines if _is_chosen(line, chosen)]
    finder = AdminURLFinder(request.user)
    context = {
        "form": form,
        "lines": [
            (line, [(t, finder.get_edit_url(t.person)) for t in line.tasks]) for line in shown
        ],
        "figures": [
            Figure(len(lines), "enheter"),
            Figure(sum(line.is_missing for line in lines), "saknar kontaktperson"),
            Figure(sum(line.runs_out for line in lines), "tar slut inom 30 dagar"),
        ],
        "oversees": oversees(request.user),
        "new_url": reverse(NEW) if appoints(request.user) else "",
        "has_tasks": own(request.user, today).exists(),
    }
    return render(request, "portal/intranet/contact_register/contacts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def my_tasks(request: HttpRequest) -> HttpResponse:
    """Show the person's own tasks; on POST confirm one, or note an absence."""
    now = timezone.now()
    today = timezone.localdate(now)
    rows = list(own(request.user, today).select_related("user", "unit", "board").order_by("pk"))
    refused: dict[int, AwayForm] = {}
    if request.method == "POST":
        row = get_object_or_404(own(request.user, today), pk=_key(request))
        if "bekrafta" in request.POST:
            confirm(row.pk, user=request.user, now=now)
            messages.success(request, "Tack. Vi frågar igen om ett år.")
            return redirect("my_contact_tasks")
        form = _away(row, request.POST)
        if _saved(request, form, row):
            return redirect("my_contact_tasks")
        refused[row.pk] = form
    tasks: list[tuple[Task, AwayForm]] = [
        (task_of(row, today), refused.get(row.pk) or _away(row, None)) for row in rows
    ]
    context = {"tasks": tasks, "has_errors": bool(refused)}
    return render(request, "portal/intranet/contact_register/my_tasks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what happens when a task is ended; on POST end it."""
    now = timezone.now()
    rows = own(request.user, timezone.localdate(now)).select_related("unit", "board")
    row = get_object_or_404(rows, pk=pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        last_day = form.cleaned_data["sista_dag"]
        try:
            end(pk, last_day, successor=form.cleaned_data["efter"], user=request.user, now=now)
        except ValidationError as error:
            form.add_error("sista_dag", error.messages[0])
        else:
            said = date_format(last_day, "j F Y")
            messages.success(request, f"Ditt uppdrag slutar {said}. Tack för det du har gjort.")
            return redirect("my_contact_tasks")
    context = {"form": form, "row": row, "place": row.unit or row.board}
    return render(request, "portal/intranet/contact_register/end.html", context)


def _is_chosen(line: UnitLine, chosen: dict[str, Any]) -> bool:
    board = chosen.get("namnd")
    if board and (line.unit.board is None or line.unit.board.slug != board):
        return False
    match chosen.get("visa"):
        case "saknas":
            return line.is_missing
        case "snart":
            return line.runs_out
    return True


def _key(request: HttpRequest) -> int:
    said = request.POST.get("uppdrag", "")
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def _away(row: ContactPerson, data: Any) -> AwayForm:
    initial = {"borta_till": row.away_until}
    return AwayForm(data, initial=initial, auto_id=f"id-{row.pk}-%s")


def _saved(request: HttpRequest, form: AwayForm, row: ContactPerson) -> bool:
    if not form.is_valid():
        return False
    until = form.cleaned_data["borta_till"]
    try:
        be_away(row.pk, until, user=request.user, now=timezone.now())
    except ValidationError as error:
        form.add_error("borta_till", error.messages[0])
        return False
    said = (
        f"Du är borta till och med {date_format(until, 'j F Y')}." if until else "Välkommen åter."
    )
    messages.success(request, f"Sparat. {said}")
    return True
