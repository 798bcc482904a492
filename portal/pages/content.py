"""Pages of text: the ordinary page, and the page of an organization."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from portal.blocks.bodies import BodyBlock
from portal.blocks.fields import BlocksField
from portal.pages.base import PublicPage
from portal.pages.visibility import public_pages
from resources.services.models import Organization, Service


class ContentPage(PublicPage):
    """A page of text; it lists the pages below it."""

    body = BlocksField(BodyBlock(), blank=True, verbose_name="innehåll")

    template = "portal/pages/content.html"
    parent_page_types = ["portal.StartPage", "portal.ContentPage", "portal.ServicesPage"]
    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]

    class Meta(PublicPage.Meta):
        verbose_name = "innehållssida"
        verbose_name_plural = "innehållssidor"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `children`: the published pages below."""
        return {
            **super().get_context(request, *args, **kwargs),
            "children": public_pages().child_of(self).specific(),
        }


class OrganizationPage(PublicPage):
    """What one organization is, what the plan says of it, and how to reach it."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name="aktör"
    )
    body = BlocksField(BodyBlock(), blank=True, verbose_name="innehåll")

    template = "portal/pages/organization.html"
    parent_page_types = ["portal.ContentPage"]
    subpage_types: list[str] = []
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("organization"),
        FieldPanel("body"),
    ]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]

    class Meta(PublicPage.Meta):
        verbose_name = "sida om en aktör"
        verbose_name_plural = "sidor om aktörer"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `services`: what the organization offers a resident."""
        return {
            **super().get_context(request, *args, **kwargs),
            "services": Service.objects.visible()
            .with_channels()
            .filter(organization=self.organization),
        }
