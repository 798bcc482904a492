"""Minutes are written or uploaded, published, and taken back; the file follows the rule."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ProtectedError
from wagtail.log_actions import LogContext, log
from wagtail.models import Collection

from actionplan.council.holding import hold, keep
from actionplan.council.kinds import MinutesAudience
from actionplan.council.meetings import CouncilMeeting
from actionplan.council.openings import Opens
from actionplan.signals import council_papers_published
from resources.documents.models import LibraryDocument
from resources.documents.uploads import DOCUMENT, Refused, check

if TYPE_CHECKING:
    from actionplan.council.access import Person

# Beside Wagtail's first collection, as the files of answers: no right in the library reaches here.
# The name comes after "Root" in the alphabet, by which Wagtail knows which collection is first.
COLLECTION = "Samverkansrådets protokoll"


@transaction.atomic
def write_minutes(
    meeting: CouncilMeeting,
    text: str,
    file: UploadedFile | None = None,
    *,
    drop_file: bool = False,
    revision: int,
    user: Person,
    now: datetime,
) -> CouncilMeeting:
    """Keep what the minutes say and their file; nobody else reads it before it is published.

    Raises `PermissionDenied`, and `ValidationError` at the file that is not taken, for minutes
    that are published, and for a meeting to come.
    """
    held = hold(meeting, revision, user, now, Opens.ONCE_BEGUN)
    if held.has_published_minutes:
        raise ValidationError("Protokollet är publicerat. Dra tillbaka det innan du ändrar.")
    held.minutes_text = text.strip()
    before = held.minutes_document
    if file is not None:
        held.minutes_document = _document(held, file, user)
    elif drop_file:
        held.minutes_document = None
    keep(held, "minutes_text", "minutes_document", now=now)
    if before is not None and before != held.minutes_document:
        _remove(before)
    log(held, "actionplan.write_minutes", user=user, timestamp=now, content_changed=True)
    return held


@transaction.atomic
def publish_minutes(
    meeting: CouncilMeeting, audience: str, *, revision: int, user: Person, now: datetime
) -> CouncilMeeting:
    """Let `audience` read the minutes from now on.

    Raises `PermissionDenied`, and `ValidationError` when there is nothing to read, they are
    published already, or the meeting is to come or cancelled.
    """
    held = hold(meeting, revision, user, now, Opens.ONCE_BEGUN)
    if held.has_published_minutes:
        raise ValidationError("Protokollet är redan publicerat.")
    if not held.has_minutes:
        raise ValidationError("Skriv minnesanteckningar eller lägg till en fil först.")
    held.minutes_audience = audience
    held.minutes_published_at, held.minutes_published_by_id = now, user.pk
    keep(held, "minutes_audience", "minutes_published_at", "minutes_published_by", now=now)
    _give(held.minutes_document, to_all=audience == MinutesAudience.PUBLIC, user=user)
    data = {"audience": held.get_minutes_audience_display()}
    log(held, "actionplan.publish_minutes", user=user, timestamp=now, data=data)
    council_papers_published.send(CouncilMeeting, meeting=held, now=now)
    return held


@transaction.atomic
def withdraw_minutes(
    meeting: CouncilMeeting, *, revision: int, user: Person, now: datetime
) -> CouncilMeeting:
    """Take the minutes back to their desk: nobody else reads them until published again.

    What should not be read is taken back whatever has become of the meeting.
    """
    held = hold(meeting, revision, user, now, Opens.ALWAYS)
    held.minutes_published_at = held.minutes_published_by = None
    keep(held, "minutes_published_at", "minutes_published_by", now=now)
    _give(held.minutes_document, to_all=False, user=user)
    log(held, "actionplan.withdraw_minutes", user=user, timestamp=now)
    return held


def _document(meeting: CouncilMeeting, file: UploadedFile, user: Person) -> LibraryDocument:
    name = PurePath(file.name or "").name
    try:
        check(file, name, DOCUMENT)
    except Refused as refusal:
        raise ValidationError({"file": str(refusal)}) from refusal
    document = LibraryDocument(
        title=PurePath(name).stem[:255],
        file=file,
        kind=LibraryDocument.Kind.MINUTES,
        audience=LibraryDocument.Audience.STAFF,
        collection=_collection(),
        uploaded_by_user_id=user.pk,
        file_size=file.size,
    )
    document.save()
    return document


def _give(document: LibraryDocument | None, *, to_all: bool, user: Person) -> None:
    if document is None:
        return
    wanted = LibraryDocument.Audience.PUBLIC if to_all else LibraryDocument.Audience.STAFF
    if document.audience != wanted:
        document.audience = wanted
        # The document's own log says who.
        with LogContext(user=user):
            document.save()


def _remove(document: LibraryDocument) -> None:
    try:
        with transaction.atomic():
            document.delete()
    except ProtectedError:
        # An editor has placed the file elsewhere: there it stays.
        return


def _collection() -> Collection:
    # Held, so that two who add the first files at once make one collection.
    Collection.objects.select_for_update().get(pk=Collection.get_first_root_node().pk)
    found = Collection.objects.filter(depth=1, name=COLLECTION).first()
    return found or Collection.add_root(name=COLLECTION)
