"""The page that says what the exit does, what it does not do, and what a browser remembers."""

from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from portal.blocks.bodies import BodyBlock
from portal.blocks.fields import BlocksField
from portal.navigation.exit import exit_address
from portal.pages.base import PublicPage


class SafetyPage(PublicPage):
    """Steps for the browsers in use now, and the day when somebody last went through them."""

    steps_written_on = models.DateField(
        "stegen skrevs eller gicks igenom",
        help_text="Dagen då någon senast gick igenom stegen för webbläsarna. Visas på sidan. "
        "När de ska ses över igen står under Ansvar, och visas också.",
    )
    body = BlocksField(BodyBlock(), blank=True, verbose_name="innehåll")

    template = "portal/pages/safety.html"
    parent_page_types = ["portal.StartPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("steps_written_on"),
        FieldPanel("body"),
    ]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]

    class Meta(PublicPage.Meta):
        verbose_name = "sida om att lämna snabbt"
        verbose_name_plural = "sidor om att lämna snabbt"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `exit_host`: the site that the exit leads to, by name."""
        return {
            **super().get_context(request, *args, **kwargs),
            "exit_host": urlsplit(exit_address(request)).hostname,
        }
