"""The pages of the audit trail: the list, and the same as a file. Both only show."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.intranet.audit.trail import KINDS, Wanted, keys, rows
from portal.intranet.audit.wording import Line, Wording
from resources.desks.spreadsheets import csv_bytes

READS = "portal.read_audit_trail"
PER_PAGE = 50
# A file of more is too long to be read: then a shorter time is to be chosen.
MOST_IN_A_FILE = 20_000
AT_A_TIME = 1000
HEADINGS = ("När", "Vem", "Vad", "Slag", "Vilket")

View = Callable[..., HttpResponse]


class _Day(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "invalid": "Skriv dagen som år-månad-dag, till exempel 2027-09-15.",
    }


class TrailForm(forms.Form):
    """What of the trail is shown."""

    vad = forms.ChoiceField(label="Vad", choices=list(KINDS.items()), required=False)
    vem = forms.CharField(label="Vem", required=False, max_length=100)
    text = forms.CharField(label="Sida, rad eller nämnd", required=False, max_length=100)
    fran = _Day(label="Från och med", required=False)
    till = _Day(label="Till och med", required=False)

    @property
    def wanted(self) -> Wanted:
        """What is asked for; a choice that does not exist narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        return Wanted(
            kind=chosen.get("vad", ""),
            who=chosen.get("vem", ""),
            text=chosen.get("text", ""),
            first=chosen.get("fran"),
            last=chosen.get("till"),
        )


def for_auditors(view: View) -> View:
    """Let those in who may read the trail; all others get `PermissionDenied`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(READS):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@for_auditors
def trail(request: HttpRequest) -> HttpResponse:
    """Show what has been done, the latest first, narrowed and in pages."""
    form = TrailForm(request.GET)
    page = Paginator(keys(form.wanted), PER_PAGE).get_page(request.GET.get("sida"))
    kept = request.GET.copy()
    kept.pop("sida", None)
    wording = Wording(request, timezone.localdate())
    context = {
        "form": form,
        "part": page,
        "lines": wording.lines(rows(list(page.object_list))),
        "query": f"&{kept.urlencode()}" if kept else "",
        "most": MOST_IN_A_FILE,
        "is_too_long": page.paginator.count > MOST_IN_A_FILE,
    }
    return render(request, "portal/intranet/audit/trail.html", context)


@require_safe
@for_auditors
def trail_file(request: HttpRequest) -> HttpResponse:
    """Return what the list shows as a file, all of it up to `MOST_IN_A_FILE`."""
    found = list(keys(TrailForm(request.GET).wanted)[:MOST_IN_A_FILE])
    wording = Wording(request, timezone.localdate())
    lines: list[Line] = []
    for start in range(0, len(found), AT_A_TIME):
        lines += wording.lines(rows(found[start : start + AT_A_TIME]))
    table = [
        [
            f"{timezone.localtime(line.at):%Y-%m-%d %H:%M:%S}",
            line.who,
            line.what,
            line.kind,
            line.name,
        ]
        for line in lines
    ]
    answer = HttpResponse(csv_bytes(HEADINGS, table), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = (
        f'attachment; filename="logg-{timezone.localdate():%Y-%m-%d}.csv"'
    )
    return answer
