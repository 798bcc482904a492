"""Contact persons are told from the first day, by a mail that everyone at work may read."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from portal.intranet.roles import Role
from portal.subscriptions import links, subjects
from portal.subscriptions.contacts import follow_from_the_start
from portal.subscriptions.digests import send_digests
from portal.subscriptions.links import Purpose
from portal.subscriptions.models import Follower, Subscription
from portal.subscriptions.schedule import Rhythm
from portal.subscriptions.services import choose
from resources.municipality.contacts import ContactPerson
from tests.factories import (
    AreaPageFactory,
    ContactPersonFactory,
    UnitFactory,
)
from tests.following import (
    MINUTE,
    MONDAY,
    OUTSIDE,
    START,
    follows,
    happens,
    inside,
    mails,
    outside,
)
from tests.stage import person

pytestmark = pytest.mark.django_db


def task(mailbox: str, **values: Any) -> ContactPerson:
    return ContactPersonFactory(mailbox=mailbox, **values)


def ends(row: ContactPerson) -> None:
    ContactPerson.objects.filter(pk=row.pk).update(valid_to=date(2027, 3, 1))
    follow_from_the_start(START)


def test_a_contact_person_follows_from_the_first_day_and_what_they_choose_stays() -> None:
    user = person("kontakt")
    unit = UnitFactory(name_sv="Provskolan")
    ContactPersonFactory(unit=unit, user=user, name="", mailbox="", valid_from=date(2027, 3, 3))
    follow_from_the_start(START)
    assert not Subscription.objects.exists()

    follow_from_the_start(START + timedelta(days=1))

    rhythms = dict(Subscription.objects.values_list("subject", "rhythm"))
    assert rhythms == {"site": "weekly", subjects.routines(unit.pk): "weekly"}
    choose(user.follower, {"site": Rhythm.NONE}, START)
    follow_from_the_start(START + timedelta(days=2))
    assert Subscription.objects.get(subject="site").rhythm == Rhythm.NONE


def test_the_weekly_mail_of_a_contact_person_can_be_passed_on_as_it_is() -> None:
    user = person("kontakt", Role.COUNCIL_MEMBER)
    unit = UnitFactory(name_sv="Provskolan")
    ContactPersonFactory(unit=unit, user=user, name="", mailbox="")
    inside(user, "council", rhythm=Rhythm.WEEKLY)
    follow_from_the_start(START)
    routine = subjects.routines(unit.pk)
    happens("En ny sida", "site")
    happens("En rutin för oss", routine, audience="staff")
    happens("En rutin för alla", "routines", audience="staff")
    happens("Rådets papper", "council", audience="council")

    send_digests(MONDAY)

    shared, own = mails()
    assert (shared.kind, own.kind) == ("digest_contact", "digest_staff")
    for title in ("En ny sida", "En rutin för oss", "En rutin för alla", "Provskolan"):
        assert title in shared.text
        assert title in shared.html
    assert "Rådets papper" not in shared.text + shared.html
    assert "Rådets papper" in own.text
    # No key of the reader's own in what others read: no link leads out of the sign-in but to pages.
    # What ends the mails stands in a header, which is not passed on.
    assert "/folj/avsluta/" in shared.unsubscribe_address
    for key in ("/folj/", "/kalender/", user.follower.nonce):
        assert key not in shared.text + shared.html
    assert "/intranet/kontaktpersoner/utskick/2027-09/" in shared.text


def test_who_has_no_account_is_told_while_the_register_names_them() -> None:
    row = ContactPersonFactory(mailbox="Utan.Konto@example.org")
    follow_from_the_start(START)
    happens("En rutin", "routines", audience="staff")
    send_digests(MONDAY)
    assert [mail.recipient for mail in mails()] == ["utan.konto@example.org"]

    ContactPerson.objects.filter(pk=row.pk).update(valid_to=date(2027, 3, 9))
    happens("En rutin till", "routines", audience="staff", now=MONDAY + MINUTE)
    send_digests(MONDAY + timedelta(days=7))
    assert len(mails()) == 1
    follow_from_the_start(MONDAY + timedelta(days=7))
    assert not Follower.objects.exists()


def test_what_somebody_outside_chose_themselves_outlives_their_task() -> None:
    follower = outside("site", rhythm=Rhythm.DAILY)
    row = task(OUTSIDE)
    follow_from_the_start(START)
    choose(Follower.objects.get(), {"area:1": Rhythm.NONE}, START)
    assert follower.subscriptions.filter(by_register=True).count() == 1

    ends(row)

    kept = Follower.objects.get()
    assert (kept.is_contact, kept.confirmed_at) == (False, START)
    rows = kept.subscriptions.values_list("subject", "rhythm")
    assert list(rows) == [("site", "daily")]


def test_what_a_stranger_asked_for_an_address_never_begins_by_the_register() -> None:
    follower = Follower.objects.create(mailbox=OUTSIDE, asked_at=START)
    area = AreaPageFactory().area_id
    follows(follower, (f"area:{area}", "site"), Rhythm.AT_ONCE)
    row = task(OUTSIDE)
    follow_from_the_start(START)
    begun = dict(follower.subscriptions.values_list("subject", "rhythm"))
    assert begun == {"site": "weekly", subjects.routines(row.unit_id or 0): "weekly"}
    ends(row)
    assert not Follower.objects.exists()


def test_who_has_no_account_changes_and_ends_the_mails_without_signing_in(client: Client) -> None:
    row = task(OUTSIDE)
    follow_from_the_start(START)
    happens("En rutin", "routines", audience="staff")
    send_digests(MONDAY)
    (mail,) = mails()
    for said in (mail.text, mail.html):
        assert "/folj/" in said
        assert "/folj/avsluta/" not in said
        assert "/intranet/prenumerationer/" not in said
        assert Follower.objects.get().nonce not in said

    routine = subjects.routines(row.unit_id or 0)
    path = f"/folj/installningar/{links.token(Purpose.SETTINGS, Follower.objects.get())}/"
    shown = client.get(path).content.decode()
    assert f'value="{routine}"' in shown
    assert f'value="{subjects.routines(UnitFactory().pk)}"' not in shown
    client.post(path, {"amnen": ["site"], "rytm": "weekly"})
    rhythms = dict(Subscription.objects.values_list("subject", "rhythm"))
    assert (rhythms["site"], rhythms[routine]) == ("weekly", "none")

    leave = mail.unsubscribe_address.removeprefix("http://testserver")
    client.post(leave, {"List-Unsubscribe": "One-Click"})
    assert set(Subscription.objects.values_list("rhythm", flat=True)) == {"none"}


@pytest.mark.parametrize("has_deputy", [True, False])
def test_while_a_contact_person_is_away_the_deputy_or_the_unit_is_told(has_deputy: bool) -> None:
    unit = UnitFactory(function_mailbox="enheten@example.org")
    task(OUTSIDE, unit=unit, away_until=MONDAY.date())
    if has_deputy:
        task("ersattare@example.org", unit=unit, role=ContactPerson.Role.DEPUTY, name="Ers")
    follow_from_the_start(START)
    happens("En rutin", "routines", audience="staff")

    send_digests(MONDAY)

    (mail,) = mails()
    assert mail.recipient == ("ersattare" if has_deputy else "enheten") + "@example.org"
    # What ends a person's mails is not the unit's.
    assert bool(mail.unsubscribe_address) is has_deputy
    happens("En till", "routines", audience="staff", now=MONDAY + MINUTE)
    send_digests(MONDAY + timedelta(days=7))
    assert OUTSIDE in [mail.recipient for mail in mails()[1:]]
