"""Being told: who is sent what, once; what a person chooses; what is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from portal.intranet.models import User
from portal.intranet.roles import Role
from portal.notifications.models import OutboxMessage
from portal.subscriptions import subjects
from portal.subscriptions.digests import send_digests
from portal.subscriptions.models import Follower, Happening, Subscription
from portal.subscriptions.retention import forget
from portal.subscriptions.schedule import Rhythm
from portal.subscriptions.services import choose
from tests.factories import (
    ContactPersonFactory,
    UnitFactory,
    ViolenceAreaFactory,
)
from tests.following import (
    DIGESTS,
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
from tests.harness.client import Client as StaffClient
from tests.stage import person

pytestmark = pytest.mark.django_db
MINE = "/intranet/prenumerationer/"


def test_at_once_is_told_in_the_same_minute_and_once() -> None:
    outside("site", "area:1", "area:2")
    happens("Två områden", "area:1", "area:2", "site")

    for minutes in range(1, 4):
        send_digests(START + minutes * MINUTE)

    (mail,) = mails()
    assert (mail.recipient, mail.subject) == ("ute@example.org", "Från webbplatsen")
    assert mail.text.count("Två områden") == 1


def test_nothing_is_sent_when_nothing_happened() -> None:
    outside("site")
    send_digests(START + MINUTE)
    happens("Något annat", "area:3")
    send_digests(START + 2 * MINUTE)
    assert mails() == []


def test_a_week_is_one_mail_with_a_part_a_subject_and_what_came_later_waits() -> None:
    first = Happening.objects.count()
    outside("site", "area:1", rhythm=Rhythm.WEEKLY)
    happens("Om området", "area:1", "site")
    happens("Om webbplatsen", "site", now=START + timedelta(days=2))
    send_digests(MONDAY - MINUTE)
    assert mails() == []
    happens("Minuten efter sju", "site", now=MONDAY + MINUTE)

    send_digests(MONDAY + 10 * MINUTE)

    (mail,) = mails()
    assert mail.text.index("Om området") < mail.text.index("Hela webbplatsen")
    assert mail.text.index("Hela webbplatsen") < mail.text.index("Om webbplatsen")
    assert "Minuten efter sju" not in mail.text
    send_digests(MONDAY + timedelta(days=7))
    assert "Minuten efter sju" in mails()[1].text
    assert Happening.objects.count() == first + 3


def test_what_happened_before_one_followed_is_not_new() -> None:
    happens("Före", "site", now=START - MINUTE)
    outside("site")
    send_digests(START + MINUTE)
    assert mails() == []


def test_whoever_stops_and_begins_again_is_not_told_of_the_time_between() -> None:
    follower = inside(person("anna"), "site")
    choose(follower, {"site": Rhythm.NONE}, START)
    happens("Emellan", "site")
    choose(follower, {"site": Rhythm.AT_ONCE}, START + 2 * MINUTE)
    send_digests(START + 3 * MINUTE)
    assert mails() == []


def test_who_is_told_is_asked_when_the_mail_is_sent() -> None:
    """All follow all, as somebody may have who has lost a role: the rule is asked anew."""
    routine = subjects.routines(UnitFactory().pk)
    about = {"public": "site", "staff": routine, "council": "council"}
    users = {
        "reader": person("reader", Role.READER),
        "member": person("member", Role.COUNCIL_MEMBER),
        "coordinator": person("coordinator", Role.COORDINATOR),
        "former": person("former", Role.COORDINATOR),
    }
    for user in users.values():
        inside(user, *about.values())
    outside(*about.values(), mailbox="outsider@example.org")
    User.objects.filter(pk=users["former"].pk).update(is_active=False)
    for audience, subject in about.items():
        happens(f"Nytt för {audience}", subject, audience=audience)

    send_digests(START + 2 * MINUTE)

    read = {
        audience: sorted(m.recipient.partition("@")[0] for m in mails() if audience in m.text)
        for audience in about
    }
    assert read == {
        "public": ["coordinator", "member", "outsider", "reader"],
        "staff": ["coordinator", "member", "reader"],
        "council": ["coordinator", "member"],
    }


def test_a_member_who_leaves_the_council_is_told_no_more() -> None:
    user = person("ledamot", Role.COUNCIL_MEMBER)
    inside(user, "council")
    user.groups.clear()
    happens("Handlingar", "council", audience="council")
    send_digests(START + 2 * MINUTE)
    assert mails() == []


def test_a_mail_to_somebody_outside_says_nothing_in_what_others_see_first() -> None:
    outside("site")
    happens("Våld i nära relationer", "site")
    send_digests(START + 2 * MINUTE)
    (mail,) = mails()
    for seen in (mail.subject, mail.text[:90], mail.html[: mail.html.index("<h2>")]):
        assert "våld" not in seen.lower()
    assert ">Läs på webbplatsen</a>" in mail.html
    assert "<img" not in mail.html
    assert mail.holds_key
    assert "/folj/avsluta/" in mail.unsubscribe_address


def test_a_mail_to_somebody_outside_calls_the_areas_by_their_calm_names() -> None:
    area = ViolenceAreaFactory(title_sv="Provocerande namn", short_title_sv="Lugnt namn")
    outside(f"area:{area.pk}")
    inside(person("anna"), f"area:{area.pk}")
    happens("Nytt", f"area:{area.pk}")
    send_digests(START + 2 * MINUTE)
    said = {mail.kind: mail.text for mail in mails()}
    assert "Lugnt namn" in said["digest_outside"]
    assert "Provocerande" not in said["digest_outside"]
    assert "Provocerande namn" in said["digest_staff"]


def test_a_person_chooses_on_one_page_and_saves_once() -> None:
    user = person("anna", Role.READER)
    client = StaffClient()
    client.force_login(user)
    page = client.get(MINE).content.decode()
    assert "Hela webbplatsen" in page
    assert "Samverkansrådets handlingar" not in page
    fields = client.get(MINE).context["form"].fields
    data = dict.fromkeys(fields, "none") | {"site": "daily"}

    answer = client.post(MINE, data, follow=True).content.decode()

    assert "Sparat." in answer
    assert dict(Subscription.objects.values_list("subject", "rhythm")) == {"site": "daily"}


def test_nobody_follows_what_they_may_not_read() -> None:
    user = person("anna", Role.READER)
    client = StaffClient()
    client.force_login(user)
    fields = client.get(MINE).context["form"].fields
    client.post(MINE, dict.fromkeys(fields, "none") | {"council": "at_once"})
    assert not Subscription.objects.filter(subject="council").exists()


def test_what_is_kept_long_enough_is_deleted_and_nothing_else() -> None:
    now = timezone.now()
    ages = {
        "unconfirmed, old": Follower(mailbox="a@example.org", asked_at=now - timedelta(days=8)),
        "unconfirmed, new": Follower(mailbox="b@example.org", asked_at=now - timedelta(days=6)),
        "confirmed, old": Follower(
            mailbox="c@example.org", asked_at=now - timedelta(days=800), confirmed_at=now
        ),
    }
    Follower.objects.bulk_create(ages.values())
    for follower in Follower.objects.all():
        follows(follower, ("site",), Rhythm.DAILY)
    Follower.objects.create(mailbox="tom@example.org", asked_at=now, confirmed_at=now)
    contact = ContactPersonFactory(mailbox="uppdrag@example.org")
    Follower.objects.create(
        mailbox=contact.mailbox, asked_at=now, confirmed_at=now, is_contact=True
    )
    happens("Gammalt", "site", now=now - timedelta(days=401))
    happens("Nyare", "site", now=now - timedelta(days=399))
    to = {"followup": "d@example.org", DIGESTS[0]: OUTSIDE}
    for kind, days in (("followup", 91), ("followup", 89), (DIGESTS[0], 8), (DIGESTS[0], 6)):
        sent = now - timedelta(days=days)
        OutboxMessage.objects.create(
            kind=kind, recipient=to[kind], dedupe_key=f"{kind}{days}", subject="Prov", text="Hej",
            created_at=sent, next_try_at=sent, sent_at=sent, state="sent",
        )  # fmt: skip

    forget(now)

    kept = set(Follower.objects.values_list("mailbox", flat=True))
    assert kept == {"b@example.org", "c@example.org", "uppdrag@example.org"}
    assert list(Happening.objects.values_list("title", flat=True)) == ["Nyare"]
    left = dict(OutboxMessage.objects.values_list("dedupe_key", "recipient"))
    # That a mail was sent keeps it from being sent again: the key outlives the address.
    assert left == {"followup91": "", "followup89": "d@example.org", f"{DIGESTS[0]}6": OUTSIDE}
    assert set(OutboxMessage.objects.values_list("text", flat=True)) == {"", "Hej"}

    forget(now + timedelta(days=400))
    assert not OutboxMessage.objects.exists()


def test_the_database_refuses_a_council_paper_under_a_public_subject() -> None:
    with pytest.raises(Exception, match="council_by_itself"), transaction.atomic():
        Happening.objects.create(
            key="x", at=START, title="x", path="/x/", audience="council",
            subjects=["council", "site"],
        )  # fmt: skip
    assert connection.is_usable()
