"""Doors to the registers of documents and links."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from portal.blocks.bodies import BodyBlock
from portal.pages.base import PublicPage
from resources.documents.models import ReferencedDocument
from resources.links.models import Link
from resources.services.models import Organization


class DocumentsPage(PublicPage):
    """Guidelines and support documents that the plan names, each with whether it is in hand."""

    body = StreamField(BodyBlock(), blank=True, verbose_name="innehåll")

    template = "portal/pages/documents.html"
    parent_page_types = ["portal.StartPage", "portal.ContentPage"]
    subpage_types: list[str] = []
    content_panels = [*PublicPage.content_panels, FieldPanel("body")]

    class Meta(PublicPage.Meta):
        verbose_name = "riktlinjer och stöddokument"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `groups`: the documents of each kind that has any, as (kind's name, documents)."""
        documents = list(ReferencedDocument.objects.all())
        return {
            **super().get_context(request, *args, **kwargs),
            "groups": [
                (kind.label, [d for d in documents if d.kind == kind])
                for kind in ReferencedDocument.Kind
                if any(d.kind == kind for d in documents)
            ],
        }


class PartnersPage(PublicPage):
    """Partners, knowledge portals and national lines, from the registers."""

    body = StreamField(BodyBlock(), blank=True, verbose_name="innehåll")

    template = "portal/pages/partners.html"
    parent_page_types = ["portal.StartPage", "portal.ContentPage"]
    subpage_types: list[str] = []
    content_panels = [*PublicPage.content_panels, FieldPanel("body")]

    class Meta(PublicPage.Meta):
        verbose_name = "samverkan och kunskap"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add organizations and links, each as a list of (kind's name, rows)."""
        organizations = list(Organization.objects.with_visible_services())
        links = list(Link.objects.all())
        return {
            **super().get_context(request, *args, **kwargs),
            "organization_groups": [
                (kind.label, [o for o in organizations if o.kind == kind])
                for kind in Organization.Kind
                if any(o.kind == kind for o in organizations)
            ],
            "link_groups": [
                (kind.label, [link for link in links if link.kind == kind])
                for kind in Link.Kind
                if any(link.kind == kind for link in links)
            ],
        }
