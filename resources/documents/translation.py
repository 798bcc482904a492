"""Which texts of a document exist in several languages."""

from modeltranslation.translator import TranslationOptions, register

from resources.documents.models import ReferencedDocument


@register(ReferencedDocument)
class ReferencedDocumentTranslationOptions(TranslationOptions):
    """A document's name and what is said of it."""

    fields = ("title", "note")
    required_languages = {"sv": ("title",)}
