"""Taking a file from an answer: asked once more before it is gone."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from actionplan.followup.access import Verb
from actionplan.followup.answering.desk import BoardDesk, board_desk
from actionplan.followup.answering.filing import detach
from actionplan.followup.models import EntryAttachment


class RemoveFileView(View):
    """The question whether a file shall go, and its going."""

    def get(
        self, request: HttpRequest, year: int, slug: str, number: int, file: int
    ) -> HttpResponse:
        """Ask."""
        desk, attachment = _found(request, year, slug, number, file)
        url = desk.entry_url(attachment.entry)
        context = {"desk": desk, "attachment": attachment, "url": url}
        return render(request, "actionplan/followup/remove_file.html", context)

    def post(
        self, request: HttpRequest, year: int, slug: str, number: int, file: int
    ) -> HttpResponse:
        """Remove the file and go back to the answer."""
        desk, attachment = _found(request, year, slug, number, file)
        title = attachment.document.title
        detach(attachment, user=request.user, now=desk.now)
        messages.success(request, f"Filen {title} är borttagen.")
        return HttpResponseRedirect(desk.entry_url(attachment.entry))


def _found(
    request: HttpRequest, year: int, slug: str, number: int, file: int
) -> tuple[BoardDesk, EntryAttachment]:
    desk = board_desk(request, year, slug, timezone.now())
    entry = desk.entry(number)
    if not desk.may(Verb.WRITE, entry):
        raise PermissionDenied
    attachment = entry.attachments.select_related("document").filter(pk=file).first()
    if attachment is None:
        raise Http404
    return desk, attachment
