"""What of the plan is written in several languages."""

from modeltranslation.translator import TranslationOptions, register

from actionplan.plan.models import Plan


@register(Plan)
class PlanTranslation(TranslationOptions):
    """The plan's title; a version's label is years and needs no translation."""

    fields = ("title",)
    required_languages = ("sv",)
