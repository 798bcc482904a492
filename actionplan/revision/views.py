"""The guided revision: how it begins, the list of what is decided, new activities, numbers.

Every view asks for the right, hands over to a form and a service, and leads on.
"""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin.admin_url_finder import AdminURLFinder

from actionplan.activities.models import Activity, ActivityOrigin
from actionplan.plan.leading import for_leaders, leads, oversees
from actionplan.plan.models import PlanVersion
from actionplan.revision import numbering as numbers
from actionplan.revision import removing, services
from actionplan.revision.access import boards_of
from actionplan.revision.errors import Conflict, Edited
from actionplan.revision.forms import NewActivityForm, NumberingForm, StartForm, suggested
from actionplan.revision.guard import READS, WRITES, led, overseen, person, put_errors
from actionplan.revision.models import Revision


@require_http_methods(READS)
def home(request: HttpRequest) -> HttpResponse:
    """Show the revisions there are: to the coordinator all, to a board's people their reviews."""
    today = timezone.localdate()
    is_leader, sees_all = leads(request.user), oversees(request.user)
    boards = boards_of(request.user, today)
    if not sees_all and not boards:
        raise PermissionDenied
    revisions = list(Revision.objects.select_related("former", "draft"))
    context = {
        "sees_all": sees_all,
        "revisions": revisions if sees_all else [],
        "reviews": [
            (revision, board, revision.takes_answers(today))
            for revision in revisions
            if revision.is_open_for_review
            for board in boards
        ],
        "is_leader": is_leader,
        "revisable": _revisable() if sees_all else [],
    }
    return render(request, "actionplan/revision/home.html", context)


def _revisable() -> list[PlanVersion]:
    adopted = PlanVersion.objects.filter(state=PlanVersion.State.ADOPTED)
    return list(adopted.filter(next_revision__isnull=True).select_related("plan"))


@require_http_methods(WRITES)
@for_leaders
def begin(request: HttpRequest) -> HttpResponse:
    """Start a revision of the version that `?version=` names, or of the only one there is."""
    wanted = request.GET.get("version", "")
    former = next((v for v in _revisable() if not wanted or v.slug == wanted), None)
    if former is None:
        return redirect("revision_home")
    form = StartForm(request.POST or None, initial=suggested(former))
    form.instance.plan = former.plan
    if request.method == "POST" and form.is_valid():
        try:
            revision = services.start(
                former, form.instance, user=person(request), now=timezone.now()
            )
        except ValidationError as error:
            put_errors(form, error)
        else:
            return redirect("revision", slug=revision.draft.slug)
    return render(request, "actionplan/revision/begin.html", {"former": former, "form": form})


@require_http_methods(READS)
@overseen
def overview(request: HttpRequest, revision: Revision) -> HttpResponse:
    """Show every old activity with what is decided, and the new ones."""
    choices = list(revision.choices.select_related("activity", "decided_by"))
    made: dict[int, list[Activity]] = {}
    origins = ActivityOrigin.objects.filter(activity__version=revision.draft)
    for row in origins.select_related("activity").order_by("activity__number"):
        made.setdefault(row.origin_id or 0, []).append(row.activity)
    finder = AdminURLFinder(request.user)
    context = {
        "revision": revision,
        "may_change": leads(request.user) and not revision.is_finished,
        "rows": [(choice, made.get(choice.activity_id, [])) for choice in choices],
        "decided": sum(1 for choice in choices if choice.decision),
        "new": [(activity, finder.get_edit_url(activity)) for activity in made.get(0, [])],
        "unexplained": [
            (activity, finder.get_edit_url(activity))
            for activity in Activity.objects.of(revision.draft).filter(origins__isnull=True)
        ],
        "next": next((choice for choice in choices if not choice.decision), None),
    }
    return render(request, "actionplan/revision/overview.html", context)


@require_http_methods(WRITES)
@led
def abandon(request: HttpRequest, revision: Revision) -> HttpResponse:
    """Ask, with what is lost counted, whether a revision is to be given up, and give it up."""
    if revision.is_finished:
        messages.info(request, "Planen är antagen, så revisionen går inte att avbryta.")
        return redirect("revision", slug=revision.draft.slug)
    conflict = ""
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            removing.abandon(revision, seen=seen, user=person(request), now=timezone.now())
        except Conflict as error:
            conflict = error.sentence
        else:
            messages.success(request, f"Revisionen till {revision.draft.label} är avbruten.")
            return redirect("revision_home")
    context = {
        "revision": revision,
        "loss": removing.loss_of(revision),
        "conflict": conflict,
    }
    return render(request, "actionplan/revision/abandon.html", context)


@require_http_methods(WRITES)
@led
def new_activity(request: HttpRequest, revision: Revision) -> HttpResponse:
    """Add an activity that comes from none before."""
    form = NewActivityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_activity(
                revision, **form.cleaned_data, user=person(request), now=timezone.now()
            )
        except Conflict as error:
            form.add_error(None, error.sentence)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"{made} finns i utkastet. Skriv texten i dess formulär.")
            return redirect("revision", slug=revision.draft.slug)
    context = {"revision": revision, "form": form}
    return render(request, "actionplan/revision/new_activity.html", context)


@require_http_methods(WRITES)
@led
def remove(request: HttpRequest, revision: Revision, pk: int) -> HttpResponse:
    """Ask whether a new activity is to be taken away, and take it away."""
    new = Activity.objects.filter(version=revision.draft, origins__decision="new")
    made = get_object_or_404(new, pk=pk)
    edited: tuple[Activity, ...] = ()
    if request.method == "POST":
        try:
            services.remove_activity(
                revision,
                made,
                discard="discard" in request.POST,
                user=person(request),
                now=timezone.now(),
            )
        except Conflict as error:
            messages.error(request, error.sentence)
        except Edited as error:
            edited = error.activities
        else:
            messages.success(request, f"{made} är borttagen ur utkastet.")
        if not edited:
            return redirect("revision", slug=revision.draft.slug)
    context = {"revision": revision, "activity": made, "edited": edited}
    return render(request, "actionplan/revision/remove.html", context)


@require_http_methods(WRITES)
@led
def numbering(request: HttpRequest, revision: Revision) -> HttpResponse:
    """Show the draft's numbers and change them."""
    activities = list(Activity.objects.of(revision.draft))
    form = NumberingForm(request.POST or None, activities=activities)
    if request.method == "POST" and form.is_valid():
        follows = "follow" in request.POST
        try:
            numbers.renumber(
                revision,
                numbers.former_order(revision) if follows else form.places,
                seen=form.seen,
                user=person(request),
                now=timezone.now(),
            )
        except Conflict as error:
            messages.error(request, error.sentence)
        else:
            messages.success(request, "Numren är sparade.")
        return redirect("revision_numbering", slug=revision.draft.slug)
    places = [(one, form[f"place_{one.pk}"], form[f"seen_{one.pk}"]) for one in activities]
    context = {"revision": revision, "form": form, "places": places}
    return render(request, "actionplan/revision/numbering.html", context)
