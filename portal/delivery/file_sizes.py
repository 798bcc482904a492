"""Says in the editing interface that a file is too large, before it is sent."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_js")
def say_what_is_too_large() -> SafeString:
    """Return the script that reads what a file field says of its limit."""
    return format_html('<script src="{}"></script>', static("js/file-size.js"))
