"""The desk of the documents that the plan names. Files and pictures have Wagtail's own desks."""

from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from resources.desks.panels import language_tabs, one_of, several_of
from resources.desks.viewsets import RegisterViewSet
from resources.documents.models import ReferencedDocument


class ReferencedDocumentViewSet(RegisterViewSet):
    """Documents that the plan names, in hand or not."""

    model = ReferencedDocument
    menu_label = "Planens dokument"
    icon = "doc-full"
    list_display = ["title", "kind", "address", "file", "verified_on"]
    list_filter = ["kind", "areas", "verified_on"]
    search_fields = ["title_sv", "title_en", "note_sv"]
    edit_handler = language_tabs(
        ReferencedDocument,
        ("title", "note"),
        FieldPanel("kind"),
        MultiFieldPanel(
            ["file", "address"],
            heading="Var texten finns",
            help_text="Lämna båda tomma om dokumentet inte finns här: då blir det en fråga "
            "till kommunen.",
        ),
        several_of("areas"),
        FieldPanel("order"),
        FieldPanel("verified_on"),
        MultiFieldPanel([one_of("owner_unit"), FieldPanel("review_on")], heading="Översyn"),
    )
