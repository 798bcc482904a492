"""The desk of the areas of violence."""

from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from resources.desks.panels import language_tabs, one_of, several_of, slug_panel
from resources.desks.viewsets import RegisterViewSet
from resources.violence.models import ViolenceArea


class ViolenceAreaViewSet(RegisterViewSet):
    """The areas that everything is tagged with."""

    model = ViolenceArea
    menu_label = "Våldsområden"
    icon = "thumbtack"
    list_display = ["title", "short_title", "order", "owner_unit", "review_on"]
    list_filter = ["units", "review_on"]
    search_fields = ["title_sv", "short_title_sv", "teaser_sv", "title_en"]
    edit_handler = language_tabs(
        ViolenceArea,
        ("title", "short_title", "teaser", "how_chosen", "questions_ahead"),
        slug_panel(),
        FieldPanel("order"),
        FieldPanel("drawing"),
        several_of("units"),
        several_of("target_groups"),
        several_of("neighbours"),
        MultiFieldPanel([one_of("owner_unit"), FieldPanel("review_on")], heading="Översyn"),
    )
