"""The desks of the collaboration council and the reference group."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel

from actionplan.council.models import CouncilSeat, ReferenceMember
from resources.desks.panels import language_tabs, one_of, several_of
from resources.desks.viewsets import RegisterViewSet
from resources.municipality.viewsets import VALIDITY


class CouncilSeatViewSet(RegisterViewSet):
    """The seats of the collaboration council and who holds them."""

    model = CouncilSeat
    menu_label = "Samverkansrådet"
    icon = "group"
    list_display = ["__str__", "is_convener", "holder", "appointed_by", "valid_to"]
    list_filter = ["is_convener", "appointed_by"]
    search_fields = ["function_sv", "function_en", "mandate_text"]
    edit_handler = language_tabs(
        CouncilSeat,
        ("function",),
        FieldRowPanel(["order", "is_convener"]),
        one_of("holder"),
        one_of("deputy"),
        FieldPanel("away_until"),
        one_of("appointed_by"),
        FieldPanel("mandate_text"),
        VALIDITY,
    )


class ReferenceMemberViewSet(RegisterViewSet):
    """The functions of the reference group, and what they are called in for."""

    model = ReferenceMember
    menu_label = "Referensgruppen"
    icon = "user"
    list_display = ["function", "person", "valid_to"]
    search_fields = ["function_sv", "function_en"]
    edit_handler = language_tabs(
        ReferenceMember,
        ("function",),
        FieldPanel("order"),
        one_of("person"),
        several_of("activities"),
        VALIDITY,
    )
