"""What the pages themselves leave open: said on the page, or asked here alone."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from wagtail.fields import StreamField
from wagtail.models import Page

from portal.intranet.asked import Question
from portal.pages.safety import SafetyPage


def questions_from_pages() -> Iterator[Question]:
    """Yield what the pages say openly that they do not know."""
    for page in Page.objects.live().filter(depth__gt=1).specific().order_by("path"):
        for field in page._meta.get_fields():
            if isinstance(field, StreamField):
                for text in _asked_in(getattr(page, field.name)):
                    yield Question(text, page.title, page)
    if not settings.MUNICIPALITY.data_licence_name:
        yield Question("Under vilken licens får uppgifterna användas?", "Öppna data", None)


def questions_about_browser_steps() -> Iterator[Question]:
    """Yield the pages with steps for browsers that nobody goes through when browsers change."""
    for page in SafetyPage.objects.live().filter(alias_of=None).order_by("path"):
        if page.owner_unit_id is None or page.review_on is None:
            text = "Vilken enhet går igenom stegen för webbläsarna, och senast när?"
            yield Question(text, page.title, page)


def _asked_in(stream: Iterable) -> Iterator[str]:
    for child in stream:
        if child.block_type == "open_question":
            yield child.value["question"]
        elif child.block_type == "review_points":
            for point in child.value["points"]:
                if not point["answer"]:
                    yield f"Vad svarade kommunen på synpunkten: {point['heading']}?"
