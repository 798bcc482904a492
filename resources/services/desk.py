"""The views of the services' desk: what is missing in the list, and the page that protects."""

from __future__ import annotations

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets import Button
from wagtail.snippets.views.snippets import IndexView

from resources.desks.concurrency import CarefulEditView
from resources.services.imports.exporting import as_xlsx
from resources.services.missing import missing
from resources.services.models import Service
from resources.services.protection import elsewhere, protect_place, what_goes

# What other parts of the portal add to the form's menu: called with the service and the user.
BUTTONS = "register_service_desk_button"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PROTECT = "Gör till skyddad plats och rensa"


class MissingColumn(Column):
    """What nobody has filled in yet, in one cell."""

    def get_value(self, instance: Service) -> str:
        """Return it as words with commas between."""
        return ", ".join(missing(instance))


class ServiceFilterSet(WagtailFilterSet):
    """The columns that an editor sorts out by, and whether anything is missing."""

    is_missing = django_filters.BooleanFilter(method="with_missing", label="Något saknas")

    class Meta:
        model = Service
        fields = ["audience", "areas", "organization", "cost", "anonymity", "assured_on"]

    def with_missing(
        self, queryset: QuerySet[Service], name: str, wanted: bool
    ) -> QuerySet[Service]:
        """Return the services where something is missing, or those where nothing is."""
        found = [row.pk for row in Service.objects.with_channels() if bool(missing(row)) is wanted]
        return queryset.filter(pk__in=found)


class ServiceEditView(CarefulEditView):
    """The form, with what other parts of the portal know of the service in its menu."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the way to protect the place, and what the hooks bring."""
        buttons: list[Button] = super().header_more_buttons
        if not self.object.is_protected_place:
            url = reverse(Service.snippet_viewset.get_url_name("protect"), args=[self.object.pk])
            buttons.append(Button(PROTECT, url=url, icon_name="lock", priority=90))
        for hook in hooks.get_hooks(BUTTONS):
            buttons.append(hook(self.object, self.request.user))
        return buttons


class ServiceIndexView(IndexView):
    """The list, with the way to the file in its menu."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the file that can be read in again."""
        url = reverse(Service.snippet_viewset.get_url_name("file"))
        button = Button("Hämta som fil att läsa in igen", url=url, icon_name="download")
        return [*super().header_more_buttons, button]


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


class ProtectView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Shows what would go, and takes it away when the button is pressed."""

    model = Service
    permission_policy: Any = None
    permission_required = "change"
    template_name = "resources/services/protect.html"
    page_title = PROTECT
    header_icon = "lock"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the service."""
        super().setup(request, *args, **kwargs)
        self.service = get_object_or_404(Service, pk=kwargs["pk"])
        self.edit_url = reverse(
            Service.snippet_viewset.get_url_name("edit"), args=[self.service.pk]
        )

    def get_page_subtitle(self) -> str:
        """Return which service it is about."""
        return str(self.service)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what would go, and where the address stands besides."""
        return {
            **super().get_context_data(**kwargs),
            "removed": what_goes(self.service),
            "elsewhere": elsewhere(self.service),
            "edit_url": self.edit_url,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Protect the place."""
        protect_place(self.service, user=request.user, now=timezone.now())
        messages.success(request, f"{self.service} är nu en skyddad plats. Adressen är rensad.")
        return redirect(self.edit_url)
