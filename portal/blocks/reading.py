"""Blocks for running text: what a communicator writes herself."""

from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageChooserBlock

from portal.delivery.staff_only import is_staff_path

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
INLINE_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class TextBlock(blocks.RichTextBlock):
    """Running text with headings of the second and third level."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"features": TEXT_FEATURES, **kwargs})

    class Meta:
        label = "Text"
        icon = "pilcrow"
        template = "portal/blocks/text.html"


class QuoteBlock(blocks.StructBlock):
    """Somebody's own words, with who said them."""

    quote = blocks.TextBlock(label="Citat", help_text="Ordagrant, utan citattecken.")
    source = blocks.CharBlock(label="Källa", help_text="Vem som sagt eller skrivit det, och var.")
    source_url = blocks.URLBlock(label="Adress till källan", required=False)

    class Meta:
        label = "Citat med källa"
        icon = "openquote"
        template = "portal/blocks/quote.html"


class FactBoxBlock(blocks.StructBlock):
    """A few sentences set apart from the text."""

    heading = blocks.CharBlock(label="Rubrik")
    tone = blocks.ChoiceBlock(
        label="Slag", choices=[("fact", "Fakta"), ("careful", "Tänk på")], default="fact"
    )
    text = blocks.RichTextBlock(label="Text", features=INLINE_FEATURES)

    class Meta:
        label = "Faktaruta"
        icon = "info-circle"
        template = "portal/blocks/fact_box.html"


class AccordionBlock(blocks.StructBlock):
    """Questions that open on demand; everything is in the page and prints."""

    items = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("heading", blocks.CharBlock(label="Rubrik")),
                ("text", blocks.RichTextBlock(label="Text", features=INLINE_FEATURES)),
            ],
            label="Del",
        ),
        label="Delar",
    )

    class Meta:
        label = "Utfällbara delar"
        icon = "list-ul"
        template = "portal/blocks/accordion.html"


class StepsBlock(blocks.StructBlock):
    """What to do or what happens, in order."""

    heading = blocks.CharBlock(label="Rubrik", required=False)
    steps = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("heading", blocks.CharBlock(label="Steg")),
                (
                    "text",
                    blocks.RichTextBlock(label="Text", features=INLINE_FEATURES, required=False),
                ),
            ],
            label="Steg",
        ),
        label="Steg",
    )

    class Meta:
        label = "Steg för steg"
        icon = "list-ol"
        template = "portal/blocks/steps.html"


class TableBlock(blocks.StructBlock):
    """A table with a caption and a heading for each column."""

    caption = blocks.CharBlock(
        label="Rubrik", help_text="Säger vad tabellen visar. Läses upp först av en skärmläsare."
    )
    table = TypedTableBlock(
        [("text", blocks.CharBlock(label="Text", required=False))], label="Tabell"
    )

    class Meta:
        label = "Tabell"
        icon = "table"
        template = "portal/blocks/table.html"


class ImageBlock(blocks.StructBlock):
    """An image that says something the text does not; its text alternative is required."""

    image = ImageChooserBlock(label="Bild")
    alt = blocks.CharBlock(
        label="Alternativ text",
        help_text="Beskriv vad bilden säger, för den som inte ser den. "
        "Visa aldrig personer som kan kännas igen eller en skyddad plats.",
    )
    caption = blocks.CharBlock(label="Bildtext", required=False)

    class Meta:
        label = "Bild"
        icon = "image"
        template = "portal/blocks/image.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """Add `is_shown`: a picture for staff is shown under the staff path and nowhere else."""
        context = super().get_context(value, parent_context=parent_context)
        request = context.get("request")
        is_inside = request is not None and is_staff_path(request.path_info)
        picture = value["image"]
        context["is_shown"] = bool(picture) and (is_inside or picture.is_public)
        return context
