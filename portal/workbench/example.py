"""Three invented follow-up years for development and training, marked *Exempeldata* where shown.

Two are closed, each with its frozen report; the last one is open. The accounts `kontaktperson`
and `godkannare` speak for the first board that the plan names.
"""

from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from actionplan.activities.status import AnswerStatus
from actionplan.followup.models import FollowUpEntry, FollowUpPeriod
from actionplan.followup.services import Answer, approve, save_draft, submit
from actionplan.followup.years import close_period, open_period
from actionplan.plan.models import PlanVersion
from actionplan.reports.compose import compose
from actionplan.reports.content import sha256, to_text
from actionplan.reports.services import freeze, start
from portal.intranet.models import User
from portal.workbench import accounts
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Board

TEXT = "Påhittat svar, till för att visa hur uppföljningen ser ut."
HINDER = "Påhittat hinder."
STATUSES = (
    AnswerStatus.IN_PROGRESS,
    AnswerStatus.DELAYED,
    AnswerStatus.COMPLETED,
    AnswerStatus.NOT_STARTED,
    AnswerStatus.IN_PROGRESS,
)


@transaction.atomic
def make_example(today: date) -> str:
    """Make the two years and the people in them; return in words what was made, or why not."""
    version = PlanVersion.objects.current()
    if version is None:
        return "Det finns ingen antagen plan att följa upp."
    if FollowUpPeriod.objects.exists():
        return "Det finns redan uppföljningar här. Inget exempel lades till."
    accounts.make_missing()
    people = {user.username: user for user in User.objects.all()}
    leader, contact, approver = (
        people[name] for name in ("samordnare", "kontaktperson", "godkannare")
    )
    board = Board.objects.filter(responsibilities__activity__version=version).distinct()[0]
    for user, role in ((contact, "primary"), (approver, "approver")):
        ContactPerson.objects.create(user=user, board=board, role=role)
    for year in range(today.year - 2, today.year + 1):
        period = FollowUpPeriod.objects.create(
            version=version,
            year=year,
            opens_on=date(year, 10, 1),
            due_on=date(year, 11, 30),
            closes_on=date(year + 1, 1, 31),
            is_example=True,
        )
        _fill(period, leader, contact, approver, until=min(today, period.closes_on))
        if year < today.year:
            _report(period, leader, datetime(year, 12, 20, 9, tzinfo=UTC))
    return (
        f"Tre påhittade uppföljningsår är gjorda. kontaktperson och godkannare talar för {board}."
    )


def _report(period: FollowUpPeriod, leader: User, now: datetime) -> None:
    """Close the year and freeze its report; the timer makes the files."""
    close_period(period, user=leader, now=now)
    report = start(period, user=leader, now=now)
    seen = sha256(to_text(compose(report, now.date())))
    freeze(report, seen=seen, user=leader, now=now)


def _fill(period: FollowUpPeriod, leader: User, contact: User, approver: User, until: date) -> None:
    """Open the year and answer in it: the own board's by its people, others' for them."""
    now = datetime(period.year, 10, 5, 9, tzinfo=UTC)
    open_period(period, user=leader, now=now)
    own = set(ContactPerson.objects.filter(user=contact).values_list("board", flat=True))
    for n, entry in enumerate(FollowUpEntry.objects.of(period).for_page()):
        status = STATUSES[(n + period.year) % len(STATUSES)]
        answer = Answer(
            status=status, done=TEXT, obstacles=HINDER, next_step="Påhittat nästa steg."
        )
        when = now + timedelta(hours=n)
        if when.date() > until:
            return
        if entry.board_id in own and n % 4 != 1:
            saved = save_draft(entry, answer, revision=0, user=contact, now=when)
            if n % 4 != 2 or period.year < until.year:
                submit([saved], user=contact, now=when)
                saved.refresh_from_db()
                approve(saved, user=approver, now=when)
        elif entry.board_id not in own and n % 3 == 0:
            saved = save_draft(entry, answer, revision=0, on_behalf=True, user=leader, now=when)
            submit([saved], user=leader, now=when)
            saved.refresh_from_db()
            if n % 2:
                approve(saved, user=_approver_for(saved, approver), now=when)


def _approver_for(entry: FollowUpEntry, approver: User) -> User:
    """Let `approver` approve for the entry's board too, and return the person."""
    ContactPerson.objects.get_or_create(
        user=approver, board=entry.board, role=ContactPerson.Role.APPROVER
    )
    return approver
