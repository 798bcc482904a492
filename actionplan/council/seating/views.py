"""The seventeen seats, the reference group, and the desk of one seat."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from actionplan.council.access import for_who_runs, who_asks
from actionplan.council.doors import form_page, saved, ways
from actionplan.council.inviting import steering_group
from actionplan.council.seating.forms import HandOverForm, SeatForm
from actionplan.council.seating.missing import lack, missing, unsettled
from actionplan.council.seating.services import change_seat, hand_over
from actionplan.council.seats import CouncilSeat, ReferenceMember
from resources.desks.concurrency import SEEN, content_mark

METHODS = ["GET", "HEAD", "POST"]


@require_safe
def seats_view(request: HttpRequest) -> HttpResponse:
    """Show every seat with who sits there, and the reference group, to who takes part."""
    who = who_asks(request)
    if not who.takes_part:
        raise PermissionDenied
    today = timezone.localdate()
    seats = list(CouncilSeat.objects.each(today).select_related("holder", "deputy", "appointed_by"))
    members = ReferenceMember.objects.on(today).select_related("person")
    context = {
        "who": who,
        "ways": ways(request, who),
        "rows": [(seat, lack(seat, today), unsettled(seat, today)) for seat in seats],
        "missing": missing(seats, today),
        "coming": CouncilSeat.objects.filter(valid_from__gt=today).select_related("holder"),
        "members": members.prefetch_related("activities"),
        "steering": steering_group() if who.reads_steering else None,
        "today": today,
    }
    return render(request, "actionplan/council/seats.html", context)


@require_http_methods(METHODS)
@for_who_runs
def seat_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Change who sits on a seat now."""
    # Marked before the row is read: what comes in between is then not saved over.
    mark = content_mark(CouncilSeat, pk)
    seat = get_object_or_404(CouncilSeat, pk=pk)
    form = SeatForm(request.POST if request.method == "POST" else None, seat=seat)
    _remember(form, mark)
    if saved(
        form,
        lambda: change_seat(
            form.written_on(seat),
            seen=request.POST.get(SEEN, ""),
            user=request.user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, "Platsen är sparad.")
        return redirect("council_seats")
    return form_page(
        request,
        form,
        title=str(seat),
        label="Plats i rådet",
        button="Spara platsen",
        back=reverse("council_seats"),
        note="Börjar någon ny? Då finns den gamla tiden kvar om du i stället använder Byt ledamot.",
        other_url=reverse("council_hand_over", args=[pk]),
        other_title="Byt ledamot",
    )


@require_http_methods(METHODS)
@for_who_runs
def hand_over_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a seat to somebody new from a day on."""
    mark = content_mark(CouncilSeat, pk)
    seat = get_object_or_404(CouncilSeat, pk=pk)
    following = CouncilSeat(
        order=seat.order,
        is_convener=seat.is_convener,
        appointed_by=seat.appointed_by,
        mandate_text=seat.mandate_text,
    )
    # Every language's column: the function is the same whoever sits there.
    for field in CouncilSeat._meta.fields:
        if field.name.startswith("function"):
            setattr(following, field.name, getattr(seat, field.name))
    form = HandOverForm(request.POST if request.method == "POST" else None, seat=following)
    _remember(form, mark)
    if saved(
        form,
        lambda: hand_over(
            seat,
            form.written_on(following),
            form.cleaned_data["from_day"],
            seen=request.POST.get(SEEN, ""),
            user=request.user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, "Bytet är sparat.")
        return redirect("council_seats")
    return form_page(
        request,
        form,
        title="Byt ledamot",
        label=str(seat),
        button="Spara bytet",
        back=reverse("council_seats"),
    )


def _remember(form: forms.Form, mark: str) -> None:
    form.fields[SEEN] = forms.CharField(required=False, widget=forms.HiddenInput, initial=mark)
