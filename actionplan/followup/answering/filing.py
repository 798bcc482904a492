"""Files that belong to an answer: added, removed, and given out to those who may read it."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Collection

from actionplan.followup.access import Verb
from actionplan.followup.models import EntryAttachment, EntryEvent, FollowUpEntry
from actionplan.followup.services import note
from resources.documents.models import LibraryDocument, LibraryDocumentQuerySet
from resources.documents.uploads import ATTACHMENT, Refused, as_kept, check

if TYPE_CHECKING:
    from actionplan.followup.access import Person

MOST = 10
# Beside Wagtail's first collection and not below it: a right there reaches all that is below. The
# name comes after "Root" in the alphabet, by which Wagtail knows which collection is the first.
COLLECTION = "Uppföljningens bilagor"


@transaction.atomic
def attach(
    entry: FollowUpEntry, file: UploadedFile, *, user: Person, now: datetime
) -> EntryAttachment:
    """Keep a file with an answer, for staff alone.

    Raises `PermissionDenied` when `user` may not write the answer, and `ValidationError` for a
    file that is not taken.
    """
    held = _writable(entry, user, now)
    name = PurePath(file.name or "").name
    try:
        check(file, name, ATTACHMENT)
    except Refused as refused:
        raise ValidationError({"file": str(refused)}) from refused
    if held.attachments.count() >= MOST:
        raise ValidationError({"file": f"Det finns redan {MOST} filer. Ta bort en först."})
    document = LibraryDocument(
        title=PurePath(name).stem[:255],
        file=as_kept(file, name),
        audience=LibraryDocument.Audience.STAFF,
        collection=_collection(),
        uploaded_by_user_id=user.pk,
    )
    document._set_document_file_metadata()
    document.save()
    note(held, EntryEvent.Verb.ATTACHED, user, now, document.title)
    return EntryAttachment.objects.create(entry=held, document=document)


@transaction.atomic
def detach(attachment: EntryAttachment, *, user: Person, now: datetime) -> None:
    """Take a file from an answer, and away where nothing else uses it.

    Raises `PermissionDenied` when `user` may not write the answer.
    """
    held = _writable(attachment.entry, user, now)
    document = attachment.document
    note(held, EntryEvent.Verb.DETACHED, user, now, document.title)
    attachment.delete()
    try:
        with transaction.atomic():
            document.delete()
    except ProtectedError:
        # An editor has placed the file elsewhere: there it stays.
        return


def _collection() -> Collection:
    """Return where the files of answers lie, out of the library's desk; made the first time."""
    # Held, so that two who add the first files at once make one collection.
    Collection.objects.select_for_update().get(pk=Collection.get_first_root_node().pk)
    found = Collection.objects.filter(depth=1, name=COLLECTION).first()
    return found or Collection.add_root(name=COLLECTION)


def _writable(entry: FollowUpEntry, user: Person, now: datetime) -> FollowUpEntry:
    today = timezone.localdate(now)
    # Held, so that it is not handed in while a file is on its way.
    held = (
        FollowUpEntry.objects.allowed(Verb.WRITE, user, today)
        .select_for_update(of=("self",))
        .filter(pk=entry.pk)
        .first()
    )
    if held is None:
        raise PermissionDenied
    return held


@hooks.register("before_serve_document")
def refuse_files_of_what_is_not_read(document: LibraryDocument, request: HttpRequest) -> None:
    """Raise 404 for the file of an answer that the reader may not read."""
    entries = FollowUpEntry.objects.filter(attachments__document=document)
    if not entries.exists():
        return
    if not entries.allowed(Verb.READ, request.user, timezone.localdate()).exists():
        raise Http404


@hooks.register("construct_document_chooser_queryset")
def keep_files_of_answers_from_pages(
    documents: LibraryDocumentQuerySet, request: HttpRequest
) -> LibraryDocumentQuerySet:
    """Leave the files of answers out of what an editor chooses from: they are no library."""
    return documents.exclude(pk__in=EntryAttachment.objects.values("document"))
