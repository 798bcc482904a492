"""The desk of the links."""

from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from resources.desks.panels import language_tabs, one_of, several_of
from resources.desks.viewsets import RegisterViewSet
from resources.links.models import Link


class LinkViewSet(RegisterViewSet):
    """Addresses elsewhere."""

    model = Link
    menu_label = "Länkar"
    icon = "link"
    list_display = ["title", "kind", "address", "mainly_for", "checked_on"]
    list_filter = ["kind", "mainly_for", "areas", "checked_on"]
    search_fields = ["title_sv", "title_en", "address", "evidence", "note"]
    edit_handler = language_tabs(
        Link,
        ("title", "description"),
        FieldPanel("address"),
        FieldPanel("kind"),
        FieldPanel("mainly_for"),
        several_of("areas"),
        one_of("unit"),
        FieldPanel("order"),
        MultiFieldPanel(
            ["evidence", "note", "checked_on", FieldPanel("last_status", read_only=True)],
            heading="Hur adressen är känd",
        ),
    )
