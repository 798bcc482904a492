"""Mails about drafts that are handed in, approved or sent back: by the outbox, as all mail goes.

Wagtail would send such mails itself, while somebody waits for a page, and forget those that fail.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from portal.intranet.models import User
from portal.notifications.services import enqueue

KIND = "review"


def tell_reviewers(instance: TaskState, user: User | None = None, **_: Any) -> None:
    """Put a mail in the outbox to each who may approve what `user` has handed in."""
    groups = getattr(instance.task.specific, "groups", None)
    if groups is None:
        return
    reviewers = User.objects.filter(groups__in=groups.all(), is_active=True).distinct()
    for reviewer in reviewers:
        if reviewer != user:
            _tell(instance, instance.workflow_state, reviewer, "handed_in")


def tell_of_approval(instance: WorkflowState, user: User | None = None, **_: Any) -> None:
    """Tell who handed a draft in that it has been approved, unless they did it themselves."""
    _tell_author(instance, user, "approved")


def tell_of_rejection(instance: WorkflowState, user: User | None = None, **_: Any) -> None:
    """Tell who handed a draft in that it has come back, with what the reviewer wrote."""
    _tell_author(instance, user, "sent_back")


def tell_nobody(**_: Any) -> None:
    """Stand where Wagtail would tell every administrator that a draft was handed in."""


def _tell_author(state: WorkflowState, user: User | None, event: str) -> None:
    author, task_state = state.requested_by, state.current_task_state
    if author is not None and author != user and author.is_active and task_state is not None:
        _tell(task_state, state, author, event)


def _tell(task_state: TaskState, state: WorkflowState, person: User, event: str) -> None:
    page = state.content_object
    if not person.email or not isinstance(page, Page):
        return
    context = {
        "event": event,
        "title": page.get_admin_display_title(),
        "by": state.requested_by,
        "comment": task_state.comment,
        "address": settings.SITE_ADDRESS + reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }
    enqueue(
        KIND,
        recipient=person.email,
        dedupe_key=f"{KIND}:{event}:{task_state.pk}:{person.pk}",
        subject="Ett utkast att granska" if event == "handed_in" else "Svar på ditt utkast",
        context=context,
        now=timezone.now(),
    )


# Under the names that Wagtail gives its own senders: whoever comes first to a name has it, so they
# are not added beside these. A test counts the mails.
for signal, sender, receiver, name in (
    (task_submitted, TaskState, tell_reviewers, "group_approval_task_submitted"),
    (workflow_submitted, WorkflowState, tell_nobody, "workflow_state_submitted"),
    (workflow_approved, WorkflowState, tell_of_approval, "workflow_state_approved"),
    (workflow_rejected, WorkflowState, tell_of_rejection, "workflow_state_rejected"),
):
    signal.connect(receiver, sender=sender, dispatch_uid=f"{name}_email_notification")
