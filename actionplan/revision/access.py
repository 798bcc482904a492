"""Who may do what in a revision: the one place where it is asked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from actionplan.plan.leading import leads
from actionplan.revision.models import Revision
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Board

if TYPE_CHECKING:
    from actionplan.plan.leading import Somebody


def boards_of(user: Somebody, today: date) -> list[Board]:
    """Return the boards that `user` speaks for on `today`, in the boards' own order."""
    spoken_for = ContactPerson.objects.of_user(user, today).filter(board__isnull=False)
    return list(Board.objects.filter(contact_persons__in=spoken_for).distinct())


def may_read(user: Somebody, revision: Revision, board: Board, today: date) -> bool:
    """Whether `user` may read what a revision means for `board`.

    The coordinator always; who speaks for the board from the day that the review is opened.
    """
    if leads(user):
        return True
    is_shown = revision.stage == Revision.Stage.REVIEW or revision.is_finished
    return is_shown and board in boards_of(user, today)


def may_answer(user: Somebody, revision: Revision, board: Board, today: date) -> bool:
    """Whether `user` may say what `board` thinks of the draft. The coordinator may not."""
    return revision.takes_answers(today) and board in boards_of(user, today)
