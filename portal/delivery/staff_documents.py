"""Documents for staff are served under the staff path only, where the gate has asked who it is."""

from django.http import Http404, HttpRequest
from wagtail import hooks

from portal.delivery.staff_only import is_staff_path
from resources.documents.models import LibraryDocument


@hooks.register("before_serve_document")
def refuse_staff_documents_in_public(document: LibraryDocument, request: HttpRequest) -> None:
    """Raise 404 for a staff document at a public address, as for one that does not exist."""
    if document.audience == LibraryDocument.Audience.STAFF and not is_staff_path(request.path_info):
        raise Http404
