"""Reminders of the follow-up as mails: who gets them, what they say, and never twice."""

from __future__ import annotations

import html
import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from actionplan.followup.models import FollowUpEntry, Reminder
from actionplan.followup.reminding.making import due, remind, send_now
from actionplan.followup.services import hand_back
from actionplan.followup.years import close_period
from actionplan.signals import reminder_due
from portal.notifications.followup_mail import remind_boards
from portal.notifications.models import OutboxMessage
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Board
from tests.factories import UnitFactory
from tests.stage import DUE, OPENS, YEAR, Stage, person, set_up

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OPENING = datetime(2027, 10, 1, 9, tzinfo=UTC)
# Twelve days after the last day to answer.
TWELVE_LATE = datetime(2027, 12, 12, 9, tzinfo=UTC)


@pytest.fixture
def stage() -> Stage:
    """A year where only the boards with people are asked anything."""
    stage = set_up().open()
    others = Board.objects.exclude(pk__in=[board.pk for board in stage.boards])
    FollowUpEntry.objects.filter(board__in=others).delete()
    return stage


def mails() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind="followup").order_by("pk"))


def recipients() -> list[str]:
    return [mail.recipient for mail in mails()]


CONTACTS = [f"kontakt{n}@example.org" for n in range(3)]


def test_the_opening_mail_goes_out_at_the_first_run_after_the_opening(stage: Stage) -> None:
    assert remind(OPENING - DAY) == 0
    assert remind(OPENING) == 3
    assert remind(OPENING) == remind(OPENING + DAY) == 0
    assert recipients() == CONTACTS


def test_a_mail_lists_the_activities_and_leads_to_the_boards_page(stage: Stage) -> None:
    stage.period.message = "Välkomna till årets uppföljning."
    stage.period.save()
    remind(OPENING)
    mail, board = mails()[0], stage.boards[0]
    assert mail.subject == f"Uppföljning {YEAR}"
    for text in (mail.text, mail.html):
        assert "Välkomna till årets uppföljning." in text
        assert f"{board.name}: {len(stage.entries())} aktiviteter att svara på" in text
        assert "Sista svarsdag är 30 november 2027, om 60 dagar." in text
        assert f"http://testserver/intranet/uppfoljning/{YEAR}/{board.slug}/" in text
        for entry in stage.entries():
            assert f"{entry.activity.number} {entry.activity.title}" in text
        assert "Exempeldata" not in text
    assert stage.boards[1].name not in mail.text


def test_a_later_mail_has_no_greeting_and_says_how_late_it_is(stage: Stage) -> None:
    stage.period.message = "Välkomna"
    stage.period.save()
    remind(OPENING)
    remind(datetime(2027, 12, 1, 9, tzinfo=UTC))
    mail = mails()[-1]
    assert mail.subject == f"Påminnelse: uppföljning {YEAR}"
    assert "Välkomna" not in mail.text
    assert "Sista svarsdag var 30 november 2027. Svaret är 1 dag sent." in mail.text


def test_what_is_made_up_is_marked() -> None:
    set_up(is_example=True).open()
    remind(OPENING)
    assert mails()[0].subject == f"Exempeldata: Uppföljning {YEAR}"
    assert "exempeldata" in mails()[0].text
    assert "exempeldata" in mails()[0].html


def test_a_whole_year_without_an_answer(stage: Stage) -> None:
    """The first board answers nothing, the second all at once, the third has only a mailbox."""
    first, _, third = stage.boards
    deputy = person("ersattare")
    ContactPerson.objects.create(user=deputy, board=first, role=ContactPerson.Role.DEPUTY)
    UnitFactory(board=first, manager_mailbox="chef@example.org")
    ContactPerson.objects.filter(board=third).delete()
    UnitFactory(board=third, function_mailbox="tredje@example.org")
    for entry in stage.entries(1):
        stage.approved(entry)
    seen: dict[str, list[int]] = {}
    day = datetime(2027, 9, 25, 9, tzinfo=UTC)
    while day.date() <= stage.period.closes_on + 10 * DAY:
        before = len(mails())
        remind(day)
        for mail in mails()[before:]:
            seen.setdefault(mail.recipient, []).append((day.date() - DUE).days)
        day += DAY
    opening = (OPENS - DUE).days
    assert seen == {
        "kontakt0@example.org": [opening, -14, 0, 1],
        "ersattare@example.org": [7],
        "chef@example.org": [14],
        "ledare@example.org": [21],
        # Without a deputy and a manager the mailbox is the last before the coordinator.
        "tredje@example.org": [opening, -14, 0, 1, 7, 14],
    }


def test_a_machine_that_was_off_tells_only_the_last_of_what_it_missed(stage: Stage) -> None:
    remind(TWELVE_LATE)
    # No deputy and no mailbox: the contact is told, of the step for the seventh day alone.
    assert recipients() == CONTACTS
    steps = Reminder.objects.values_list("step", flat=True)
    assert set(steps) == {"overdue_deputy"}


