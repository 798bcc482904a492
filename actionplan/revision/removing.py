"""Takes away what a revision has made: some activities of its draft, or the whole revision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.log_actions import log

from actionplan.activities.models import Activity
from actionplan.revision.copying import is_edited
from actionplan.revision.errors import Conflict, Edited
from actionplan.revision.models import Revision
from actionplan.revision.rulings import held

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def remove(
    made: Sequence[Activity],
    revision: Revision,
    discard: bool,
    *,
    user: AbstractBaseUser,
    now: datetime,
) -> None:
    """Take activities out of the draft; the log keeps what they said.

    Raises `Edited` when any has been edited since it was made and `discard` is not set.
    """
    edited = [activity for activity in made if is_edited(activity)]
    if edited and not discard:
        raise Edited(edited)
    for activity in made:
        log(
            activity,
            "wagtail.delete",
            title=str(activity),
            user=user,
            timestamp=now,
            deleted=True,
            data={
                "version": revision.draft.slug,
                "lead": activity.lead_sv,
                "points": [point.text_sv for point in activity.points.all()],
            },
        )
        activity.delete()


@dataclass(frozen=True)
class Loss:
    """What goes with a revision that is abandoned."""

    decisions: int
    activities: int
    edited: int
    reviews: int

    @property
    def mark(self) -> str:
        """The figures as one word, to tell whether they are those that somebody was shown."""
        return "-".join(map(str, astuple(self)))


def loss_of(revision: Revision) -> Loss:
    """Count what a revision has come to."""
    draft = list(Activity.objects.of(revision.draft))
    return Loss(
        decisions=revision.choices.exclude(decision="").count(),
        activities=len(draft),
        edited=sum(is_edited(activity) for activity in draft),
        reviews=revision.reviews.count(),
    )


@transaction.atomic
def abandon(revision: Revision, *, seen: str, user: AbstractBaseUser, now: datetime) -> None:
    """End a revision that was begun by mistake: its draft, decisions and answers go.

    `seen` is the `Loss.mark` that the person was shown. The old version's log keeps what was
    lost. Raises `Conflict` when the plan is adopted, or more has been done since.
    """
    revision = held(revision)
    loss = loss_of(revision)
    if loss.mark != seen:
        raise Conflict("Någon har arbetat i revisionen sedan du öppnade sidan. Så här är det nu.")
    draft, former = revision.draft, revision.former
    said = [
        {"number": choice.activity.number, "decision": choice.decision, "reason": choice.reason}
        for choice in revision.choices.exclude(decision="").select_related("activity")
    ]
    reviews = [
        {"board": str(review.board), "stance": review.stance, "text": review.text}
        for review in revision.reviews.select_related("board")
    ]
    data = {"draft": draft.label, "decisions": said, "reviews": reviews}
    remove(list(Activity.objects.of(draft)), revision, discard=True, user=user, now=now)
    log(draft, "wagtail.delete", title=str(draft), user=user, timestamp=now, deleted=True)
    log(former, "actionplan.revision_abandon", user=user, timestamp=now, data=data)
    revision.delete()
    draft.delete()
