"""Being told: who is sent what, once; what becomes news; what a person chooses; what is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks as OnCommit
from wagtail.models import Page, PageViewRestriction

from actionplan.council.kinds import MeetingKind
from actionplan.council.meetings import CouncilMeeting
from actionplan.council.records import Decision
from actionplan.followup.services import approve
from actionplan.signals import council_papers_published, decision_recorded
from portal.intranet.models import User
from portal.intranet.pages import RoutinePage
from portal.intranet.roles import Role
from portal.intranet.routines.models import RoutineVersion
from portal.intranet.routines.signals import routine_published
from portal.notifications.models import OutboxMessage
from portal.subscriptions import links, subjects
from portal.subscriptions.contacts import follow_from_the_start
from portal.subscriptions.digests import send_digests
from portal.subscriptions.links import Purpose
from portal.subscriptions.models import Follower, Happening, Subscription
from portal.subscriptions.retention import forget
from portal.subscriptions.schedule import Rhythm
from portal.subscriptions.services import choose, follower_of_user, tell
from resources.municipality.contacts import ContactPerson
from tests.factories import (
    AreaPageFactory,
    ContactPersonFactory,
    ContentPageFactory,
    NewsPageFactory,
    RoutinePageFactory,
    UnitFactory,
)
from tests.harness.client import Client
from tests.stage import NOW as ANSWERED_AT
from tests.stage import person, set_up

pytestmark = pytest.mark.django_db
# A Tuesday; the Monday after it is the next weekly digest.
START = datetime(2027, 3, 2, 9, tzinfo=UTC)
MONDAY = datetime(2027, 3, 8, 6, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OUTSIDE = "ute@example.org"
DIGESTS = ("digest_outside", "digest_staff", "digest_contact")


def outside(
    *about: str, rhythm: str = Rhythm.AT_ONCE, mailbox: str = "ute@example.org"
) -> Follower:
    follower = Follower.objects.create(mailbox=mailbox, asked_at=START, confirmed_at=START)
    return _follows(follower, about, rhythm)


def inside(user: User, *about: str, rhythm: str = Rhythm.AT_ONCE) -> Follower:
    return _follows(follower_of_user(user, START), about, rhythm)


def _follows(follower: Follower, about: tuple[str, ...], rhythm: str) -> Follower:
    for subject in about:
        Subscription.objects.create(follower=follower, subject=subject, rhythm=rhythm, since=START)
    return follower


def happens(
    title: str,
    *about: str,
    audience: str = Happening.Audience.PUBLIC,
    now: datetime = START + MINUTE,
) -> Happening:
    key = f"prov:{title}"
    tell(key, title=title, audience=audience, about=about, path="/prov/", now=now)
    return Happening.objects.get(key=key)


def mails() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind__in=DIGESTS).order_by("pk"))


# --- digests -------------------------------------------------------------------------------------


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


AUDIENCES: list[tuple[str, Any, list[str]]] = [
    ("public", "site", ["coordinator", "member", "outsider", "reader"]),
    ("staff", "routines:%d", ["coordinator", "member", "reader"]),
    ("council", "council", ["coordinator", "member"]),
]


@pytest.mark.parametrize(("audience", "about", "told"), AUDIENCES)
def test_who_is_told_is_asked_when_the_mail_is_sent(
    audience: str, about: str, told: list[str]
) -> None:
    """All follow all, as somebody may have who has lost a role: the rule is asked anew."""
    subject = about % UnitFactory().pk if "%d" in about else about
    users = {
        "reader": person("reader", Role.READER),
        "member": person("member", Role.COUNCIL_MEMBER),
        "coordinator": person("coordinator", Role.COORDINATOR),
        "former": person("former", Role.COORDINATOR),
    }
    for user in users.values():
        inside(user, subject)
    outside(subject, mailbox="outsider@example.org")
    User.objects.filter(pk=users["former"].pk).update(is_active=False)
    happens("Nytt", subject, audience=audience)

    send_digests(START + 2 * MINUTE)

    assert sorted(mail.recipient.partition("@")[0] for mail in mails()) == told


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


# --- contact persons -----------------------------------------------------------------------------


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


def task(mailbox: str, **values: Any) -> ContactPerson:
    return ContactPersonFactory(mailbox=mailbox, **values)


def ends(row: ContactPerson) -> None:
    ContactPerson.objects.filter(pk=row.pk).update(valid_to=date(2027, 3, 1))
    follow_from_the_start(START)


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
    _follows(follower, (f"area:{area}", "site"), Rhythm.AT_ONCE)
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


# --- what becomes news ---------------------------------------------------------------------------


def published(page: Page, user: User | None) -> Page:
    """Publish a draft as an editor does, or without anybody."""
    page.save_revision(user=user).publish(user=user)
    page.refresh_from_db()
    return page


def draft(factory: Any, **values: Any) -> Page:
    return factory(live=False, first_published_at=None, **values)


def test_a_page_that_a_person_publishes_is_told_of_once() -> None:
    editor = person("redaktor", Role.COORDINATOR)
    page = published(draft(ContentPageFactory, title="En sida", lead="Om den."), editor)
    (told,) = Happening.objects.all()
    assert (told.title, told.summary, told.audience) == ("En sida", "Om den.", "public")
    assert told.address == page.url

    page.title = "En sida, rättad"
    published(page, editor)
    (told,) = Happening.objects.all()
    assert told.title == "En sida, rättad"

    page.unpublish(user=editor)
    assert not Happening.objects.exists()


def test_a_change_is_news_when_the_editor_says_so_once_a_day() -> None:
    editor = person("redaktor", Role.COORDINATOR)
    page = ContentPageFactory(title="En sida")
    client = Client()
    client.force_login(editor)
    path = f"/intranet/redaktion/sidor/{page.pk}/beratta/"
    edit = client.get(f"/intranet/redaktion/pages/{page.pk}/edit/").content.decode()
    assert path in edit
    assert "Skriv vad som är nytt" in client.post(path, {"vad": ""}).content.decode()
    for _ in range(2):
        client.post(path, {"vad": "Nya öppettider."})
    (told,) = Happening.objects.all()
    assert (told.title, told.summary, told.address) == ("En sida", "Nya öppettider.", page.url)
    routine = RoutinePageFactory()
    assert client.get(f"/intranet/redaktion/sidor/{routine.pk}/beratta/").status_code == 404
    client.force_login(person("anna", Role.SUBJECT_EXPERT))
    assert client.post(path, {"vad": "Mer."}).status_code in (302, 403)
    assert Happening.objects.count() == 1


def test_an_editor_changes_what_is_told_and_takes_it_back() -> None:
    outside("site")
    page = ContentPageFactory(title="En sida")
    client = Client()
    editor = person("redaktor", Role.COORDINATOR)
    client.force_login(editor)
    path = f"/intranet/redaktion/sidor/{page.pk}/beratta/"
    client.post(path, {"vad": "Nya öppettidr."})
    happening = Happening.objects.get()
    Happening.objects.update(at=START + MINUTE)
    happens("Något annat", "site")
    send_digests(START + 2 * MINUTE)
    one = f"{path}{happening.pk}/"
    assert one in client.get(path).content.decode()
    assert "Nya öppettidr." in client.get(one).content.decode()

    assert "Skriv vad som är nytt" in client.post(one, {"vad": ""}).content.decode()
    client.post(one, {"vad": "Nya öppettider."})
    send_digests(START + 3 * MINUTE)
    (mail,) = mails()
    assert "Nya öppettider." in mail.text
    assert "öppettidr" not in mail.text

    page.title = "Sidan"
    published(page, editor)
    assert {one.title for one in Happening.objects.filter(page=page)} == {"Sidan"}
    send_digests(START + 3 * MINUTE)
    assert "Nya öppettider." in mails()[0].text
    client.post(one, {"ta_tillbaka": "ja"})
    send_digests(START + 4 * MINUTE)
    (mail,) = mails()
    assert "öppettider" not in mail.text
    assert "Något annat" in mail.text
    assert client.get(one).status_code == 404
    # What has gone out is not sent again.
    OutboxMessage.objects.update(
        state="sent", sent_at=START, text="", html="", unsubscribe_address=""
    )
    Happening.objects.all().delete()
    send_digests(START + 5 * MINUTE)
    assert len(mails()) == 1


@pytest.mark.parametrize("how", ["closed", "moved"])
def test_what_is_closed_to_the_public_is_taken_back_and_told_no_more(how: str) -> None:
    editor = person("redaktor", Role.COORDINATOR)
    place = ContentPageFactory(title="Platsen")
    other = ContentPageFactory(title="En annan plats")
    page = published(draft(ContentPageFactory, parent=other), editor)
    assert Happening.objects.count() == 1
    closed = other if how == "closed" else place
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    if how == "moved":
        page.move(place, pos="last-child")
    assert not Happening.objects.exists()
    published(draft(ContentPageFactory, parent=closed), editor)
    assert not Happening.objects.exists()
    client = Client()
    client.force_login(editor)
    path = f"/intranet/redaktion/sidor/{page.pk}/beratta/"
    assert client.post(path, {"vad": "Nytt."}).status_code in (302, 403)
    assert not Happening.objects.exists()


def test_an_areas_page_is_of_its_area_and_news_of_the_site() -> None:
    editor = person("redaktor", Role.COORDINATOR)
    page = published(draft(AreaPageFactory), editor)
    published(draft(NewsPageFactory, title="Nyheten"), editor)
    about = {told.page_id: told.subjects for told in Happening.objects.all()}
    assert about[page.pk] == [subjects.area(page.area_id), "site"]
    assert ["site"] in about.values()


def test_what_nobody_publishes_by_hand_and_what_is_for_staff_is_no_public_news() -> None:
    published(draft(ContentPageFactory), None)
    published(draft(RoutinePageFactory), person("redaktor", Role.COORDINATOR))
    assert not Happening.objects.exclude(audience="staff").exists()


def test_an_approved_answer_is_told_of_to_who_follows_the_activity(
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    stage = set_up().open()
    entry = stage.answered(stage.entries()[0])
    with django_capture_on_commit_callbacks(execute=True):
        approve(entry, user=stage.approvers[0], now=ANSWERED_AT)

    (told,) = Happening.objects.all()
    activity = entry.activity
    assert subjects.activity(activity.lineage) in told.subjects
    assert "site" in told.subjects
    assert told.summary == f"{entry.board.name} har svarat för 2027: pågår."
    assert Client().get(told.address).status_code == 200


def test_invented_years_are_no_news(django_capture_on_commit_callbacks: OnCommit) -> None:
    stage = set_up(is_example=True).open()
    entry = stage.answered(stage.entries()[0])
    with django_capture_on_commit_callbacks(execute=True):
        approve(entry, user=stage.approvers[0], now=ANSWERED_AT)
    assert not Happening.objects.exists()


def test_a_new_version_of_a_routine_is_told_to_its_units_and_those_below_them() -> None:
    above = UnitFactory()
    below = UnitFactory(parent=above)
    beside = UnitFactory()
    page, editor = RoutinePageFactory(title="En rutin"), person("redaktor")
    page.units.set([above])
    page.save()

    def sends(number: int, asks_again: bool) -> None:
        version = RoutineVersion(pk=number, number=number, published_by=editor, note="Nytt.")
        routine_published.send(
            RoutinePage, page=page, version=version, asks_again=asks_again, now=START
        )

    sends(1, False)
    assert not Happening.objects.exists()
    sends(2, True)
    (told,) = Happening.objects.all()
    assert set(told.subjects) == {subjects.routines(unit.pk) for unit in (above, below)}
    assert subjects.routines(beside.pk) not in told.subjects
    assert told.audience == "staff"


@pytest.mark.parametrize(
    ("kind", "is_told"),
    [(MeetingKind.REGULAR, True), (MeetingKind.JOINT, True), (MeetingKind.STEERING, False)],
)
def test_the_councils_papers_and_decisions_are_told_to_the_council_alone(
    kind: str, is_told: bool
) -> None:
    meeting = CouncilMeeting.objects.create(kind=kind, starts_at=START)
    decision = Decision.objects.create(meeting=meeting, text="Hemligt")
    council_papers_published.send(CouncilMeeting, meeting=meeting, now=START)
    decision_recorded.send(Decision, decision=decision, now=START)
    told = list(Happening.objects.all())
    assert len(told) == (2 if is_told else 0)
    for one in told:
        assert (one.audience, one.subjects) == ("council", ["council"])
        assert "Hemligt" not in one.title + one.summary
        assert f"/moten/{meeting.pk}/" in one.address


# --- a person's own page -------------------------------------------------------------------------

PAGE = "/intranet/prenumerationer/"


def test_a_person_chooses_on_one_page_and_saves_once() -> None:
    user = person("anna", Role.READER)
    client = Client()
    client.force_login(user)
    page = client.get(PAGE).content.decode()
    assert "Hela webbplatsen" in page
    assert "Samverkansrådets handlingar" not in page
    fields = client.get(PAGE).context["form"].fields
    data = dict.fromkeys(fields, "none") | {"site": "daily"}

    answer = client.post(PAGE, data, follow=True).content.decode()

    assert "Sparat." in answer
    assert dict(Subscription.objects.values_list("subject", "rhythm")) == {"site": "daily"}


def test_nobody_follows_what_they_may_not_read() -> None:
    user = person("anna", Role.READER)
    client = Client()
    client.force_login(user)
    fields = client.get(PAGE).context["form"].fields
    client.post(PAGE, dict.fromkeys(fields, "none") | {"council": "at_once"})
    assert not Subscription.objects.filter(subject="council").exists()


# --- retention -----------------------------------------------------------------------------------


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
        _follows(follower, ("site",), Rhythm.DAILY)
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
