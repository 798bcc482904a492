"""Doors to the registers of documents and links."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from portal.blocks.bodies import BodyBlock
from portal.blocks.fields import BlocksField
from portal.pages.base import PublicPage
from portal.pages.cards import organization_items
from portal.pages.content import OrganizationPage
from resources.documents.models import ReferencedDocument
from resources.links.models import Link
from resources.services.models import Organization


class DocumentsPage(PublicPage):
    """Guidelines and support documents that the plan names, each with whether it is in hand."""

    body = BlocksField(BodyBlock(), blank=True, verbose_name="innehåll")

    template = "portal/pages/documents.html"
    max_count_per_parent = 1
    parent_page_types = ["portal.StartPage", "portal.ContentPage"]
    subpage_types: list[str] = []
    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]

    class Meta(PublicPage.Meta):
        verbose_name = "riktlinjer och stöddokument"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `groups`: the documents of each kind that has any, as (kind's name, documents)."""
        documents = list(ReferencedDocument.objects.with_file())
        return {
            **super().get_context(request, *args, **kwargs),
            "groups": [
                (kind.label, [d for d in documents if d.kind == kind])
                for kind in ReferencedDocument.Kind
                if any(d.kind == kind for d in documents)
            ],
        }


ORGANIZATION_HEADINGS = {
    Organization.Kind.MUNICIPAL_FUNCTION: _("Kommunens egna funktioner"),
    Organization.Kind.PARTNER: _("Samverkanspartner"),
    Organization.Kind.KNOWLEDGE_PORTAL: _("Kunskapsportaler"),
    Organization.Kind.NATIONAL_LINE: _("Nationella stödlinjer"),
    Organization.Kind.AUTHORITY: _("Myndigheter"),
}
LINK_HEADINGS = {
    Link.Kind.MUNICIPAL_PAGE: _("Kommunens sidor"),
    Link.Kind.PARTNER: _("Samverkanspartner"),
    Link.Kind.KNOWLEDGE_PORTAL: _("Kunskapsportaler"),
    Link.Kind.NATIONAL_LINE: _("Nationella stödlinjer"),
    Link.Kind.LAW: _("Lagar"),
    Link.Kind.AUTHORITY: _("Myndigheter"),
    Link.Kind.SOURCE: _("Källor som planen anger"),
}


class PartnersPage(PublicPage):
    """Partners, knowledge portals and national lines, from the registers."""

    body = BlocksField(BodyBlock(), blank=True, verbose_name="innehåll")

    template = "portal/pages/partners.html"
    max_count_per_parent = 1
    parent_page_types = ["portal.StartPage", "portal.ContentPage"]
    subpage_types: list[str] = []
    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]

    class Meta(PublicPage.Meta):
        verbose_name = "samverkan och kunskap"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `organization_groups` and `link_groups`: headings with what stands under each."""
        organizations = organization_items(
            request, Organization.objects.with_visible_services(), self._own_pages(request)
        )
        links = list(Link.objects.all())
        return {
            **super().get_context(request, *args, **kwargs),
            "organization_groups": [
                (heading, organizations[kind])
                for kind, heading in ORGANIZATION_HEADINGS.items()
                if organizations[kind]
            ],
            "link_groups": [
                (heading, found)
                for kind, heading in LINK_HEADINGS.items()
                if (found := [link for link in links if link.kind == kind])
            ],
        }

    @staticmethod
    def _own_pages(request: HttpRequest) -> dict[int, str]:
        """Return the address of each organization's own page here, by the organization's key."""
        return {
            page.organization_id: page.get_url(request) or ""
            for page in OrganizationPage.objects.live()
        }
