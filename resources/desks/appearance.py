"""What the desks need of style beyond Wagtail's own."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def desk_styles() -> SafeString:
    """Return the style sheet of the desks."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/desk.css"))
