"""What every page has: a sentence under its heading, an owner, a review date, a language."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Locale, Page
from wagtail.search import index

from portal.delivery.staff_only import is_staff_path
from portal.delivery.staff_sessions import Standing, standing
from portal.navigation.language import foreign, page_language
from portal.pages.inside import PublicPageForm
from resources.stewardship.models import Stewarded


class PortalPage(Stewarded, Page):
    """A page of the portal, public or for staff."""

    lead = models.CharField(
        "ingress",
        max_length=400,
        blank=True,
        help_text="En mening under rubriken: vad läsaren får veta eller kan göra här.",
    )

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    settings_panels = [
        *Page.settings_panels,
        MultiFieldPanel([FieldPanel("owner_unit"), FieldPanel("review_on")], heading="Ansvar"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead")]
    # A page is public or for staff by its type. Wagtail's own restrictions would be a second rule.
    private_page_options: list[str] = []
    is_for_staff = False

    class Meta(Stewarded.Meta):
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `foreign_language`: the text's own, where it is not the language of the address."""
        return {
            **super().get_context(request, *args, **kwargs),
            "foreign_language": foreign(page_language(self)),
        }


class PublicPage(PortalPage):
    """A page that anyone may read."""

    base_form_class = PublicPageForm

    class Meta(PortalPage.Meta):
        abstract = True


class StaffPage(PortalPage):
    """A page for those who have signed in.

    The page type decides, not the address: a staff page that turns up under another path
    (a language prefix, a moved tree) still leads to the sign-in.
    """

    show_in_menus_default = False
    is_for_staff = True

    class Meta(PortalPage.Meta):
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the page to who has wholly signed in, on the staff path; else lead to the door."""
        if is_staff_path(request.path_info) and standing(request) is Standing.WHOLE:
            return super().serve(request, *args, **kwargs)
        return redirect_to_login(settings.STAFF_PATH, reverse(settings.LOGIN_URL))

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Return nothing: a staff page is in no sitemap."""
        return []

    def copy_for_translation(self, locale: Locale, *args: Any, **kwargs: Any) -> "StaffPage":
        """Raise `ValidationError`: the staff side is in one language and has one address."""
        raise ValidationError(_("Intranätets sidor översätts inte."))
