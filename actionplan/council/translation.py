"""What of the council is written in several languages."""

from modeltranslation.translator import TranslationOptions, register

from actionplan.council.models import CouncilSeat, ReferenceMember


@register([CouncilSeat, ReferenceMember])
class FunctionTranslation(TranslationOptions):
    """The function that a seat or a member stands for."""

    fields = ("function",)
    required_languages = ("sv",)
