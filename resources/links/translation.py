"""Which texts of a link exist in several languages."""

from modeltranslation.translator import TranslationOptions, register

from resources.links.models import Link


@register(Link)
class LinkTranslationOptions(TranslationOptions):
    """A link's words."""

    fields = ("title", "description")
    required_languages = {"sv": ("title",)}
