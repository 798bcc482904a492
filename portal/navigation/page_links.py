"""Links to pages in rich text, looked up once a request however many texts and links there are."""

from typing import Any

from asgiref.local import Local
from django.core.signals import request_finished
from django.dispatch import receiver
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override
from wagtail import hooks
from wagtail.models import Page, Site
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

_request = Local()


class KnownPageLinkHandler(PageLinkHandler):
    """Wagtail's own, which asks the database for every text anew."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Return the opening tag of each link; one to a page that is gone has no address."""
        addresses = _addresses()
        found = [addresses.get(attrs.get("id", "")) for attrs in attrs_list]
        return [f'<a href="{escape(address)}">' if address else "<a>" for address in found]


def _addresses() -> dict[str, str]:
    """Return the address of every published page, by its key as rich text writes it."""
    if not hasattr(_request, "addresses"):
        roots = Site.get_site_root_paths()
        _request.addresses = {
            str(pk): address
            for pk, url_path in Page.objects.live().values_list("pk", "url_path")
            if (address := _address(url_path, roots))
        }
    known: dict[str, str] = _request.addresses
    return known


def _address(url_path: str, roots: list[Any]) -> str:
    for root in roots:
        if url_path.startswith(root.root_path):
            with override(root.language_code):
                return reverse("wagtail_serve", args=[url_path[len(root.root_path) :]])
    return ""


@receiver(request_finished)
def forget(**kwargs: object) -> None:
    """Let the next request ask anew."""
    if hasattr(_request, "addresses"):
        del _request.addresses


@hooks.register("register_rich_text_features", order=10)
def use_known_pages(features: FeatureRegistry) -> None:
    """Take the place of Wagtail's own handler of links to pages."""
    features.register_link_type(KnownPageLinkHandler)
