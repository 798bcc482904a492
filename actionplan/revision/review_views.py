"""The later steps of a revision: the difference, the boards' review, the adoption."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from actionplan.plan.leading import leads, oversees
from actionplan.revision import reviewing
from actionplan.revision.access import may_answer, may_read
from actionplan.revision.adoption import adopt_revision, checklist
from actionplan.revision.contents import between
from actionplan.revision.errors import Conflict
from actionplan.revision.forms import AdoptionForm, ReviewForm, ReviewPeriodForm
from actionplan.revision.guard import READS, WRITES, led, overseen, person, put_errors, revision_at
from actionplan.revision.models import Revision
from resources.municipality.models import Board


@require_http_methods(READS)
@overseen
def whole_difference(request: HttpRequest, revision: Revision) -> HttpResponse:
    """Show all that differs between the old version and the draft."""
    found = between(revision.former, revision.draft)
    context = {"revision": revision, "difference": found}
    return render(request, "actionplan/revision/difference.html", context)


@require_http_methods(WRITES)
@overseen
def reviews(request: HttpRequest, revision: Revision) -> HttpResponse:
    """Show which boards have answered; open the review, move its last day, or pause it."""
    today = timezone.localdate()
    is_pausing = "pause" in request.POST
    posted = request.POST if request.method == "POST" and not is_pausing else None
    form = ReviewPeriodForm(posted, today=today, initial={"due_on": revision.review_due_on})
    try:
        if is_pausing:
            reviewing.pause_review(revision, user=person(request), now=timezone.now())
            messages.success(request, "Granskningen är stängd. Svaren finns kvar.")
            return redirect("revision_reviews", slug=revision.draft.slug)
        if posted is not None and form.is_valid():
            due_on = form.cleaned_data["due_on"]
            reviewing.open_review(revision, due_on=due_on, user=person(request), now=timezone.now())
            messages.success(request, "Nämnderna kan nu läsa utkastet och svara.")
            return redirect("revision_reviews", slug=revision.draft.slug)
    except Conflict as error:
        messages.error(request, error.sentence)
        return redirect("revision_reviews", slug=revision.draft.slug)
    except ValidationError as error:
        put_errors(form, error)
    asked = reviewing.boards_asked(revision, today)
    context = {
        "revision": revision,
        "form": form,
        "may_change": leads(request.user) and not revision.is_finished,
        "asked": asked,
        "answered": sum(1 for one in asked if one.review),
        "takes_answers": revision.takes_answers(today),
    }
    return render(request, "actionplan/revision/reviews.html", context)


@require_http_methods(WRITES)
def board(request: HttpRequest, slug: str, board_slug: str) -> HttpResponse:
    """Show a board what concerns it, and take its answer."""
    revision = revision_at(slug)
    spoken_for = get_object_or_404(Board, slug=board_slug)
    today = timezone.localdate()
    if not may_read(request.user, revision, spoken_for, today):
        raise PermissionDenied
    answers = may_answer(request.user, revision, spoken_for, today)
    if request.method == "POST" and not answers:
        raise PermissionDenied
    review = revision.reviews.filter(board=spoken_for).select_related("answered_by").first()
    edition = review.edition if review else 0
    initial: dict[str, object] = {"seen": edition}
    if review:
        initial |= {"stance": review.stance, "text": review.text}
    form = ReviewForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            reviewing.answer(
                revision,
                spoken_for,
                **{name: form.cleaned_data[name] for name in ("stance", "text", "seen")},
                user=person(request),
                now=timezone.now(),
            )
        except Conflict as error:
            # What was typed stands; what the person has now seen is what stands now.
            typed = request.POST.copy()
            typed["seen"] = str(edition)
            form = ReviewForm(typed)
            form.add_error(None, error.sentence)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "Tack, nämndens svar är sparat.")
            return redirect("revision_board", slug=slug, board_slug=board_slug)
    difference = reviewing.for_board(revision, spoken_for, today)
    context = {
        "revision": revision,
        "board": spoken_for,
        "difference": difference,
        "review": review,
        "has_changed": review is not None and review.mark != difference.mark,
        "takes_answers": revision.takes_answers(today),
        "form": form if answers else None,
        "sees_all": oversees(request.user),
    }
    return render(request, "actionplan/revision/board.html", context)


@require_http_methods(WRITES)
@led
def adoption(request: HttpRequest, revision: Revision) -> HttpResponse:
    """Show what is in order and what is not, and adopt the new version."""
    today = timezone.localdate()
    checks = [] if revision.is_finished else checklist(revision, today)
    form = AdoptionForm(request.POST or None, checks=checks, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            adopt_revision(
                revision,
                by=form.cleaned_data["adopted_by"],
                on=form.cleaned_data["adopted_on"],
                registry_number=form.cleaned_data["registry_number"],
                user=person(request),
                now=timezone.now(),
            )
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"Planen {revision.draft.label} är antagen.")
            return redirect("revision", slug=revision.draft.slug)
    context = {
        "revision": revision,
        "checks": checks,
        "is_ready": all(check.is_done for check in checks if check.needed),
        "form": form,
    }
    return render(request, "actionplan/revision/adoption.html", context)
