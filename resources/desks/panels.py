"""Forms with one tab a language, and plain widgets for short registers."""

from django.conf import settings
from django.db import models
from django.forms import CheckboxSelectMultiple, Select
from modeltranslation.settings import AVAILABLE_LANGUAGES, DEFAULT_LANGUAGE
from modeltranslation.utils import build_localized_fieldname
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList, Panel, TabbedInterface, TitleFieldPanel
from wagtail.admin.widgets.slug import SlugInput


def language_tabs(
    model: type[models.Model],
    translated: tuple[str, ...],
    *common: Panel | str,
    first: tuple[Panel, ...] = (),
    form: type[WagtailAdminModelForm] = WagtailAdminModelForm,
) -> TabbedInterface:
    """Return a form for `model` with one tab a language.

    The first tab holds the default language's `translated` fields and then everything in `common`
    (panels or names of fields); each other tab holds the same texts in its language. The first of
    the texts names the row, and proposes a slug where the model has one. `first` stands above them
    all; `form` holds the rules that reach over several rows.
    """
    names = dict(settings.LANGUAGES)
    return TabbedInterface(
        [
            ObjectList(
                [
                    *(first if language == DEFAULT_LANGUAGE else ()),
                    *_texts(model, translated, language),
                    *(common if language == DEFAULT_LANGUAGE else ()),
                ],
                heading=names[language],
            )
            for language in sorted(AVAILABLE_LANGUAGES, key=DEFAULT_LANGUAGE.__ne__)
        ],
        base_form_class=form,
    )


def _texts(model: type[models.Model], translated: tuple[str, ...], language: str) -> list[Panel]:
    panels: list[Panel] = []
    for name in translated:
        field = model._meta.get_field(name)
        heading = str(getattr(field, "verbose_name", name)).capitalize()
        localized = build_localized_fieldname(name, language)
        if panels or language != DEFAULT_LANGUAGE:
            panels.append(FieldPanel(localized, heading=heading))
        else:
            panels.append(TitleFieldPanel(localized, heading=heading, placeholder=False))
    return panels


def slug_panel() -> FieldPanel:
    """Return the panel of an address that the row's name proposes."""
    return FieldPanel("slug", widget=SlugInput)


def one_of(name: str) -> FieldPanel:
    """Return a panel with a drop-down list, for choosing a row of a short register."""
    return FieldPanel(name, widget=Select)


def several_of(name: str) -> FieldPanel:
    """Return a panel with a row of checkboxes, one for each row of a short register."""
    return FieldPanel(name, widget=CheckboxSelectMultiple)
