"""Files of minutes are given out to those who may read the minutes, and chosen by nobody else."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils import timezone
from wagtail import hooks

from actionplan.council.access import standing
from actionplan.council.meetings import CouncilMeeting
from resources.documents.models import LibraryDocument, LibraryDocumentQuerySet


@hooks.register("before_serve_document")
def refuse_minutes_that_are_not_read(document: LibraryDocument, request: HttpRequest) -> None:
    """Raise 404 for the file of minutes that the reader may not read."""
    meetings = CouncilMeeting.objects.filter(minutes_document=document)
    if not meetings.exists() or meetings.with_public_minutes().exists():
        return
    user = getattr(request, "user", None)
    if user is None:
        raise Http404
    if not meetings.with_minutes_for(standing(user, timezone.localdate())).exists():
        raise Http404


@hooks.register("construct_document_chooser_queryset")
def keep_minutes_from_pages(
    documents: LibraryDocumentQuerySet, request: HttpRequest
) -> LibraryDocumentQuerySet:
    """Leave the files of minutes out of what an editor chooses from: the council publishes them."""
    taken = CouncilMeeting.objects.filter(minutes_document__isnull=False)
    return documents.exclude(pk__in=taken.values("minutes_document"))
