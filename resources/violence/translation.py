"""Which texts of an area exist in several languages."""

from modeltranslation.translator import TranslationOptions, register

from resources.violence.models import ViolenceArea


@register(ViolenceArea)
class ViolenceAreaTranslationOptions(TranslationOptions):
    """An area's names and its answers to the review."""

    fields = ("title", "short_title", "teaser", "how_chosen", "questions_ahead")
    required_languages = {"sv": ("title", "short_title")}
