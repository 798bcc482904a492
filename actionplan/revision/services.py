"""What is done in a revision before the boards and the council have their say.

Every write holds the revision's row first: those who work at the same time wait for each other,
and whoever comes second with an old page is told (`Conflict`) before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from actionplan.activities.models import Activity, ActivityOrigin
from actionplan.plan.models import PlanVersion
from actionplan.revision.copying import (
    copy_of,
    free_number,
    made_from,
    merged_from,
    stamp,
)
from actionplan.revision.errors import Conflict
from actionplan.revision.models import Revision, RevisionChoice
from actionplan.revision.removing import remove
from actionplan.revision.rulings import Ruling, as_seen, check, held, partners_of, together

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

Decision = RevisionChoice.Decision
SAME_LINEAGE = (Decision.CARRIED, Decision.CHANGED)


@transaction.atomic
def start(
    former: PlanVersion, draft: PlanVersion, *, user: AbstractBaseUser, now: datetime
) -> Revision:
    """Begin a revision of `former` with an unsaved `draft`; return it, with nothing decided.

    Raises `ValidationError` when the version is not the adopted one, is being revised already,
    or the draft lacks something.
    """
    former = PlanVersion.objects.select_for_update().get(pk=former.pk)
    if former.state != PlanVersion.State.ADOPTED:
        raise ValidationError("Bara den antagna versionen kan revideras.")
    if Revision.objects.filter(former=former).exists():
        raise ValidationError("Revisionen är redan påbörjad. Den finns i listan.")
    draft.plan_id = former.plan_id
    draft.state = PlanVersion.State.DRAFT
    draft.full_clean()
    draft.save()
    revision = Revision(former=former, draft=draft, started_at=now, started_by_id=user.pk)
    revision.full_clean()
    revision.save()
    RevisionChoice.objects.bulk_create(
        RevisionChoice(revision=revision, activity=activity)
        for activity in Activity.objects.of(former)
    )
    log(draft, "actionplan.revision_start", user=user, timestamp=now)
    return revision


@transaction.atomic
def decide(
    choice: RevisionChoice,
    ruling: Ruling,
    *,
    seen: int,
    discard: bool = False,
    user: AbstractBaseUser,
    now: datetime,
) -> RevisionChoice:
    """Take or change the decision on an old activity, and make of it what is decided.

    `seen` is the edition that the person had before them. Raises `Conflict` when another has
    decided since, `Edited` when what was made before has been edited and `discard` is not set,
    and `ValidationError`, by field, when the ruling will not do.
    """
    revision = held(choice.revision)
    choice = as_seen(choice, seen)
    partners = partners_of(choice, ruling)
    check(choice, ruling, partners)
    group = [choice, *partners]
    if _makes_the_same(choice, ruling, group):
        _relabel(group, revision, ruling)
    else:
        _take_back(revision, [*together(choice), *partners, choice], discard, user=user, now=now)
        _make(revision, group, ruling, user=user, now=now)
    for decided in group:
        decided.decision, decided.reason = ruling.decision, ruling.reason
        decided.source, decided.year = ruling.source, ruling.year
        decided.decided_by_id, decided.decided_at = user.pk, now
        _save(decided)
        _log(revision, decided, "actionplan.revision_decide", user=user, now=now)
    return choice


@transaction.atomic
def undo(
    choice: RevisionChoice,
    *,
    seen: int,
    discard: bool = False,
    user: AbstractBaseUser,
    now: datetime,
) -> None:
    """Take a decision back, for all the activities of a merger, with what was made from it.

    Raises as `decide` does.
    """
    revision = held(choice.revision)
    choice = as_seen(choice, seen)
    _take_back(revision, together(choice), discard, user=user, now=now)


@transaction.atomic
def add_activity(
    revision: Revision,
    *,
    title: str,
    part: int,
    reason: str,
    user: AbstractBaseUser,
    now: datetime,
) -> Activity:
    """Put an activity in the draft that comes from none before; return it.

    Raises `Conflict` when the plan has been adopted, `ValidationError` by field.
    """
    revision = held(revision)
    activity = Activity(
        version=revision.draft, number=free_number(revision), part=part, title_sv=title
    )
    activity.full_clean(exclude=["title"])
    activity.save()
    _link(activity, [None], ActivityOrigin.Decision.NEW, reason)
    stamp(activity)
    log(activity, "wagtail.create", user=user, timestamp=now, content_changed=True)
    return activity


@transaction.atomic
def remove_activity(
    revision: Revision,
    activity: Activity,
    *,
    discard: bool = False,
    user: AbstractBaseUser,
    now: datetime,
) -> None:
    """Take away an activity that comes from none before. Raises `Conflict` and `Edited`."""
    revision = held(revision)
    found = Activity.objects.filter(
        pk=activity.pk, version=revision.draft, origins__decision=ActivityOrigin.Decision.NEW
    ).first()
    if found is None:
        raise Conflict("Aktiviteten är redan borttagen.")
    remove([found], revision, discard, user=user, now=now)


def _take_back(
    revision: Revision,
    choices: Iterable[RevisionChoice],
    discard: bool,
    *,
    user: AbstractBaseUser,
    now: datetime,
) -> None:
    """Make choices undecided again and remove what was made from them."""
    decided = {choice.pk: choice for choice in choices if choice.decision}.values()
    olds = [choice.activity for choice in decided]
    remove(list(made_from(olds, revision)), revision, discard, user=user, now=now)
    for choice in decided:
        choice.decision = choice.reason = choice.source = ""
        choice.year = choice.decided_at = choice.decided_by_id = None
        _save(choice)
        _log(revision, choice, "actionplan.revision_undo", user=user, now=now)


def _make(
    revision: Revision,
    group: Sequence[RevisionChoice],
    ruling: Ruling,
    *,
    user: AbstractBaseUser,
    now: datetime,
) -> None:
    """Copy the old activities into the draft as the ruling says, with where they come from."""
    old, draft = group[0].activity, revision.draft
    made: list[Activity] = []
    if ruling.decision in SAME_LINEAGE:
        number = free_number(revision, old.number)
        made = [copy_of(old, draft, number, keeps_lineage=True)]
    elif ruling.decision == Decision.MERGED:
        olds = sorted((choice.activity for choice in group), key=lambda one: one.number)
        number = free_number(revision, olds[0].number)
        made = [merged_from(olds, draft, number, ruling.titles[0])]
    elif ruling.decision == Decision.SPLIT:
        for title in ruling.titles:
            part = copy_of(old, draft, free_number(revision, old.number), keeps_lineage=False)
            part.title_sv, part.title_en = title, None
            part.save()
            made.append(part)
    for activity in made:
        olds = [choice.activity for choice in group]
        _link(activity, olds, ruling.decision, ruling.reason)
        stamp(activity)
        log(activity, "wagtail.create", user=user, timestamp=now, content_changed=True)


def _link(activity: Activity, olds: Sequence[Activity | None], decision: str, reason: str) -> None:
    for old in olds:
        row = ActivityOrigin(activity=activity, origin=old, decision=decision, reason=reason)
        row.full_clean()
        row.save()


def _makes_the_same(
    choice: RevisionChoice, ruling: Ruling, group: Sequence[RevisionChoice]
) -> bool:
    """Whether what was made before is what the ruling would make: then it stays, edits and all."""
    if choice.decision in SAME_LINEAGE:
        return ruling.decision in (Decision.CHANGED, choice.decision)
    if choice.decision != ruling.decision:
        return False
    made = made_from([choice.activity], choice.revision).order_by("number")
    is_same_group = {row.pk for row in together(choice)} == {row.pk for row in group}
    return is_same_group and tuple(activity.title_sv for activity in made) == ruling.titles


def _relabel(group: Sequence[RevisionChoice], revision: Revision, ruling: Ruling) -> None:
    """Let what was made stand under the new decision and reason."""
    ActivityOrigin.objects.filter(
        origin__in=[choice.activity for choice in group], activity__version=revision.draft
    ).update(decision=ruling.decision, reason=ruling.reason)


def _save(choice: RevisionChoice) -> None:
    choice.edition += 1
    choice.full_clean()
    choice.save()


def _log(
    revision: Revision,
    choice: RevisionChoice,
    action: str,
    *,
    user: AbstractBaseUser,
    now: datetime,
) -> None:
    data = {
        "number": choice.activity.number,
        "decision": choice.get_decision_display(),
        "reason": choice.reason,
    }
    log(revision.draft, action, user=user, timestamp=now, data=data)
