"""The desks of those who help and what they offer."""

from typing import Any

from django.urls import path
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from resources.desks.panels import language_tabs, one_of, several_of, slug_panel
from resources.desks.viewsets import RegisterViewSet
from resources.services.desk import (
    MissingColumn,
    ProtectView,
    ReviewColumn,
    ServiceEditView,
    ServiceFilterSet,
    ServiceIndexView,
)
from resources.services.forms import ServiceForm
from resources.services.imports.views import FileView, ImportView
from resources.services.models import Organization, Service
from resources.services.panels import ChannelsPanel, MissingPanel, hours_panel


class OrganizationViewSet(RegisterViewSet):
    """Functions, partners, authorities, national lines and knowledge portals."""

    model = Organization
    menu_label = "Aktörer"
    icon = "home"
    list_display = ["name", "kind", "mainly_for", "named_in_plan", "link"]
    list_filter = ["kind", "mainly_for", "named_in_plan"]
    search_fields = ["name_sv", "name_en", "description_sv", "note"]
    edit_handler = language_tabs(
        Organization,
        ("name", "description"),
        slug_panel(),
        FieldPanel("kind"),
        FieldPanel("mainly_for"),
        FieldPanel("named_in_plan"),
        one_of("link"),
        FieldPanel("has_protected_address"),
        FieldPanel("order"),
        MultiFieldPanel(["evidence", "note"], heading="Hur uppgiften är känd"),
        MultiFieldPanel([one_of("owner_unit"), FieldPanel("review_on")], heading="Översyn"),
    )


class ServiceViewSet(RegisterViewSet):
    """What help there is, with the numbers and addresses that lead to it."""

    model = Service
    menu_label = "Stöd och kontaktvägar"
    icon = "help"
    queryset = Service.objects.with_channels().select_related("owner_unit")
    list_display = [
        "name",
        "organization",
        "audience",
        ReviewColumn("review", label="Översyn", sort_key="assured_on"),
        "ended_on",
        "owner_unit",
        MissingColumn("missing", label="Det här saknas"),
    ]
    filterset_class = ServiceFilterSet
    index_view_class = ServiceIndexView
    edit_view_class = ServiceEditView
    search_fields = [
        "name_sv",
        "name_en",
        "summary_sv",
        "organization__name_sv",
        "note",
    ]
    edit_handler = language_tabs(
        Service,
        ("name", "summary", "description", "languages_note"),
        slug_panel(),
        one_of("organization"),
        FieldPanel("audience"),
        FieldPanel("for_whom"),
        several_of("areas"),
        MultiFieldPanel(
            [
                FieldRowPanel(["age_from", "age_to"]),
                FieldRowPanel(["cost", "anonymity"]),
                FieldPanel("languages"),
                FieldPanel("offers_interpreter"),
            ],
            heading="Villkor",
        ),
        ChannelsPanel(
            "channels",
            heading="Kontaktvägar",
            label="Kontaktväg",
            panels=[
                FieldPanel("kind"),
                FieldPanel("value"),
                FieldPanel("display"),
                FieldPanel("verified_on"),
                FieldPanel("is_always_certain"),
                MultiFieldPanel(
                    [
                        FieldRowPanel(["shows_on_bill", "in_call_list"]),
                        FieldRowPanel(["in_chat_history", "number_shown"]),
                    ],
                    heading="Vilka spår den lämnar",
                    help_text="Lämna tomt det som ingen vet säkert.",
                ),
                hours_panel(),
                FieldPanel("hours_note"),
                FieldPanel("evidence"),
                FieldPanel("caution"),
            ],
        ),
        MultiFieldPanel(
            [
                "is_protected_place",
                "street_address",
                FieldRowPanel(["postal_code", "town"]),
                FieldRowPanel(["latitude", "longitude"]),
                "picture",
            ],
            heading="Plats",
            help_text="Visas ingenstans: sidor och öppna data har varken adress, karta eller "
            "bild. Lägg en besöksadress som invånare får se som kontaktväg för besök.",
        ),
        MultiFieldPanel(
            [
                one_of("owner_unit"),
                FieldPanel("assured_on"),
                one_of("assured_by"),
                FieldPanel("review_interval_days"),
                FieldPanel("ended_on"),
            ],
            heading="Översyn",
        ),
        MultiFieldPanel(["evidence", "note", "order"], heading="För redaktionen"),
        first=(MissingPanel(),),
        form=ServiceForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        """Add the page that protects a place, and the file of all services, out and in."""
        return [
            *super().get_urlpatterns(),
            path("protect/<int:pk>/", self.construct_view(ProtectView), name="protect"),
            path("file/", self.construct_view(FileView), name="file"),
            path("import/", self.construct_view(ImportView), name="import"),
        ]
