"""Who is asked by mail whether a service is right, when, and how often."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model

from portal.intranet.questions import question_groups
from portal.intranet.roles import Role, give_role
from portal.notifications.assurance import (
    REMINDER_DAYS,
    ask_owners,
    services_without_anyone_to_ask,
)
from portal.notifications.danger_numbers import remind_of_danger_numbers
from portal.notifications.models import OutboxMessage
from portal.notifications.working_hours import is_working_hour
from resources.services.choices import Audience
from resources.services.models import Service
from tests.architecture.sources import ROOT
from tests.factories import ChannelFactory, ServiceFactory, UnitFactory

# So that the review is due on a Tuesday.
ASSURED = date(2026, 3, 5)
INTERVAL = 180
DUE = ASSURED + timedelta(days=INTERVAL)


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def owned(mailbox: str = "enheten@example.org", **values: object) -> Service:
    """A service with a number, owned by a unit of its own."""
    unit = values.pop("owner_unit", None) or UnitFactory(function_mailbox=mailbox)
    values = {"assured_on": ASSURED, "review_interval_days": INTERVAL} | values
    service = ServiceFactory(owner_unit=unit, **values)
    ChannelFactory(service=service)
    return service


def asked() -> list[str]:
    mails = OutboxMessage.objects.filter(kind="assurance").order_by("pk")
    return [mail.recipient for mail in mails]


@pytest.mark.django_db
def test_nobody_is_asked_of_the_starting_content_which_has_no_owners() -> None:
    ask_owners(at(DUE))
    assert asked() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "mails"),
    [
        (DUE - timedelta(days=1), 0),
        (DUE, 1),
        (DUE + timedelta(days=120), 1),
    ],
)
def test_the_owner_is_asked_from_the_day_of_the_review(day: date, mails: int) -> None:
    owned()
    ask_owners(at(day))
    assert len(asked()) == mails


@pytest.mark.django_db
def test_a_service_that_was_never_assured_is_asked_about_as_soon_as_it_has_an_owner() -> None:
    owned(assured_on=None)
    ask_owners(at(ASSURED))
    assert "Har aldrig kontrollerats." in OutboxMessage.objects.get().text


@pytest.mark.django_db
def test_a_service_that_has_ended_is_asked_about_no_more() -> None:
    owned(assured_on=None, ended_on=ASSURED)
    nobodys = ServiceFactory(ended_on=ASSURED)
    ask_owners(at(ASSURED))
    assert asked() == []
    assert nobodys not in services_without_anyone_to_ask(ASSURED)
    assert nobodys in services_without_anyone_to_ask(ASSURED - timedelta(days=1))
    ask_owners(at(ASSURED - timedelta(days=1)))
    assert len(asked()) == 1


@pytest.mark.django_db
def test_reminders_come_every_other_week_until_it_is_answered() -> None:
    service = owned()
    days = []
    for offset in range(0, 3 * REMINDER_DAYS + 1):
        before = len(asked())
        for hour in (8, 12, 20):
            ask_owners(at(DUE + timedelta(days=offset), hour))
        if len(asked()) > before:
            days.append(offset)
    assert days == [0, 14, 28, 42]
    assert len(asked()) == 4

    service.assured_on = DUE + timedelta(days=43)
    service.save()
    for offset in range(43, 43 + INTERVAL):
        ask_owners(at(DUE + timedelta(days=offset)))
    assert len(asked()) == 4
    ask_owners(at(service.assured_on + timedelta(days=INTERVAL)))
    assert len(asked()) == 5


@pytest.mark.django_db
def test_a_unit_gets_one_digest_a_day_with_a_link_a_service() -> None:
    first = owned()
    owned(owner_unit=first.owner_unit, name_sv="Det andra stödet")
    ask_owners(at(DUE, 6))
    owned(owner_unit=first.owner_unit, name_sv="Det sena stödet")
    ask_owners(at(DUE, 14))

    (mail,) = OutboxMessage.objects.all()
    assert mail.text.count("/bekrafta/") == 2
    assert mail.html.count("/bekrafta/") == 2
    assert "Det sena stödet" not in mail.text
    ask_owners(at(DUE + timedelta(days=1)))
    assert "Det sena stödet" in OutboxMessage.objects.latest("pk").text
    assert "Det andra stödet" not in OutboxMessage.objects.latest("pk").text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "is_one"),
    [
        ("2026-09-01T06:59+02:00", False),
        ("2026-09-01T07:00+02:00", True),
        ("2026-09-01T16:59+02:00", True),
        ("2026-09-01T17:00+02:00", False),
        ("2026-09-05T12:00+02:00", False),
        ("2026-09-06T12:00+02:00", False),
        # Winter time, Christmas Eve, Epiphany.
        ("2026-12-23T06:30+00:00", True),
        ("2026-12-24T12:00+01:00", False),
        ("2027-01-06T12:00+01:00", False),
    ],
)
def test_a_machine_writes_to_people_at_work_when_they_are(moment: str, is_one: bool) -> None:
    owned()
    give_role(
        get_user_model().objects.create_user("ett", email="ett@example.org"), Role.COMMUNICATOR
    )
    now = datetime.fromisoformat(moment)
    assert is_working_hour(now) is is_one
    ask_owners(now)
    remind_of_danger_numbers(now)
    assert OutboxMessage.objects.count() == (2 if is_one else 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mailbox", "manager", "closed", "recipient"),
    [
        ("unit@example.org", "chef@example.org", None, "unit@example.org"),
        ("", "chef@example.org", None, "chef@example.org"),
        ("", "", None, None),
        ("unit@example.org", "", DUE - timedelta(days=1), None),
        ("unit@example.org", "", DUE, "unit@example.org"),
    ],
)
def test_who_gets_the_question(
    mailbox: str, manager: str, closed: date | None, recipient: str | None
) -> None:
    unit = UnitFactory(function_mailbox=mailbox, manager_mailbox=manager, valid_to=closed)
    owned(owner_unit=unit)
    ask_owners(at(DUE))
    assert asked() == ([recipient] if recipient else [])


@pytest.mark.django_db
def test_the_new_owner_is_asked_when_a_service_changes_hands() -> None:
    service = owned("gamla@example.org")
    ask_owners(at(DUE))
    service.owner_unit = UnitFactory(function_mailbox="nya@example.org")
    service.save()
    ask_owners(at(DUE + timedelta(days=1)))
    assert asked() == ["gamla@example.org", "nya@example.org"]


@pytest.mark.django_db
def test_a_mail_says_nothing_of_the_subject_to_who_sees_only_its_subject_line() -> None:
    owned()
    ask_owners(at(DUE))
    assert OutboxMessage.objects.get().subject == "Uppgifter att kontrollera"


@pytest.mark.django_db
def test_a_line_for_professionals_has_no_link_outside_the_staff_side() -> None:
    service = owned(audience=Audience.PROFESSIONAL)
    ask_owners(at(DUE))
    mail = OutboxMessage.objects.get()
    number = service.known_channels[0]
    assert "/bekrafta/" not in mail.text + mail.html
    assert "/intranet/redaktion/" in mail.text
    assert number.text not in mail.text + mail.html


@pytest.mark.django_db
def test_danger_numbers_are_reminded_of_each_half_year_and_never_asked_of_owners() -> None:
    Service.objects.filter(channels__is_always_certain=True).update(
        owner_unit=UnitFactory(function_mailbox="fel@example.org")
    )
    first, second = (
        get_user_model().objects.create_user(name, email=f"{name}@example.org")
        for name in ("ett", "tva")
    )
    give_role(first, Role.COMMUNICATOR)
    give_role(second, Role.COORDINATOR)
    give_role(get_user_model().objects.create_user("utan"), Role.COMMUNICATOR)
    for month in range(1, 13):
        remind_of_danger_numbers(at(date(2027, month, 15)))

    reminders = OutboxMessage.objects.filter(kind="danger_numbers")
    assert [mail.recipient for mail in reminders] == ["ett@example.org"] * 2
    assert all(number in reminders[0].text for number in ("112", "114 14"))


@pytest.mark.django_db
def test_a_service_that_nobody_is_asked_about_is_a_question() -> None:
    def questions() -> dict[str, str]:
        group = next(g for g in question_groups() if g.heading == "Ägare saknas")
        return {question.concerns: question.text for question in group.questions}

    silent = UnitFactory(name_sv="Tysta enheten")
    ServiceFactory(name_sv="Utan brevlåda", owner_unit=silent)
    owned(name_sv="Med ägare")

    assert questions()["Utan brevlåda"] == "Till vilken brevlåda frågas Tysta enheten om?"
    assert questions()["Socialjouren"] == "Vilken enhet svarar för uppgifterna?"
    assert "Med ägare" not in questions()
    assert "112" not in questions()
    assert questions()["kommunikatör"] == "Vem påminns om att pröva larmnumren?"


# Where an owner is spoken to, and of whom: elsewhere people confirm other things.
ABOUT_OWNERS = (
    "templates/components/*service*",
    "templates/components/verified.html",
    "templates/emails/assurance.*",
    "templates/portal/notifications/confirm_*",
    "templates/portal/intranet/service_preview.html",
    "templates/portal/pages/service*",
    "templates/resources/**/*.html",
    "resources/services/**/*.py",
    "portal/notifications/assurance.py",
    "portal/notifications/confirmation.py",
    "portal/pages/service*.py",
    "portal/intranet/questions.py",
)


def test_one_word_is_used_for_what_an_owner_does() -> None:
    """On the card, in the mail, behind its link and in the desk: to check.

    In the follow-up a board confirms what was entered for it, and a follower confirms an address:
    those are other acts.
    """
    files = [file for pattern in ABOUT_OWNERS for file in ROOT.glob(pattern)]
    assert len(files) > 40
    others = re.compile(r"\bintyg|\bbekräft", re.I)
    assert [file for file in files if others.search(file.read_text("utf-8"))] == []