def test_two_boards_and_a_return_are_one_mail_to_one_person(stage: Stage) -> None:
    contact = ContactPerson.objects.get(board=stage.boards[1], role="primary")
    contact.user = stage.contacts[0]
    contact.save()
    entry = stage.answered(stage.entries()[0])
    hand_back(entry, comment="Mer, tack.", user=stage.approvers[0], now=OPENING)
    remind(OPENING)
    assert Counter(recipients()) == {"kontakt0@example.org": 1, "kontakt2@example.org": 1}
    text = mails()[0].text
    assert stage.boards[0].name in text
    assert stage.boards[1].name in text
    assert f"{stage.boards[0].name}: 1 aktivitet tillbaka till er för ändring" in text


def test_an_answer_that_waits_is_told_to_its_approver_once(stage: Stage) -> None:
    remind(OPENING)
    stage.answered(stage.entries()[0])
    for n in range(1, 4):
        remind(OPENING + n * DAY)
    assert recipients()[3:] == ["godkannare0@example.org"]
    assert "1 aktivitet väntar på att du godkänner" in mails()[-1].text


def test_a_closed_year_reminds_nobody(stage: Stage) -> None:
    close_period(stage.period, user=stage.coordinator, now=OPENING)
    assert remind(OPENING) == 0


@pytest.mark.parametrize(
    ("now", "is_told"),
    [
        (datetime(2027, 10, 1, 3, tzinfo=UTC), False),
        (datetime(2027, 10, 2, 9, tzinfo=UTC), False),
        (datetime(2027, 10, 4, 9, tzinfo=UTC), True),
    ],
    ids=["at five in the morning", "on a Saturday", "on Monday"],
)
def test_the_timer_writes_to_people_when_they_are_at_work(
    stage: Stage, now: datetime, is_told: bool
) -> None:
    remind_boards(now)
    assert bool(mails()) == is_told


def test_a_mail_that_cannot_be_made_is_not_remembered_as_told(stage: Stage) -> None:
    def fails(**_: object) -> bool:
        raise ValueError("no mail today")

    reminder_due.connect(fails)
    try:
        with pytest.raises(ValueError, match="no mail today"):
            remind(OPENING)
    finally:
        reminder_due.disconnect(fails)
    assert (Reminder.objects.count(), len(mails())) == (0, 0)
    assert remind(OPENING) == 3


def test_sending_by_hand_names_who_gets_it_and_is_never_a_second_mail(
    stage: Stage, client: Client
) -> None:
    OutboxMessage.objects.all().delete()
    # The page asks what day it is: the year is moved to where its clock stands.
    today = datetime.now(UTC)
    stage.period.opens_on = today.date() - 5 * DAY
    stage.period.due_on = stage.period.closes_on = today.date() + 40 * DAY
    stage.period.save()
    client.force_login(stage.coordinator)
    page = f"/intranet/uppfoljning/{YEAR}/paminnelser/skicka/"
    slug = stage.boards[0].slug
    shown = client.get(page, {"namnd": slug}).content.decode()
    assert "kontakt0@example.org" in shown
    assert "kontakt1@example.org" not in shown
    assert not mails()
    said = client.post(page, {"namnd": slug}, follow=True).content.decode()
    assert "1 brev är lagt för utskick." in said
    assert recipients() == ["kontakt0@example.org"]
    again = client.get(page, {"namnd": slug}).content.decode()
    assert "Har redan fått ett brev i dag" in again
    assert "Ja, skicka nu" not in again
    client.post(page, {"namnd": slug})
    remind(today)
    assert Counter(recipients())["kontakt0@example.org"] == 1
    overview = client.get(page.replace("skicka/", "")).content.decode()
    assert "påmind för hand" in overview
    # What is in the outbox is not called sent, and those who may can see what was not.
    assert "Lagt för utskick" in overview
    assert "Senast skickat" not in overview
    OutboxMessage.objects.update(state="failed", error="Brevlådan finns inte")
    failed = re.search('href="([^"]*state=failed[^"]*)"', overview)
    assert failed
    listed = client.get(html.unescape(failed[1]))
    assert listed.status_code == 200
    assert "kontakt0@example.org" in listed.content.decode()


def test_only_who_leads_sends_by_hand(stage: Stage) -> None:
    with pytest.raises(PermissionDenied):
        send_now(stage.period, stage.boards, user=stage.contacts[0], now=OPENING)
    assert not mails()


def test_the_preview_is_what_is_then_sent(stage: Stage) -> None:
    previewed = [digest.recipient.address for digest in due(OPENING.date()).digests]
    remind(OPENING)
    assert recipients() == previewed
