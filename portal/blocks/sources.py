"""The law, the guideline or the document that a text stands on."""

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

ONE = "Välj ett dokument eller skriv en adress, bara ett av dem. Eller lämna alla tomma."


class SourceBlock(blocks.StructBlock):
    """What a routine rests on: a name, and where it can be read, if that is known."""

    title = blocks.CharBlock(label="Namn", help_text="Till exempel lagens namn och nummer.")
    note = blocks.CharBlock(label="Vad den säger om detta", required=False)
    document = SnippetChooserBlock(
        "resources.ReferencedDocument", label="Dokument som planen nämner", required=False
    )
    file = DocumentChooserBlock(label="Fil", required=False)
    url = blocks.CharBlock(
        label="Adress", required=False, help_text="Börjar med https:// eller med /."
    )

    class Meta:
        label = "Lag, riktlinje eller dokument"
        icon = "doc-full"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Return the cleaned source; raise a sentence at `url` unless it leads to one place."""
        cleaned = super().clean(value)
        if sum(bool(cleaned[name]) for name in ("document", "file", "url")) > 1:
            raise self._refusal(ONE)
        if cleaned["url"] and not cleaned["url"].startswith(("https://", "http://", "/")):
            raise self._refusal("Adressen ska börja med https:// eller med /.")
        return cleaned

    @staticmethod
    def _refusal(sentence: str) -> StructBlockValidationError:
        return StructBlockValidationError(block_errors={"url": ValidationError(sentence)})
