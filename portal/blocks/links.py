"""Blocks that lead on: to pages, addresses and documents."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock


class LinkBlock(blocks.StructBlock):
    """One link, to a page of ours or to another site."""

    title = blocks.CharBlock(label="Rubrik")
    description = blocks.CharBlock(label="Vad som finns där", required=False)
    page = blocks.PageChooserBlock(label="Sida här", required=False)
    url = blocks.CharBlock(
        label="Annan adress", required=False, help_text="Börjar med https:// eller med /."
    )

    class Meta:
        label = "Länk"
        icon = "link"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Return the cleaned link; raise a sentence at `url` unless one target is given."""
        cleaned = super().clean(value)
        address = cleaned["url"]
        if bool(cleaned["page"]) == bool(address):
            raise self._refusal(_("Välj antingen en sida här eller skriv en annan adress."))
        if address and not address.startswith(("https://", "http://", "/")):
            raise self._refusal(_("Adressen ska börja med https:// eller med /."))
        return cleaned

    @staticmethod
    def _refusal(sentence: str) -> StructBlockValidationError:
        return StructBlockValidationError(block_errors={"url": ValidationError(sentence)})


class LinkListBlock(blocks.StructBlock):
    """A short list of places to go next."""

    heading = blocks.CharBlock(label="Rubrik", required=False)
    links = blocks.ListBlock(LinkBlock(), label="Länkar")

    class Meta:
        label = "Länklista"
        icon = "link"
        template = "portal/blocks/link_list.html"


class DocumentListBlock(blocks.StructBlock):
    """Documents from the register, each with whether it is in hand and checked."""

    heading = blocks.CharBlock(label="Rubrik", required=False)
    documents = blocks.ListBlock(
        SnippetChooserBlock("resources.ReferencedDocument", label="Dokument"), label="Dokument"
    )

    class Meta:
        label = "Dokumentlista"
        icon = "doc-full"
        template = "portal/blocks/document_list.html"
