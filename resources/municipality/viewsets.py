"""The desks of the municipality's own registers."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from resources.desks.panels import language_tabs, one_of, several_of, slug_panel
from resources.desks.viewsets import RegisterViewSet
from resources.municipality.contacts import ContactPerson
from resources.municipality.models import Board, MandatePeriod, TargetGroup, Unit

VALIDITY = MultiFieldPanel([FieldRowPanel(["valid_from", "valid_to"])], heading="Giltighet")


class BoardViewSet(RegisterViewSet):
    """Boards, the executive board, the assembly and the companies."""

    model = Board
    menu_label = "Nämnder och bolag"
    icon = "group"
    list_display = ["name", "kind", "valid_to", "verified_on"]
    list_filter = ["kind", "verified_on"]
    search_fields = ["name_sv", "name_en", "evidence", "note"]
    edit_handler = language_tabs(
        Board,
        ("name",),
        slug_panel(),
        FieldPanel("kind"),
        FieldPanel("order"),
        VALIDITY,
        one_of("successor"),
        MultiFieldPanel(["verified_on", "evidence", "note"], heading="Hur uppgiften är känd"),
    )


class UnitViewSet(RegisterViewSet):
    """Administrations, units and functions."""

    model = Unit
    menu_label = "Enheter"
    icon = "folder-open-inverse"
    list_display = ["name", "parent", "board", "function_mailbox"]
    list_filter = ["board", "target_groups"]
    search_fields = ["name_sv", "name_en", "main_task_sv", "evidence"]
    edit_handler = language_tabs(
        Unit,
        ("name", "main_task"),
        one_of("parent"),
        one_of("board"),
        several_of("target_groups"),
        MultiFieldPanel(["function_mailbox", "manager_mailbox"], heading="Brevlådor"),
        VALIDITY,
        FieldPanel("evidence"),
    )


class TargetGroupViewSet(RegisterViewSet):
    """The people whom activities and units are for."""

    model = TargetGroup
    menu_label = "Målgrupper"
    icon = "tag"
    list_display = ["name", "order"]
    search_fields = ["name_sv", "name_en"]
    edit_handler = language_tabs(TargetGroup, ("name",), FieldPanel("order"))


class MandatePeriodViewSet(RegisterViewSet):
    """The years between elections."""

    model = MandatePeriod
    menu_label = "Mandatperioder"
    icon = "calendar"
    list_display = ["__str__", "evidence"]
    search_fields = ["evidence"]
    edit_handler = ObjectList([FieldRowPanel(["first_year", "last_year"]), FieldPanel("evidence")])


class ContactPersonViewSet(RegisterViewSet):
    """Who carries messages for a unit or a board."""

    model = ContactPerson
    menu_label = "Kontaktpersoner"
    icon = "user"
    list_display = ["__str__", "unit", "board", "role", "valid_to"]
    list_filter = ["role", "board"]
    search_fields = ["name", "mailbox", "user__last_name", "unit__name_sv", "board__name_sv"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [one_of("unit"), one_of("board")],
                heading="För en enhet eller en nämnd",
                help_text="Välj en av dem.",
            ),
            MultiFieldPanel(
                [one_of("user"), FieldPanel("name"), FieldPanel("mailbox")],
                heading="Vem",
                help_text="Välj ett konto, eller skriv namn och e-post.",
            ),
            FieldPanel("role"),
            FieldPanel("publish_name"),
            VALIDITY,
        ]
    )
