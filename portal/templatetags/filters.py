"""What the form that narrows a list needs to know of itself."""

from django import forms, template

register = template.Library()


@register.filter
def asks_for_more(form: forms.BaseForm) -> bool:
    """Whether a field after the first has been filled in, or is wrong: then all are shown."""
    later = list(form.fields)[1:]
    return form.is_bound and any(name in form.changed_data or name in form.errors for name in later)
