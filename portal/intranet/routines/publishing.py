"""What happens when a routine is published: a new version to read, or a correction of the last."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models, transaction
from django.dispatch import receiver
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from portal.intranet.routines.models import RoutineCorrection, RoutineVersion
from portal.intranet.routines.signals import routine_published
from portal.intranet.routines.snapshot import snapshot

if TYPE_CHECKING:
    from portal.intranet.models import User
    from portal.intranet.pages import RoutinePage

# What a new version says of itself when nobody has: see `record`.
UNSAID = "Utgivaren har inte skrivit vad som är nytt."


class ChangeKind(models.TextChoices):
    """What an editor says that a change is."""

    VERSION = "version", "Ny version: alla som ska läsa blir tillfrågade igen"
    CORRECTION = "correction", "Liten rättelse: ingen behöver läsa igen"


def publications_of(page: RoutinePage) -> int:
    """Return how many times the routine has been published, corrections included."""
    if page.pk is None:
        return 0
    versions = RoutineVersion.objects.filter(routine=page.pk)
    corrections = RoutineCorrection.objects.filter(version__routine=page.pk)
    return versions.count() + corrections.count()


def has_choice(page: RoutinePage) -> bool:
    """Whether the page may be published: nothing is needed the first time, then a choice is.

    A choice is what kind of change it is and a sentence about it, made for this publication.
    """
    count = publications_of(page)
    is_said = bool(page.change_kind and page.change_note.strip())
    return count == 0 or (is_said and page.change_of == count)


@transaction.atomic
def record(page: RoutinePage, *, user: User | None, now: datetime) -> RoutineVersion:
    """Make the routine's next version, or a correction of its last, as its editor has chosen.

    Without a choice that was made for this publication it is a new version: those who must read
    are asked once too often rather than left with what no longer holds. But where every word is as
    it was, nothing is recorded. The words are frozen, and `routine_published` is sent when this is
    committed.
    """
    versions = RoutineVersion.objects.select_for_update().filter(routine=page.pk)
    last = versions.order_by("-number").first()
    chosen = page.change_kind if has_choice(page) else ""
    note = page.change_note.strip() if chosen else ""
    content = snapshot(page)
    if last is not None and not chosen and content == last.text_now:
        return last
    if last is not None and chosen == ChangeKind.CORRECTION:
        RoutineCorrection.objects.create(
            version=last, made_at=now, made_by=user, note=note, content=content
        )
        version, asks_again = last, False
    else:
        version, asks_again = RoutineVersion.objects.create(
            routine_id=page.pk,
            number=last.number + 1 if last else 1,
            published_at=now,
            published_by=user,
            valid_from=page.valid_from,
            note=(note or UNSAID) if last else "",
            content=content,
        ), True  # fmt: skip
    told = partial(
        routine_published.send, type(page), page=page, version=version, asks_again=asks_again,
        now=now,
    )  # fmt: skip
    transaction.on_commit(told)
    return version


@transaction.atomic
def record_first(now: datetime) -> list[RoutineVersion]:
    """Make version 1 of every routine that was published before there were versions."""
    model = apps.get_model("portal", "RoutinePage")
    pages = model.objects.live().filter(alias_of__isnull=True, versions__isnull=True)
    return [record(page, user=None, now=now) for page in pages.order_by("pk")]


@receiver(page_published)
def _record(sender: type[Page], instance: Any, revision: Revision, **_: Any) -> None:
    if sender._meta.label != "portal.RoutinePage" or not instance.live or instance.alias_of_id:
        return
    # Whoever presses the button; by schedule, whoever wrote what is published.
    user = get_active_log_context().user or revision.user
    record(instance, user=user if user and user.is_authenticated else None, now=timezone.now())
