"""Keeps the editing interface's own cookies under the staff path."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_js")
def confine_cookies() -> SafeString:
    """Return the script that confines what Wagtail's sidebar remembers, for the path `/`."""
    return format_html('<script src="{}"></script>', static("js/editing-cookies.js"))
