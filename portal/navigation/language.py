"""Which language a text is in, where it is not the reader's: one rule for registers and for pages.

WCAG 3.1.2: a text in another language than the page's own says so in the page's code.
"""

from django.conf import settings
from django.db import models
from django.utils.html import format_html
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname
from wagtail.models import Page


class Address(str):
    """An address of ours, with the language of what stands there when it is not the reader's."""

    language: str

    def __new__(cls, address: str, language: str = "") -> "Address":
        """Return the address; `language` is a code, or empty for the reader's own language."""
        made = super().__new__(cls, address)
        made.language = language
        return made


def foreign(language: str) -> str:
    """Return the code of a text's language when it is not the reader's, else an empty string."""
    return language if language != get_language() else ""


def marked(text: str, language: str) -> str:
    """Return the text as HTML that names its language, or unchanged without one."""
    return format_html('<span lang="{}">{}</span>', language, text) if language and text else text


def row_language(row: models.Model, field: str) -> str:
    """Return the language of a register row's text when it is not the reader's, else nothing.

    A text that nobody has written in the reader's language is shown in the default one.
    """
    reader = get_language() or settings.LANGUAGE_CODE
    own = build_localized_fieldname(field, reader)
    if getattr(row, own, "") or not getattr(row, field):
        return ""
    return foreign(settings.LANGUAGE_CODE)


def words(row: models.Model | None, field: str) -> str:
    """Return a register row's text to read, marked where it is not in the reader's language."""
    return marked(getattr(row, field), row_language(row, field)) if row else ""


def page_language(page: Page) -> str:
    """Return the language of a page's text: an alias shows its original's until translated."""
    shown: Page = page.alias_of or page
    code: str = shown.locale.language_code
    return code


def page_title(page: Page) -> str:
    """Return the title of a page in the reader's tree, marked where it is not translated."""
    return marked(page.title, foreign(page_language(page))) if page.alias_of_id else page.title
