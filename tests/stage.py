"""A follow-up year on stage: the plan of the starting content, three boards, and their people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from actionplan.followup.models import FollowUpEntry, FollowUpPeriod
from actionplan.followup.services import Answer, approve, save_draft, submit
from actionplan.followup.years import open_period
from actionplan.plan.models import PlanVersion
from portal.intranet.models import User
from portal.intranet.roles import Role, give_role
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Board
from tests.accounts import give_app

YEAR = 2027
OPENS, DUE, CLOSES = date(2027, 10, 1), date(2027, 11, 30), date(2028, 1, 31)
# A Wednesday in the middle of the answering time.
NOW = datetime(2027, 10, 20, 9, tzinfo=UTC)
TODAY = NOW.date()
PASSWORD = "en lång mening som ingen gissar"


def person(username: str, role: Role | None = None) -> User:
    """Make somebody with an account and a mailbox."""
    user = User.objects.create_user(username, f"{username}@example.org", PASSWORD)
    user.first_name = username.capitalize()
    user.save()
    give_app(user)
    if role:
        give_role(user, role)
    return user


def speaks_for(user: User, board: Board, role: str = ContactPerson.Role.PRIMARY) -> ContactPerson:
    """Let `user` speak for `board`, with no end."""
    return ContactPerson.objects.create(user=user, board=board, role=role)


@dataclass
class Stage:
    """A year and who acts in it: `contacts` and `approvers` stand in the order of `boards`."""

    coordinator: User
    boards: list[Board]
    period: FollowUpPeriod
    contacts: list[User] = field(default_factory=list)
    approvers: list[User] = field(default_factory=list)

    def open(self, now: datetime = NOW) -> Stage:
        """Open the year as the coordinator."""
        open_period(self.period, user=self.coordinator, now=now)
        self.period.refresh_from_db()
        return self

    def entries(self, place: int = 0) -> list[FollowUpEntry]:
        """The entries of the board at `place`, in the plan's order."""
        return list(FollowUpEntry.objects.of(self.period).by(self.boards[place]).for_page())

    def answered(
        self, entry: FollowUpEntry, answer: Answer | None = None, now: datetime = NOW
    ) -> FollowUpEntry:
        """Save and hand in an answer as the board's contact."""
        contact = self.contacts[self.boards.index(entry.board)]
        said = answer or Answer(status="in_progress", done="Vi har börjat.")
        saved = save_draft(entry, said, revision=entry.revision, user=contact, now=now)
        submit([saved], user=contact, now=now)
        entry.refresh_from_db()
        return entry

    def approved(
        self, entry: FollowUpEntry, answer: Answer | None = None, now: datetime = NOW
    ) -> FollowUpEntry:
        """Save, hand in, and approve an answer as the board's approver."""
        self.answered(entry, answer, now)
        approver = self.approvers[self.boards.index(entry.board)]
        return approve(entry, user=approver, now=now)


def set_up(boards: int = 3, year: int = YEAR, *, is_example: bool = False) -> Stage:
    """Plan a year for the current plan, with a contact and an approver for each of some boards.

    The boards are the first that the plan names, in the boards' own order.
    """
    version = PlanVersion.objects.current()
    assert version is not None
    named = Board.objects.filter(responsibilities__activity__version=version).distinct()
    period = FollowUpPeriod.objects.create(
        version=version, year=year, opens_on=OPENS, due_on=DUE, closes_on=CLOSES,
        is_example=is_example,
    )  # fmt: skip
    stage = Stage(person("ledare", Role.COORDINATOR), list(named[:boards]), period)
    for n, board in enumerate(stage.boards):
        stage.contacts.append(person(f"kontakt{n}", Role.BOARD_CONTACT))
        stage.approvers.append(person(f"godkannare{n}", Role.BOARD_CONTACT))
        speaks_for(stage.contacts[n], board)
        speaks_for(stage.approvers[n], board, ContactPerson.Role.APPROVER)
    return stage


def around(stage: Stage, today: date, left: int = 9) -> Stage:
    """Move the year's dates so that it runs on `today`, with `left` days to the last one."""
    period = stage.period
    period.opens_on, period.due_on = today - timedelta(30), today + timedelta(left)
    period.closes_on = today + timedelta(60)
    period.save()
    return stage
