"""The finder: a few questions that narrow the contacts on the page; nobody hears the answers."""

from typing import Any

from django.http import HttpRequest

from portal.pages.base import PublicPage
from portal.pages.finder_questions import first_questions, more_questions, tokens
from portal.pages.service_cards import service_cards
from resources.services.models import Service
from resources.violence.models import ViolenceArea


class FinderPage(PublicPage):
    """All services that a resident may see, and questions that hide those that do not fit.

    The rule is in the safety design: CSS filters what is already on the page, so there is no
    request, no change of address and no trace, with or without scripts.
    """

    template = "portal/pages/finder.html"
    parent_page_types = ["portal.ServicesPage"]
    subpage_types: list[str] = []

    class Meta(PublicPage.Meta):
        verbose_name = "vägvisare till rätt hjälp"
        verbose_name_plural = "vägvisare till rätt hjälp"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the questions, and every service as a card with the tokens that it fits."""
        areas = list(ViolenceArea.objects.all())
        services = list(Service.objects.visible().with_channels())
        # A service that nobody can reach yet stands after those that can be reached.
        services.sort(key=lambda service: not service.known_channels)
        cards = service_cards(request, services)
        return {
            **super().get_context(request, *args, **kwargs),
            "first_questions": first_questions(areas),
            "more_questions": more_questions(services),
            "found": [
                (card, " ".join(tokens(service, areas, gives_way=card.gives_way)))
                for card, service in zip(cards, services, strict=True)
            ],
        }
