"""The accessibility statement that the law on accessible digital services asks for (2018:1937)."""

from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from portal.blocks.bodies import BodyBlock
from portal.blocks.fields import BlocksField
from portal.pages.base import PublicPage


class AccessibilityPage(PublicPage):
    """The statement; the supervisor's name and address are the municipality's settings."""

    body = BlocksField(BodyBlock(), blank=True, verbose_name="innehåll")

    template = "portal/pages/accessibility.html"
    max_count_per_parent = 1
    parent_page_types = ["portal.StartPage"]
    subpage_types: list[str] = []
    content_panels = [*PublicPage.content_panels, FieldPanel("body")]
    search_fields = [*PublicPage.search_fields, index.SearchField("body")]

    class Meta(PublicPage.Meta):
        verbose_name = "tillgänglighetsredogörelse"
