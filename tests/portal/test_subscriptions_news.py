"""What becomes news: what editors publish and say, what boards answer, what staff alone hear."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks as OnCommit
from wagtail.models import Page, PageViewRestriction

from actionplan.activities.models import Activity
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
from portal.subscriptions import subjects
from portal.subscriptions.digests import send_digests
from portal.subscriptions.models import Happening
from tests.factories import (
    AreaPageFactory,
    ContentPageFactory,
    NewsPageFactory,
    RoutinePageFactory,
    UnitFactory,
)
from tests.following import (
    MINUTE,
    START,
    happens,
    mails,
    outside,
)
from tests.harness.client import Client as StaffClient
from tests.stage import NOW as ANSWERED_AT
from tests.stage import person, set_up

pytestmark = pytest.mark.django_db


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
    client = StaffClient()
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
    client = StaffClient()
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
    client = StaffClient()
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


@pytest.mark.parametrize(("audience", "is_told"), [("public", True), ("staff", False)])
def test_a_decision_is_news_of_its_activity_once_anyone_may_read_it(
    audience: str, is_told: bool
) -> None:
    activity = Activity.objects.public()[0]
    meeting = CouncilMeeting.objects.create(
        kind=MeetingKind.REGULAR,
        starts_at=START,
        minutes_text="Vi möttes.",
        minutes_audience=audience,
        minutes_published_at=START,
        minutes_published_by=person("samordnaren"),
    )
    decision = Decision.objects.create(meeting=meeting, text="En bilaga tas fram.")
    decision.activities.add(activity)

    council_papers_published.send(CouncilMeeting, meeting=meeting, now=START)

    told = Happening.objects.filter(audience="public")
    assert told.exists() is is_told
    for one in told:
        assert subjects.activity(activity.lineage) in one.subjects
        assert one.title == f"{activity.number}. {activity.title}"
        assert one.address.endswith(f"/{activity.number}/")
