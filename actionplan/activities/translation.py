"""What of an activity is written in several languages; the schedule stands as printed."""

from modeltranslation.translator import TranslationOptions, register

from actionplan.activities.models import Activity, ActivityPoint, Milestone


@register(Activity)
class ActivityTranslation(TranslationOptions):
    """The activity's texts."""

    fields = ("title", "lead", "closing", "official_text", "carried_out_by")
    required_languages = {"sv": ("title",)}


@register(ActivityPoint)
class ActivityPointTranslation(TranslationOptions):
    """A point's text."""

    fields = ("text",)
    required_languages = ("sv",)


@register(Milestone)
class MilestoneTranslation(TranslationOptions):
    """A milestone's title."""

    fields = ("title",)
    required_languages = ("sv",)
