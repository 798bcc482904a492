"""A decision as somebody wants it taken, and whether it can be: what stands, and who came first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from actionplan.activities.models import ActivityClosure
from actionplan.revision.copying import made_from
from actionplan.revision.errors import Conflict
from actionplan.revision.models import Revision, RevisionChoice

Decision = RevisionChoice.Decision


@dataclass(frozen=True)
class Ruling:
    """A decision as somebody wants it taken.

    `partners` are the other old activities of a merger, by key; `titles` the headings of what a
    merger (one) or a split (two or more) makes; `source` and `year` say how it is known that
    something is finished.
    """

    decision: str
    reason: str = ""
    partners: tuple[int, ...] = ()
    titles: tuple[str, ...] = ()
    source: str = ""
    year: int | None = None


def held(revision: Revision) -> Revision:
    """Hold the revision's row until the transaction ends, and return it as it is now.

    Raises `Conflict` when the new version has been adopted in the meantime.
    """
    now = Revision.objects.select_for_update(of=("self",)).select_related("former", "draft")
    revision = now.get(pk=revision.pk)
    if revision.is_finished:
        raise Conflict(f"Planen {revision.draft.label} är antagen, så inget mer kan ändras här.")
    return revision


def together(choice: RevisionChoice) -> list[RevisionChoice]:
    """Return the choice, and the others of its merger."""
    if choice.decision != Decision.MERGED:
        return [choice]
    made = made_from([choice.activity], choice.revision)
    others = choice.revision.choices.filter(
        decision=Decision.MERGED, activity__successors__activity__in=made
    )
    return list((others | choice.revision.choices.filter(pk=choice.pk)).distinct())


def as_seen(choice: RevisionChoice, seen: int) -> RevisionChoice:
    now = RevisionChoice.objects.select_related("activity", "revision", "decided_by").get(
        pk=choice.pk
    )
    if now.edition == seen:
        return now
    if not now.decided_by:
        raise Conflict("Någon annan har ångrat beslutet sedan du öppnade sidan.")
    who = now.decided_by.get_full_name() or now.decided_by.get_username()
    raise Conflict(
        f"{who} har beslutat ”{now.get_decision_display()}” sedan du öppnade sidan. Inget av ditt "
        "är sparat, men det står kvar här. Spara igen om ditt beslut ska gälla i stället."
    )


def partners_of(choice: RevisionChoice, ruling: Ruling) -> list[RevisionChoice]:
    if ruling.decision != Decision.MERGED:
        return []
    others = choice.revision.choices.select_related("activity").exclude(pk=choice.pk)
    return list(others.filter(activity__in=ruling.partners))


def check(choice: RevisionChoice, ruling: Ruling, partners: Sequence[RevisionChoice]) -> None:
    """Raise `ValidationError`, by field, where the ruling does not fit what stands."""
    free = {row.pk for row in together(choice)}
    taken = [row.activity.number for row in partners if row.decision and row.pk not in free]
    if ruling.decision == Decision.MERGED and not partners:
        raise ValidationError({"partners": "Välj minst en aktivitet att slå ihop den här med."})
    if taken:
        numbers = ", ".join(map(str, taken))
        raise ValidationError(
            {"partners": f"Aktivitet {numbers} har redan ett beslut. Ångra det först."}
        )
    closure = ActivityClosure.objects.filter(activity=choice.activity).first()
    ends: dict[str, str] = {
        Decision.FINISHED: ActivityClosure.Outcome.COMPLETED,
        Decision.DROPPED: ActivityClosure.Outcome.DROPPED,
    }
    if closure and ruling.decision in ends and ends[ruling.decision] != closure.outcome:
        raise ValidationError(
            {"decision": f"Aktiviteten är redan avslutad: {closure.words}. Välj det avslutet."}
        )
