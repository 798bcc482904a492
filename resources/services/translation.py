"""Which texts of the help exist in several languages."""

from modeltranslation.translator import TranslationOptions, register

from resources.services.models import Organization, Service


@register(Organization)
class OrganizationTranslationOptions(TranslationOptions):
    """An organization's name and what it is."""

    fields = ("name", "description")
    required_languages = {"sv": ("name",)}


@register(Service)
class ServiceTranslationOptions(TranslationOptions):
    """A service's words."""

    fields = ("name", "summary", "description", "languages_note")
    required_languages = {"sv": ("name",)}
