"""A draft that is handed in reaches those who may publish it, and its author hears what became."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Workflow

from portal.intranet.models import User
from portal.intranet.pages import RoutinePage, StaffStartPage
from portal.intranet.roles import Role
from portal.intranet.routines.needed import NO_STEP
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


def test_a_routine_is_approved_only_where_all_that_publishing_needs_is_asked(
    client: Client,
) -> None:
    page = handed_in(person("sakkunnig", Role.SUBJECT_EXPERT))
    client.force_login(person("kommunikator", Role.COMMUNICATOR))
    task = page.current_workflow_task_state
    beside = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    form = reverse("wagtailadmin_pages:edit", args=[page.pk])

    start = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Utkast att granska" in start
    assert f'href="{form}"' in start
    assert beside not in start

    refused = client.post(beside)
    assert refused.headers["Location"] == form
    assert NO_STEP in client.get(form).content.decode()
    assert not RoutinePage.objects.get(pk=page.pk).live

    page.act_now = [("step", "Ring 112.")]
    page.save_revision()
    client.post(beside)
    assert RoutinePage.objects.get(pk=page.pk).live


@pytest.mark.parametrize(("days", "said"), [(0, "Godkänn och publicera"), (2, "Godkänn")])
def test_who_approves_is_told_whether_that_publishes(client: Client, days: int, said: str) -> None:
    page = handed_in(person("sakkunnig", Role.SUBJECT_EXPERT))
    page.go_live_at = timezone.now() + timedelta(days) if days else None
    page.save_revision()
    client.force_login(person("kommunikator", Role.COMMUNICATOR))

    shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content
    buttons = BeautifulSoup(shown, "html.parser").select("[data-workflow-action-name=approve]")

    assert [button.text.strip() for button in buttons] == [said, f"{said}, med en kommentar"]


def test_a_draft_that_is_sent_back_says_why() -> None:
    author = person("sakkunnig", Role.SUBJECT_EXPERT)
    communicator = person("kommunikator", Role.COMMUNICATOR)
    page = handed_in(author)

    page.current_workflow_task_state.reject(user=communicator, comment="Vem äger rutinen?")

    assert "Vem äger rutinen?" in OutboxMessage.objects.get(recipient=author.email).text
    assert mail.outbox == []
