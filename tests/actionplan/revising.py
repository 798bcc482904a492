"""A revision of the starting content's twelve activities, for several tests."""

from datetime import UTC, date, datetime
from typing import Any

from actionplan.activities.models import Activity
from actionplan.plan.models import PlanVersion
from actionplan.revision import services
from actionplan.revision.models import Revision, RevisionChoice
from actionplan.revision.rulings import Ruling
from portal.intranet.models import User
from resources.municipality.models import MandatePeriod

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = date(2026, 11, 21)
ADDRESS = "/intranet/revision/2022-2026/"


def revision_of(former: PlanVersion, user: User) -> Revision:
    """A revision of the starting content's version, with nothing decided."""
    draft = PlanVersion(
        slug="2022-2026",
        label="2022–2026",
        first_year=2022,
        last_year=2026,
        mandate_period=MandatePeriod.objects.get(first_year=2022),
    )
    return services.start(former, draft, user=user, now=NOW)


def choice_on(revision: Revision, number: int) -> RevisionChoice:
    """The choice on an old activity, as the database has it."""
    return revision.choices.select_related("activity").get(activity__number=number)


def decide(revision: Revision, number: int, decision: str, user: User, **more: Any) -> None:
    """Take a decision on an old activity, seen as it stands."""
    choice = choice_on(revision, number)
    discard = more.pop("discard", False)
    if decision != "carried":
        more.setdefault("reason", "Ett skäl.")
    services.decide(
        choice,
        Ruling(decision, **more),
        seen=choice.edition,
        discard=discard,
        user=user,
        now=NOW,
    )


def old(revision: Revision, number: int) -> Activity:
    """An activity of the old version."""
    return Activity.objects.get(version=revision.former, number=number)


def new(revision: Revision, number: int) -> Activity:
    """An activity of the draft."""
    return Activity.objects.get(version=revision.draft, number=number)


def decide_everything(revision: Revision, user: User) -> None:
    """Take every kind of decision on the twelve activities, and add a new one.

    1 and 4 are merged, 6 is split, 3 is changed, 7 is finished, 8 dropped, the others carried.
    """
    merged = (old(revision, 4).pk,)
    decide(revision, 1, "merged", user, partners=merged, titles=("Samverkan och webbplats",))
    decide(revision, 3, "changed", user, reason="Uppföljningen ska gå fortare.")
    decide(revision, 6, "split", user, titles=("Stöd åt utsatta", "Stöd åt den som utövar våld"))
    decide(revision, 7, "finished", user, source="Planen: 2018- klart!")
    decide(revision, 8, "dropped", user, reason="Ligger nu i en annan plan.")
    for number in (2, 5, 9, 10, 11, 12):
        decide(revision, number, "carried", user)
    changed = new(revision, 3)
    changed.lead_sv = "Hur det går ska synas varje månad."
    changed.save()
    services.add_activity(
        revision, title="Våld på nätet", part=2, reason="Saknades.", user=user, now=NOW
    )
