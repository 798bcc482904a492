"""The page of one old activity: what it says, what is decided of it, and how that is changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin.admin_url_finder import AdminURLFinder

from actionplan.activities.models import Activity
from actionplan.plan.leading import leads
from actionplan.revision import services
from actionplan.revision.copying import made_from
from actionplan.revision.errors import Conflict, Edited
from actionplan.revision.forms import DecisionForm, UndoForm
from actionplan.revision.guard import WRITES, led, overseen, person, put_errors
from actionplan.revision.models import Revision, RevisionChoice
from actionplan.revision.rulings import together


@require_http_methods(WRITES)
@overseen
def activity(request: HttpRequest, revision: Revision, number: int) -> HttpResponse:
    """Show one old activity and take the decision on it."""
    choice = _choice(revision, number)
    posted = request.POST if request.method == "POST" else None
    form = _decision_form(choice, posted, asks_to_discard=bool(posted and "discard" in posted))
    edited: tuple[Activity, ...] = ()
    conflict = ""
    if posted is not None and form.is_valid():
        try:
            services.decide(
                choice,
                form.ruling(),
                seen=form.cleaned_data["seen"],
                discard=form.cleaned_data.get("discard", False),
                user=person(request),
                now=timezone.now(),
            )
        except Conflict as error:
            conflict = error.sentence
        except Edited as error:
            edited = error.activities
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"Beslutet om aktivitet {number} är sparat.")
            return redirect("revision_activity", slug=revision.draft.slug, number=number)
    if conflict or edited:
        # What was typed stands; what the person has now seen is what stands now.
        choice = _choice(revision, number)
        typed = request.POST.copy()
        typed["seen"] = str(choice.edition)
        form = _decision_form(choice, typed, asks_to_discard=bool(edited))
        form.full_clean()
        if edited:
            form.add_error("discard", "Texten har ändrats för hand. Kryssa i om den ska tas bort.")
        else:
            form.add_error(None, conflict)
    return _activity_page(request, revision, choice, form, edited)


def _choice(revision: Revision, number: int) -> RevisionChoice:
    activities = Activity.objects.of(revision.former).for_detail()
    old = get_object_or_404(activities, number=number)
    choice = get_object_or_404(revision.choices.select_related("decided_by"), activity=old)
    choice.activity, choice.revision = old, revision
    return choice


def _decision_form(choice: RevisionChoice, posted: Any, *, asks_to_discard: bool) -> DecisionForm:
    with_it = {other.pk for other in together(choice)} - {choice.pk}
    others = [
        other
        for other in choice.revision.choices.select_related("activity").exclude(pk=choice.pk)
        if not other.decision or other.pk in with_it
    ]
    made = list(made_from([choice.activity], choice.revision).order_by("number"))
    titles = [one.title for one in made]
    closure = getattr(choice.activity, "closure", None)
    return DecisionForm(
        posted,
        others=others,
        asks_to_discard=asks_to_discard,
        initial={
            "decision": choice.decision,
            "reason": choice.reason,
            "source": choice.source or (closure.source if closure else ""),
            "year": choice.year or (closure.year if closure else None),
            "partners": [str(one.activity_id) for one in others if one.pk in with_it],
            "merged_title": titles[0] if choice.decision == "merged" and titles else "",
            "split_titles": "\n".join(titles) if choice.decision == "split" else "",
            "seen": choice.edition,
        },
    )


def _activity_page(
    request: HttpRequest,
    revision: Revision,
    choice: RevisionChoice,
    form: BaseForm,
    edited: tuple[Activity, ...] = (),
) -> HttpResponse:
    finder = AdminURLFinder(request.user)
    old = choice.activity
    beside = list(revision.choices.select_related("activity"))
    place = next(n for n, other in enumerate(beside) if other.pk == choice.pk)
    context = {
        "revision": revision,
        "choice": choice,
        "may_change": leads(request.user) and not revision.is_finished,
        "activity": old,
        "statuses": old.interim_statuses.select_related("board")[:3],
        "made": [
            (one, finder.get_edit_url(one)) for one in made_from([old], revision).order_by("number")
        ],
        "form": form,
        "edited": edited,
        "previous": beside[place - 1].activity if place else None,
        "next": beside[place + 1].activity if place + 1 < len(beside) else None,
        "left": sum(1 for other in beside if not other.decision),
    }
    return render(request, "actionplan/revision/activity.html", context)


@require_http_methods(WRITES)
@led
def take_back(request: HttpRequest, revision: Revision, number: int) -> HttpResponse:
    """Ask whether a decision is to be undone, and undo it."""
    choice = _choice(revision, number)
    form = UndoForm(request.POST or None, initial={"seen": choice.edition})
    edited: tuple[Activity, ...] = ()
    conflict = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.undo(
                choice,
                seen=form.cleaned_data["seen"],
                discard=form.cleaned_data["discard"],
                user=person(request),
                now=timezone.now(),
            )
        except Conflict as error:
            conflict = error.sentence
        except Edited as error:
            edited = error.activities
        else:
            messages.success(request, f"Beslutet om aktivitet {number} är ångrat.")
            return redirect("revision_activity", slug=revision.draft.slug, number=number)
    context = {
        "revision": revision,
        "choice": choice,
        "others": [other for other in together(choice) if other.pk != choice.pk],
        "made": made_from([choice.activity], revision),
        "form": form,
        "edited": edited,
        "conflict": conflict,
    }
    return render(request, "actionplan/revision/undo.html", context)
