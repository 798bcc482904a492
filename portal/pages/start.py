"""The start page: acute help first, then the ways in."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel

from actionplan.plan.models import PlanVersion
from actionplan.reports.overview import plan_figures
from portal.blocks.fields import BlocksField
from portal.blocks.links import LinkBlock
from portal.navigation.doors import doors
from portal.pages.base import PublicPage
from portal.pages.cards import chosen_links
from portal.pages.news import NewsPage
from resources.violence.models import ViolenceArea


class StartPage(PublicPage):
    """The one way in. Its lists come from the registers; an editor owns the words around them."""

    acute_heading = models.CharField("rubrik, akut hjälp", max_length=100, blank=True)
    areas_heading = models.CharField("rubrik, våldsområden", max_length=100, blank=True)
    who_heading = models.CharField("rubrik, vem du är", max_length=100, blank=True)
    plan_heading = models.CharField("rubrik, planen", max_length=100, blank=True)
    news_heading = models.CharField("rubrik, nyheter", max_length=100, blank=True)
    who = BlocksField(
        [("way", LinkBlock(label="Väg in"))],
        blank=True,
        verbose_name="vägar in efter vem du är",
        help_text="Till exempel: Jag är utsatt. Jag oroar mig för någon.",
    )
    after_exit = BlocksField(
        [("text", blocks.RichTextBlock(label="Text", features=["bold", "link"]))],
        blank=True,
        max_num=1,
        verbose_name="förklaring av Lämna sidan snabbt",
    )

    template = "portal/pages/start.html"
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("acute_heading"),
        FieldPanel("areas_heading"),
        FieldPanel("who_heading"),
        FieldPanel("who"),
        FieldPanel("after_exit"),
        FieldPanel("plan_heading"),
        FieldPanel("news_heading"),
    ]

    class Meta(PublicPage.Meta):
        verbose_name = "startsida"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the first buttons, the areas, the plan's figures and the latest news."""
        today = timezone.localdate()
        ways = chosen_links(request, [way.value for way in self.who])
        version = PlanVersion.objects.current()
        return {
            **super().get_context(request, *args, **kwargs),
            "actions": self._actions(request) or ways[:1],
            "ways": ways,
            "areas": ViolenceArea.objects.all(),
            "version": version,
            "figures": plan_figures(version, today) if version else None,
            "news": NewsPage.objects.live().descendant_of(self).order_by("-published_on")[:3],
        }

    @staticmethod
    def _actions(request: HttpRequest) -> list[dict[str, Any]]:
        """Return what to press first, of the doors that are open in the reader's language."""
        buttons = [
            (_("Vilken hjälp passar mig?"), doors(request).door("finder")),
            (_("Alla kontakter"), doors(request).door("services")),
            (_("Vad gäller det?"), doors(request).door("areas")),
        ]
        found = [{"title": title, "url": url} for title, url in buttons if url and not url.language]
        return found[:2]
