"""The end of a revision: what must be in order, the adoption, and what ends with it.

The adoption itself is `plan.services.adopt`, whoever calls it. This room objects while something
is missing, and writes the closures of what is finished and dropped in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.dispatch import receiver
from wagtail.log_actions import log

from actionplan.activities.models import Activity, ActivityClosure, ActivityOrigin
from actionplan.plan.models import PlanVersion
from actionplan.plan.services import adopt
from actionplan.revision.contents import content_of
from actionplan.revision.models import Revision, RevisionChoice, RevisionReview
from actionplan.revision.reviewing import boards_asked
from actionplan.signals import plan_adopting, plan_adoption_asked

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

    from resources.municipality.models import Board

Decision = ActivityOrigin.Decision


@dataclass(frozen=True)
class Check:
    """One thing to look at before adoption: what it is, and what is left of it.

    One that is `needed` stops the adoption while anything is left.
    """

    name: str
    needed: bool
    left: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether nothing is left."""
        return not self.left


def checklist(revision: Revision, today: date) -> list[Check]:
    """Return what must be in order before adoption, and what is worth a look."""
    asked = boards_asked(revision, today)
    wishes = RevisionReview.Stance.WANTS_CHANGES
    return [
        *_needed(revision),
        Check(
            "Alla nämnder har svarat",
            needed=False,
            left=tuple(str(one.board) for one in asked if one.review is None),
        ),
        Check(
            "Inga önskemål om ändring står kvar",
            needed=False,
            left=tuple(
                f"{one.board}: {one.review.text}"
                for one in asked
                if one.review and one.review.stance == wishes
            ),
        ),
        Check(
            "Nämnderna har svarat på utkastet som det är nu",
            needed=False,
            left=tuple(
                f"{one.board}: utkastet har ändrats sedan dess" for one in asked if one.has_changed
            ),
        ),
        *_worth_a_look(revision),
    ]


def _needed(revision: Revision) -> list[Check]:
    draft = list(Activity.objects.of(revision.draft))
    undecided = revision.choices.undecided().select_related("activity")
    numbers = [activity.number for activity in draft]
    gaps = numbers != list(range(1, len(numbers) + 1))
    return [
        Check(
            "Varje tidigare aktivitet har ett beslut",
            needed=True,
            left=tuple(str(choice.activity) for choice in undecided),
        ),
        Check(
            "Aktiviteterna är numrerade från 1 utan luckor",
            needed=True,
            left=(f"Nu är numren {', '.join(map(str, numbers))}.",) if gaps else (),
        ),
        Check(
            "Det som förs vidare oförändrat är oförändrat",
            needed=True,
            left=tuple(str(new) for new in _linked(revision, Decision.CARRIED, differs=True)),
        ),
    ]


def _worth_a_look(revision: Revision) -> list[Check]:
    draft = Activity.objects.of(revision.draft)
    nobody = draft.filter(responsibilities__isnull=True, applies_to_all_committees=False)
    return [
        Check(
            "Det som ska ändras har fått en ny text",
            needed=False,
            left=tuple(str(new) for new in _linked(revision, Decision.CHANGED, differs=False)),
        ),
        Check(
            "Varje aktivitet har någon som svarar för den",
            needed=False,
            left=tuple(str(activity) for activity in nobody),
        ),
        Check(
            "Varje aktivitet har en tidplan som går att läsa",
            needed=False,
            left=tuple(str(activity) for activity in draft.filter(schedule_needs_reading=True)),
        ),
        Check(
            "Varje ny aktivitet säger var den kommer ifrån",
            needed=False,
            left=tuple(str(activity) for activity in draft.filter(origins__isnull=True)),
        ),
    ]


def _linked(revision: Revision, decision: str, *, differs: bool) -> list[Activity]:
    """Return the new activities under a decision whose text differs from the old, or does not."""
    rows = (
        ActivityOrigin.objects.filter(activity__version=revision.draft, decision=decision)
        .select_related("activity", "origin")
        .prefetch_related(
            *(
                f"{side}__{rows}"
                for side in ("activity", "origin")
                for rows in ("points", "responsibilities__board")
            )
        )
        .order_by("activity__number")
    )
    return [
        row.activity
        for row in rows
        if row.origin and (content_of(row.activity).said != content_of(row.origin).said) is differs
    ]


def adopt_revision(
    revision: Revision,
    *,
    by: Board,
    on: date,
    registry_number: str,
    user: AbstractBaseUser,
    now: datetime,
) -> PlanVersion:
    """Adopt the new version and close what ends with the old.

    Raises `ValidationError` when something that is needed is left, or the version is adopted.
    """
    return adopt(revision.draft, by=by, on=on, registry_number=registry_number, user=user, now=now)


@receiver(plan_adoption_asked)
def what_is_left(version: PlanVersion, **kwargs: Any) -> list[str]:
    """Object to the adoption of a revised draft while something that is needed is left."""
    revision = _revision_of(version)
    if revision is None:
        return []
    if revision.former.state != PlanVersion.State.ADOPTED:
        return [f"{revision.former} gäller inte längre, så den kan inte ersättas."]
    return [
        f"{check.name}: {'; '.join(check.left)}" for check in _needed(revision) if not check.is_done
    ]


@receiver(plan_adopting)
def close_what_ends(
    version: PlanVersion,
    on: date | None,
    user: AbstractBaseUser | None,
    now: datetime,
    **kwargs: Any,
) -> None:
    """Write a closure for every old activity that was decided finished or dropped.

    One that is closed already keeps its closure.
    """
    revision = _revision_of(version)
    if revision is None:
        return
    for choice in revision.choices.ending().filter(activity__closure__isnull=True):
        closure = ActivityClosure(activity_id=choice.activity_id, reason=choice.reason)
        if choice.decision == RevisionChoice.Decision.FINISHED:
            closure.outcome = ActivityClosure.Outcome.COMPLETED
            closure.source, closure.year = choice.source, choice.year
        else:
            closure.outcome = ActivityClosure.Outcome.DROPPED
            closure.source = f"Beslut när {version} antogs."
            closure.year = on.year if on else None
        closure.full_clean()
        closure.save()
        # As the desk does: who follows the work sees when it was closed.
        log(closure, "wagtail.create", user=user, timestamp=now, content_changed=True)


def _revision_of(version: PlanVersion) -> Revision | None:
    """Return the revision that a draft was made in, with its row held."""
    held = Revision.objects.select_for_update(of=("self",)).select_related("former__plan", "draft")
    return held.filter(draft=version).first()
