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
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets import Button
from wagtail.snippets.views.snippets import IndexView

from resources.desks.concurrency import CarefulEditView
from resources.services.assurance import Assurance
from resources.services.elsewhere import elsewhere
from resources.services.missing import missing, review_words
from resources.services.models import Service
from resources.services.protection import protect_place, texts_that_stay, what_goes
from resources.services.querysets import ServiceQuerySet

# What other parts of the portal add to the form's menu: called with the service and the user.
BUTTONS = "register_service_desk_button"
PROTECT = "Gör till skyddad plats och rensa"
HAS_READ = "has_read"


def preview_buttons(service: Service, user: Any) -> list[Button]:
    """Return the ways from a service's form to the rest of the portal."""
    return [hook(service, user) for hook in hooks.get_hooks(BUTTONS)]


class MissingColumn(Column):
    """What nobody has filled in yet, in one cell."""

    def get_value(self, instance: Service) -> str:
        """Return it as words with commas between."""
        return ", ".join(missing(instance))


class ReviewColumn(Column):
    """How far the owner's word holds, and what residents see when it no longer does."""

    def get_value(self, instance: Service) -> str:
        """Return it in words; nothing for a service that has ended."""
        today = timezone.localdate()
        return "" if instance.has_ended(today) else review_words(instance, today)


REVIEWS = {
    Assurance.ASSURED: "gäller",
    Assurance.NEVER: "aldrig kontrollerat",
    Assurance.PAST_REVIEW: "har gått ut, visas utan öppettider",
    Assurance.LONG_PAST: "gick ut för länge sedan",
}


class ServiceFilterSet(WagtailFilterSet):
    """The columns that an editor sorts out by, whether anything is missing, how the review is."""

    review = django_filters.ChoiceFilter(
        method="with_review",
        label="Översyn",
        choices=[(assurance.value, words) for assurance, words in REVIEWS.items()],
    )
    is_missing = django_filters.BooleanFilter(method="with_missing", label="Något saknas")

    class Meta:
        model = Service
        fields = [
            "audience",
            "areas",
            "organization",
            "cost",
            "anonymity",
            "assured_on",
            "ended_on",
        ]

    def with_missing(
        self, queryset: QuerySet[Service], name: str, wanted: bool
    ) -> QuerySet[Service]:
        """Return the services where something is missing, or those where nothing is."""
        found = [row.pk for row in Service.objects.with_channels() if bool(missing(row)) is wanted]
        return queryset.filter(pk__in=found)

    def with_review(self, queryset: ServiceQuerySet, name: str, wanted: str) -> QuerySet[Service]:
        """Return the services that are still there and whose review stands so."""
        return queryset.current().standing_at(Assurance(wanted))


class ServiceEditView(CarefulEditView):
    """The form, with what other parts of the portal know of the service in its menu."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the way to protect the place, and what the hooks bring."""
        buttons: list[Button] = super().header_more_buttons
        if not self.object.is_protected_place:
            url = reverse(Service.snippet_viewset.get_url_name("protect"), args=[self.object.pk])
            buttons.append(Button(PROTECT, url=url, icon_name="lock", priority=90))
        return buttons + preview_buttons(self.object, self.request.user)


class ServiceIndexView(IndexView):
    """The list, with the ways to and from a file in its menu."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the file that can be read in again, and where to read it in."""
        url_name = Service.snippet_viewset.get_url_name
        buttons: list[Button] = list(super().header_more_buttons)
        buttons.append(
            Button(
                "Hämta som fil att läsa in igen",
                url=reverse(url_name("file")),
                icon_name="download",
            )
        )
        if self.user_has_permission("add") and self.user_has_permission("change"):
            buttons.append(
                Button("Läs in från fil", url=reverse(url_name("import")), icon_name="upload")
            )
        return buttons


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

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back through the list and the form; the last names what this is."""
        listed = {
            "url": reverse(Service.snippet_viewset.get_url_name("list")),
            "label": Service.snippet_viewset.menu_label,
        }
        return [
            *super().get_breadcrumbs_items(),
            listed,
            {"url": self.edit_url, "label": str(self.service)},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what would go, what would be left, and where the address stands besides."""
        return {
            **super().get_context_data(**kwargs),
            "removed": what_goes(self.service),
            "texts": texts_that_stay(self.service),
            "elsewhere": elsewhere(self.service),
            "edit_url": self.edit_url,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Protect the place, once somebody has said yes to what is left."""
        context = self.get_context_data(**kwargs)
        if (context["texts"] or context["elsewhere"]) and HAS_READ not in request.POST:
            return self.render_to_response(context | {"is_unread": True})
        protect_place(self.service, user=request.user, now=timezone.now())
        if context["elsewhere"]:
            # Shown at once: in a message the address could lie in the session.
            return self.render_to_response(context | {"is_done": True})
        messages.success(request, f"{self.service} är nu en skyddad plats. Adressen är rensad.")
        return redirect(self.edit_url)
