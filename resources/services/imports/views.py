"""The file at the desk: fetched, and read in after a look at what it would do.

The file that has been looked at goes back and forth in the form, so that the server keeps no file,
and what is read in is what was shown.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from resources.desks.faults import Fault, ImportRefused
from resources.desks.spreadsheets import table_of
from resources.services.imports.exporting import as_xlsx
from resources.services.imports.importing import Outcome, import_services
from resources.services.imports.telling import told
from resources.services.models import Service

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What fits in a form that is sent back, as text.
MOST_BYTES = 1_500_000
NO_FILE = "Välj en fil."
TOO_LARGE = "Filen är större än 1,5 MB. Ta bort bilder, eller be driften läsa in den."
CHANGED = (
    "Någon har ändrat bland stöden sedan du tittade. Inget är inläst. Här är vad filen skulle "
    "göra nu."
)


class FileView(PermissionCheckedMixin, View):
    """All services with channels and hours as an Excel file that imports again to the same."""

    model = Service
    permission_policy: Any = None
    permission_required = "change"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the file."""
        answer = HttpResponse(as_xlsx(), content_type=XLSX)
        answer["Content-Disposition"] = 'attachment; filename="stod.xlsx"'
        return answer


class ImportView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Takes a file, shows what it would do, and does it when the button is pressed."""

    model = Service
    permission_policy: Any = None
    permission_required = "change"
    template_name = "resources/services/import.html"
    page_title = "Läs in stöd från fil"
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Demand both rights: a file makes services and changes them."""
        if not self.user_has_permission("add"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back through the list; the last names what this is."""
        listed = reverse(Service.snippet_viewset.get_url_name("list"))
        return [
            *super().get_breadcrumbs_items(),
            {"url": listed, "label": Service.snippet_viewset.menu_label},
            {"url": "", "label": self.get_page_title()},
        ]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show what the file would do; or do it, if that is still what was shown."""
        try:
            name, data = _file_of(request)
            table = table_of(data, name)
            if "seen" not in request.POST:
                return self._show(name, data, import_services(table, dry_run=True))
            with transaction.atomic():
                outcome = import_services(table, user=request.user)
                if is_another := _mark(outcome) != request.POST["seen"]:
                    transaction.set_rollback(True)
        except ImportRefused as refused:
            return self.render_to_response(self.get_context_data(faults=refused.faults))
        if is_another:
            return self._show(name, data, outcome, notice=CHANGED)
        messages.success(request, f"Filen är inläst: {told(outcome)[-1]}")
        return redirect(reverse(Service.snippet_viewset.get_url_name("list")))

    def _show(self, name: str, data: bytes, outcome: Outcome, notice: str = "") -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(
                told=told(outcome),
                does_something=bool(outcome.made or outcome.changed),
                file_name=name,
                file_data=base64.b64encode(data).decode(),
                seen=_mark(outcome),
                notice=notice,
            )
        )


def _file_of(request: HttpRequest) -> tuple[str, bytes]:
    """Return the name and the bytes of the file that was sent, or sent back."""
    if "seen" in request.POST:
        try:
            data = base64.b64decode(request.POST.get("file_data", ""), validate=True)
        except ValueError:
            raise ImportRefused(Fault(0, "", NO_FILE)) from None
        return request.POST.get("file_name", ""), data
    sent = request.FILES.get("file")
    if sent is None:
        raise ImportRefused(Fault(0, "", NO_FILE))
    if (sent.size or 0) > MOST_BYTES:
        raise ImportRefused(Fault(0, "", TOO_LARGE))
    return sent.name or "", sent.read()


def _mark(outcome: Outcome) -> str:
    return hashlib.sha256("\n".join(told(outcome)).encode()).hexdigest()
