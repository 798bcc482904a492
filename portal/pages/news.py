"""News: what has happened with the plan and the help."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from portal.blocks.bodies import BodyBlock
from portal.blocks.fields import BlocksField
from portal.pages.base import PublicPage

PER_PAGE = 20


class NewsPage(PublicPage):
    """One piece of news, with its date."""

    published_on = models.DateField("datum", default=timezone.localdate)
    body = BlocksField(BodyBlock(), blank=True, verbose_name="innehåll")

    template = "portal/pages/news.html"
    parent_page_types = ["portal.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("published_on"),
        FieldPanel("body"),
    ]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]

    class Meta(PublicPage.Meta):
        verbose_name = "nyhet"
        verbose_name_plural = "nyheter"


class NewsIndexPage(PublicPage):
    """All news, the latest first."""

    template = "portal/pages/news_index.html"
    max_count_per_parent = 1
    parent_page_types = ["portal.StartPage"]
    subpage_types = ["portal.NewsPage"]

    class Meta(PublicPage.Meta):
        verbose_name = "nyhetslista"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `news`: a page of the list by `?sida=`; a wrong number gives the nearest."""
        news = NewsPage.objects.live().child_of(self).order_by("-published_on", "-pk")
        return {
            **super().get_context(request, *args, **kwargs),
            "news": Paginator(news, PER_PAGE).get_page(request.GET.get("sida")),
        }
