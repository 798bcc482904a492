"""The six areas for staff, one's own unit, and every unit's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from portal.intranet.areas.forms import UnitForm
from portal.intranet.areas.services import choose_unit
from portal.intranet.pages import RoutinePage, StaffStartPage
from portal.intranet.routines.doors import (
    Wanted,
    filter_form,
    is_wanted,
    rows_of,
    sources_of,
    wanted,
)
from portal.intranet.routines.members import parents_of_units, way_up
from portal.intranet.routines.overview import summaries
from portal.pages.services import ServicesPage
from resources.documents.models import ReferencedDocument
from resources.links.models import Link
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Unit
from resources.services.models import Service
from resources.violence.models import ViolenceArea

Situation = RoutinePage.Situation


def support_page() -> Page | None:
    """Return the public page for employees who are exposed or use violence themselves, if any."""
    start = StaffStartPage.objects.live().select_related("support_page").first()
    page = start.support_page if start else None
    return page if page is not None and page.live else None


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """Show the areas as ways in."""
    context = {"areas": ViolenceArea.objects.all(), "support": support_page()}
    return render(request, "portal/intranet/areas/areas.html", context)


@require_safe
def area(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what staff need about one area, narrowed to a unit and a target group."""
    this = get_object_or_404(ViolenceArea, slug=slug)
    today = timezone.localdate()
    form = filter_form(request, area=False)
    chosen = form.chosen
    want = wanted({**chosen, "omrade": this.slug}, parents_of_units())
    pages = [page for page in RoutinePage.objects.for_list() if is_wanted(page, want)]
    rows = rows_of(pages, request.user, today)  # type: ignore[arg-type]
    reporting = [row for row in rows if row.page.situation == Situation.REPORTING]
    lines = Service.objects.for_professionals().for_area(this).with_channels()
    services_page = ServicesPage.objects.live().first()
    context = {
        "area": this,
        "form": form,
        "is_filtered": bool(chosen),
        "meeting": [row for row in rows if row.page.situation == Situation.MEETING],
        "reporting": list(zip(reporting, sources_of(row.page for row in reporting), strict=True)),
        "rows": [row for row in rows if not row.page.situation],
        "services": lines,
        "units": this.units.all(),
        "links": Link.objects.for_area(this).filter(mainly_for=Link.MainlyFor.PROFESSIONAL),
        "documents": ReferencedDocument.objects.for_area(this).with_file(),
        "support": support_page(),
        "services_page": services_page,
        "services_url": services_page and _address_of(services_page, this, request),
    }
    return render(request, "portal/intranet/areas/area.html", context)


def _address_of(page: ServicesPage, area: ViolenceArea, request: HttpRequest) -> str:
    """Return the open page of an area's services."""
    below = page.reverse_subpage("by_area", kwargs={"slug": area.slug})
    return f"{page.get_url(request)}{below}"


@require_http_methods(["GET", "HEAD", "POST"])
def my_unit(request: HttpRequest) -> HttpResponse:
    """Show the reader's own unit; where none is chosen, or on request, let them choose."""
    user: Any = request.user
    if request.method == "POST":
        form = UnitForm(request.POST)
        if form.is_valid():
            choose_unit(user, form.cleaned_data["unit"], now=timezone.now())
            messages.success(request, f"Din enhet är nu {user.unit}.")
            return redirect("my_unit")
    else:
        form = UnitForm(initial={"unit": user.unit_id})
    if user.unit_id is None or form.errors or "byt" in request.GET:
        return render(request, "portal/intranet/areas/choose_unit.html", {"form": form})
    return _show(request, user.unit, is_own=True)


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Show every unit, or those whose name holds a word."""
    word = request.GET.get("namn", "").strip()[:80]
    found = Unit.objects.select_related("parent").order_by("name_sv")
    context = {"word": word, "units": found.filter(name_sv__icontains=word) if word else found}
    return render(request, "portal/intranet/areas/units.html", context)


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one unit's page."""
    return _show(request, get_object_or_404(Unit, pk=pk), is_own=False)


def _show(request: HttpRequest, this: Unit, *, is_own: bool) -> HttpResponse:
    today = timezone.localdate()
    line = way_up(this.pk, parents_of_units())
    want = Wanted(units=frozenset(line))
    pages = [page for page in RoutinePage.objects.for_list() if is_wanted(page, want)]
    rows = rows_of(pages, request.user, today)  # type: ignore[arg-type]
    # Those that name the unit come first; the rest are for everybody.
    rows.sort(key=lambda row: not row.page.units.all())
    context = {
        "unit": this,
        "is_own": is_own,
        "contacts": ContactPerson.objects.on(today).filter(unit=this).select_related("user"),
        "rows": rows,
        "areas": this.violence_areas.all(),
        "target_groups": this.target_groups.all(),
        "children": this.children.all(),
        # How the unit's people read is for them: elsewhere it would point at somebody.
        "summaries": [
            each for each in (summaries(pages, unit=this.pk) if is_own else []) if each.unit_asked
        ],
    }
    return render(request, "portal/intranet/areas/unit.html", context)
