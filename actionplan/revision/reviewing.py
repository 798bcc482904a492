"""The boards' review of a draft: who is asked, who has answered, and how an answer is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from actionplan.activities.models import Activity, Responsibility
from actionplan.plan.models import PlanVersion
from actionplan.revision.contents import between
from actionplan.revision.difference import Difference
from actionplan.revision.errors import Conflict
from actionplan.revision.models import Revision, RevisionReview
from actionplan.revision.rulings import held
from resources.municipality.models import Board

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


@dataclass(frozen=True)
class Asked:
    """A board that is asked, with its answer, or None.

    `has_changed` says that the draft means something else for the board than when it answered.
    """

    board: Board
    review: RevisionReview | None
    has_changed: bool = False


def boards_asked(revision: Revision, today: date) -> list[Asked]:
    """Return the boards that the old version or the draft concerns, with what they have said.

    A board that has been closed is not asked; the one that took over its work is. Who answered
    stands in the list even when the draft no longer concerns them.
    """
    versions = [revision.former_id, revision.draft_id]
    named = Responsibility.objects.filter(activity__version__in=versions).values("board")
    concerned = Q(pk__in=named) | Q(predecessors__in=named)
    if Activity.objects.filter(version__in=versions, applies_to_all_committees=True).exists():
        concerned |= Q(kind=Board.Kind.COMMITTEE)
    valid = Board.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=_last_day(revision)),
        Q(valid_to__isnull=True) | Q(valid_to__gte=today),
    )
    reviews = {
        review.board_id: review
        for review in revision.reviews.select_related("board", "answered_by")
    }
    boards = set(valid.filter(concerned)) | {review.board for review in reviews.values()}
    ordered = sorted(boards, key=lambda board: (board.order, board.name))
    whole = between(revision.former, revision.draft) if reviews else None
    return [
        Asked(board, review, review.mark != _part_of(whole, revision, board, today).mark)
        if whole and (review := reviews.get(board.pk))
        else Asked(board, None)
        for board in ordered
    ]


def _last_day(revision: Revision) -> date:
    return date(revision.draft.last_year, 12, 31)


def for_board(revision: Revision, board: Board, today: date) -> Difference:
    """Return what the revision changes among what `board` answers for, before or after."""
    return _part_of(between(revision.former, revision.draft), revision, board, today)


def _part_of(whole: Difference, revision: Revision, board: Board, today: date) -> Difference:
    concerned: set[int] = set()
    for version in (revision.former, revision.draft):
        concerned |= set(_answered(version, board, today))
    return whole.concerning(concerned)


def _answered(version: PlanVersion, board: Board, today: date) -> list[int]:
    year = version.reading_year(today)
    own = Activity.objects.of(version).answered_by(board, year)
    taken_over = Activity.objects.of(version).filter(
        responsibilities__board__in=board.predecessors.all()
    )
    return [*own.values_list("pk", flat=True), *taken_over.values_list("pk", flat=True)]


@transaction.atomic
def open_review(
    revision: Revision, *, due_on: date, user: AbstractBaseUser, now: datetime
) -> Revision:
    """Let the boards read the draft and answer until `due_on`; again to move the day.

    Raises `Conflict` when the plan is adopted, `ValidationError` when the draft is empty.
    """
    revision = held(revision)
    if not Activity.objects.of(revision.draft).exists():
        raise ValidationError("Ta beslut om aktiviteterna först: det finns inget att granska än.")
    revision.stage, revision.review_due_on = Revision.Stage.REVIEW, due_on
    revision.full_clean()
    revision.save()
    log(revision.draft, "actionplan.revision_review", user=user, timestamp=now)
    return revision


@transaction.atomic
def pause_review(revision: Revision, *, user: AbstractBaseUser, now: datetime) -> Revision:
    """Close the draft to the boards again. What they have answered stays."""
    revision = held(revision)
    revision.stage = Revision.Stage.WORKING
    revision.save()
    log(revision.draft, "actionplan.revision_pause", user=user, timestamp=now)
    return revision


@transaction.atomic
def answer(
    revision: Revision,
    board: Board,
    *,
    stance: str,
    text: str,
    seen: int,
    user: AbstractBaseUser,
    now: datetime,
) -> RevisionReview:
    """Write what a board says, or change it. `seen` is the edition before the person, 0 for none.

    Raises `Conflict` when another has answered for the board since, or the review is closed;
    `ValidationError`, by field, when something is missing.
    """
    revision = held(revision)
    today = timezone.localdate(now)
    if not revision.takes_answers(today):
        raise Conflict("Granskningen är stängd, så svaret gick inte att spara.")
    review = revision.reviews.filter(board=board).select_related("answered_by").first()
    if (review.edition if review else 0) != seen:
        assert review is not None, "an answer is never taken away"
        who = review.answered_by.get_full_name() or review.answered_by.get_username()
        raise Conflict(
            f"{who} har svarat för nämnden sedan du öppnade sidan: "
            f"”{review.get_stance_display()}”. {review.text} "
            "Inget av ditt är sparat, men det står kvar här. "
            "Spara igen om ditt svar ska gälla i stället."
        )
    review = review or RevisionReview(revision=revision, board=board, edition=0)
    review.stance, review.text = stance, text.strip()
    review.answered_by_id, review.answered_at = user.pk, now
    review.mark = for_board(revision, board, today).mark
    review.edition += 1
    review.full_clean()
    review.save()
    data = {"board": str(board), "stance": review.get_stance_display(), "text": review.text}
    log(revision.draft, "actionplan.revision_answer", user=user, timestamp=now, data=data)
    return review
