"""Template filters that say which language a text is in, where it is not the reader's."""

from django import template
from django.db import models
from django.utils.html import format_html
from wagtail.models import Page

from portal.navigation import language

register = template.Library()


@register.filter
def words(row: models.Model | None, field: str) -> str:
    """The text of a register row, marked where it is not in the reader's language."""
    return language.words(row, field)


@register.filter
def lang_attribute(row: models.Model, field: str) -> str:
    """The attribute `lang` for the element round a longer text of a row, or nothing."""
    code = language.row_language(row, field)
    return format_html(' lang="{}"', code) if code else ""


@register.filter
def page_title(page: Page) -> str:
    """The title of a page in the reader's tree, marked where it is not translated."""
    return language.page_title(page)
