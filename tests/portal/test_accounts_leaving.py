"""Who leaves: named no more, in no mail and no task, and what they approved stays."""

from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.sessions.models import Session
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from actionplan.council.models import CouncilSeat
from portal.intranet.accounts.leaving import FATES
from portal.intranet.models import User
from portal.notifications.models import OutboxMessage
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Board
from tests.harness.client import Client
from tests.portal.account_desk import NOW, administrators_desk, main, page_of
from tests.stage import person, set_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    """An administrator, signed in."""
    return administrators_desk()


def test_who_leaves_is_in_no_mail_and_no_task_that_never_began(desk: Client) -> None:
    user = person("anna")
    user.first_name, user.last_name = "Anna", "Hemlig"
    user.save()
    task = ContactPerson.objects.create(
        user=user,
        board=Board.objects.all()[0],
        role="deputy",
        valid_from=timezone.localdate() + timedelta(days=30),
    )
    log(task, "wagtail.create", user=user)
    assert ModelLogEntry.objects.filter(label__contains="Hemlig").exists()
    desk.post(f"{page_of(user)}lank/")
    sent = OutboxMessage.objects.create(
        kind="x", recipient="ANNA@example.org", dedupe_key="x", subject="Möte", text="Hej Anna",
        html="Hej Anna", calendar="BEGIN", state="sent", created_at=NOW, next_try_at=NOW,
        sent_at=NOW,
    )  # fmt: skip

    desk.post(f"{page_of(user)}avsluta/", {"sure": "on"})

    assert not ContactPerson.objects.filter(pk=task.pk).exists()
    assert not ModelLogEntry.objects.filter(label__contains="Hemlig").exists()
    assert not OutboxMessage.objects.filter(kind="choose_password").exists()
    sent.refresh_from_db()
    assert (sent.recipient, sent.text, sent.html, sent.calendar) == ("", "", "", "")
    assert sent.sent_at == NOW


def test_who_leaves_is_named_no_more_and_what_they_approved_stays(desk: Client) -> None:
    stage = set_up().open()
    entry = stage.approved(stage.entries()[0])
    user, board = stage.approvers[0], stage.boards[0]
    SocialAccount.objects.create(user=user, provider="kommunen", uid="abc")
    Client().force_login(user)
    seat = CouncilSeat.objects.all()[0]
    CouncilSeat.objects.filter(pk=seat.pk).update(holder=user)
    address = f"{page_of(user)}avsluta/"
    asked = main(desk, address)
    assert f"Tidigare medarbetare {user.pk}" in asked
    assert "går inte att ångra" in asked
    assert "nämndens kontaktperson" in asked
    assert "Kryssa i att du förstår" in desk.post(address).content.decode()
    assert User.objects.get(pk=user.pk).is_active

    assert desk.post(address, {"sure": "on"}).status_code == 302

    left = User.objects.get(pk=user.pk)
    assert (left.is_active, left.email, left.unit, left.left_on) == (
        False, "", None, timezone.localdate(),
    )  # fmt: skip
    assert not left.has_usable_password()
    assert not left.groups.exists()
    assert not SocialAccount.objects.filter(user=left).exists()
    assert not [s for s in Session.objects.all() if s.get_decoded().get("_auth_user_id") == user.pk]
    row = ContactPerson.objects.get(user=user, board=board)
    assert row.valid_to == timezone.localdate() - timedelta(days=1)
    seat.refresh_from_db()
    assert seat.holder is None
    entry.refresh_from_db()
    assert entry.state == "approved"
    assert entry.approved_by is not None
    assert entry.approved_by.get_full_name() == f"Tidigare medarbetare {user.pk}"
    # The name is nowhere in the log either, and the account is as it is for good.
    assert not ModelLogEntry.objects.filter(label__icontains="godkannare0").exists()
    shown = main(desk, page_of(user))
    assert "godkannare0" not in shown.lower()
    assert "<form" not in shown
    assert desk.post(f"{page_of(user)}oppna/", follow=True).status_code == 200
    assert not User.objects.get(pk=user.pk).is_active


def test_every_row_that_names_a_person_has_a_fate() -> None:
    """A new reference to a user is a line of the table: what becomes of it when they leave?"""
    found = {
        f"{field.model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete and field.many_to_one and field.related_model is User
    } | {
        f"{field.model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.one_to_one and field.related_model is User
    }
    assert found - set(FATES) == set()
    assert set(FATES) - found == set()
