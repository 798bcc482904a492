"""A draft that is handed in reaches those who may publish it, and its author hears what became."""

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import Page, Workflow

from portal.intranet.models import User
from portal.intranet.pages import RoutinePage, StaffStartPage
from portal.intranet.roles import Role
from portal.intranet.waiting import waiting_for
from portal.notifications.models import OutboxMessage
from tests.harness.client import Client
from tests.stage import person

pytestmark = pytest.mark.django_db


def handed_in(author: User) -> Page:
    """A draft of a routine that its author has handed in through the editing interface."""
    start = StaffStartPage.objects.get()
    page = start.add_child(instance=RoutinePage(title="Hot i receptionen", live=False))
    page.save_revision(user=author)
    Workflow.objects.get(name="Granskning").start(page, author)
    return page


def told() -> dict[str, str]:
    return dict(OutboxMessage.objects.filter(kind="review").values_list("recipient", "subject"))


def test_a_draft_goes_to_those_who_publish_and_back_to_its_author(client: Client) -> None:
    author = person("sakkunnig", Role.SUBJECT_EXPERT)
    communicator = person("kommunikator", Role.COMMUNICATOR)
    reader = person("lasare", Role.READER)

    page = handed_in(author)

    assert told() == {communicator.email: "Ett utkast att granska"}
    assert mail.outbox == []
    today = timezone.localdate()
    assert "Utkast att granska: Hot i receptionen" in [
        one.text for one in waiting_for(communicator, today)
    ]
    assert [waiting_for(one, today) for one in (author, reader)] == [[], []]

    client.force_login(communicator)
    edit = client.get(f"/intranet/redaktion/pages/{page.pk}/edit/").content.decode()
    assert "Endast granskare" not in edit
    page.current_workflow_task_state.approve(user=communicator)

    page.refresh_from_db()
    assert page.live
    assert told()[author.email] == "Svar på ditt utkast"
    assert waiting_for(communicator, today) == []


def test_a_draft_that_is_sent_back_says_why() -> None:
    author = person("sakkunnig", Role.SUBJECT_EXPERT)
    communicator = person("kommunikator", Role.COMMUNICATOR)
    page = handed_in(author)

    page.current_workflow_task_state.reject(user=communicator, comment="Vem äger rutinen?")

    assert "Vem äger rutinen?" in OutboxMessage.objects.get(recipient=author.email).text
    assert mail.outbox == []
