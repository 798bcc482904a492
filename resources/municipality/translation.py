"""Which texts of the municipality exist in several languages."""

from modeltranslation.translator import TranslationOptions, register

from resources.municipality.models import Board, TargetGroup, Unit


@register([Board, TargetGroup])
class NamedTranslationOptions(TranslationOptions):
    """Registers with a name alone."""

    fields = ("name",)
    required_languages = ("sv",)


@register(Unit)
class UnitTranslationOptions(TranslationOptions):
    """A unit's name and what it does."""

    fields = ("name", "main_task")
    required_languages = {"sv": ("name",)}
