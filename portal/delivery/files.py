"""Giving out files: asked for by address, answered by rule, and harmless in the browser.

A public document is read by anyone, a staff document by those who have signed in and whom no room
refuses it; the answer is the same for what one may not have as for what there is none of. No file
is opened by the browser but a PDF and a picture: an HTML file, should there ever be one, is only
saved, as bytes without a name for what they are.
"""

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail import hooks
from wagtail.documents.permissions import permission_policy

from portal.delivery.staff_only import is_staff_path
from resources.documents.earlier import EarlierFile
from resources.documents.models import LibraryDocument, LibraryRendition
from resources.documents.storage import PUBLIC_PICTURES, STAFF_PICTURES

# Our own table: what a machine's system says of a suffix is nothing to trust.
PICTURES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
PDF = "application/pdf"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
TYPES = PICTURES | {
    ".pdf": PDF,
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".odt": f"{_OPEN}.text",
    ".ods": f"{_OPEN}.spreadsheet",
    ".odp": f"{_OPEN}.presentation",
}
UNKNOWN = "application/octet-stream"
LOCKED_UP = "default-src 'none'; sandbox"
# Chromium shows no PDF in a sandbox, and a saved one would stay on the reader's telephone.
PDF_POLICY = "default-src 'none'; frame-ancestors 'none'"


@require_safe
def document(
    request: HttpRequest, document_id: int, document_filename: str = ""
) -> HttpResponseBase:
    """Return a document's file: at a public address only a public one, by its right name."""
    found = get_object_or_404(LibraryDocument, pk=document_id)
    if not is_staff_path(request.path_info):
        is_public = found.audience == LibraryDocument.Audience.PUBLIC
        if not is_public or found.filename != document_filename:
            raise Http404
    _ask_the_rooms(found, request)
    return _given(found.file)


@require_safe
def earlier_file(request: HttpRequest, document_id: int, pk: int) -> HttpResponseBase:
    """Return a file that a document had before, to those who look after the document."""
    found = get_object_or_404(EarlierFile, document=document_id, pk=pk)
    if not permission_policy.user_has_permission_for_instance(
        request.user, "change", found.document
    ):
        raise Http404
    _ask_the_rooms(found.document, request)
    return _given(found.file)


@require_safe
def staff_picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """Return a picture for staff in one size."""
    return _given(get_object_or_404(LibraryRendition, file=STAFF_PICTURES + name).file)


@require_safe
def public_picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """Return a public picture, where no web server stands in front (`SERVE_MEDIA`)."""
    if not path.startswith(PUBLIC_PICTURES):
        raise Http404
    answer = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    answer["Content-Type"] = _kind(path)
    return _locked_up(answer)


def _ask_the_rooms(found: LibraryDocument, request: HttpRequest) -> None:
    """Raise 404 when a room, or Wagtail by the collection, keeps the document from the reader."""
    asked: list[Callable[..., Any]] = hooks.get_hooks("before_serve_document")
    if any(isinstance(ask(found, request), HttpResponse) for ask in asked):
        raise Http404


def _given(file: FieldFile) -> HttpResponseBase:
    """Return the file with headers that let it do nothing."""
    name = PurePath(file.name or "").name
    kind = _kind(name)
    try:
        opened = file.storage.open(str(file.name), "rb")
    except OSError as error:
        raise Http404 from error
    is_shown = kind == PDF or kind in PICTURES.values()
    answer = FileResponse(opened, as_attachment=not is_shown, filename=name, content_type=kind)
    return _locked_up(answer)


def _kind(name: str) -> str:
    return TYPES.get(PurePath(name).suffix.lower(), UNKNOWN)


def _locked_up(answer: HttpResponseBase) -> HttpResponseBase:
    answer["Content-Security-Policy"] = PDF_POLICY if answer["Content-Type"] == PDF else LOCKED_UP
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
