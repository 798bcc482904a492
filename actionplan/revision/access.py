"""Who may do what in a revision: the one place where it is asked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from actionplan.plan.leading import oversees
from actionplan.revision.models import Revision
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Board

if TYPE_CHECKING:
    from actionplan.plan.leading import Somebody
    from resources.municipality.contacts import ContactPersonQuerySet


def boards_of(user: Somebody, today: date) -> list[Board]:
    """Return the boards whose review `user` may read on `today`, in the boards' own order.

    Those that the person speaks for, and those that they are secretary of.
    """
    return _boards(ContactPerson.objects.of_user(user, today))


def may_read(user: Somebody, revision: Revision, board: Board, today: date) -> bool:
    """Whether `user` may read what a revision means for `board`.

    The coordinator and the auditor always; the board's people from the day that the review is
    opened.
    """
    if oversees(user):
        return True
    is_shown = revision.stage == Revision.Stage.REVIEW or revision.is_finished
    return is_shown and board in boards_of(user, today)


def may_answer(user: Somebody, revision: Revision, board: Board, today: date) -> bool:
    """Whether `user` may say what `board` thinks of the draft.

    The coordinator may not, and a secretary reads only.
    """
    spoken_for = _boards(ContactPerson.objects.of_user(user, today).speaking())
    return revision.takes_answers(today) and board in spoken_for


def _boards(rows: ContactPersonQuerySet) -> list[Board]:
    named = rows.filter(board__isnull=False)
    return list(Board.objects.filter(contact_persons__in=named).distinct())
