"""What can be asked of the services: pages, desks, exports and mail share these definitions."""

from typing import Self

from django.db import models

from resources.services.choices import Audience
from resources.violence.models import ViolenceArea


class ServiceQuerySet(models.QuerySet):
    """The services, by who may see them, by area and by person."""

    def visible(self) -> Self:
        """Return what a resident may see: never a line for professionals."""
        return self.filter(audience=Audience.RESIDENT)

    def for_professionals(self) -> Self:
        """Return the lines that only staff may see."""
        return self.filter(audience=Audience.PROFESSIONAL)

    def unassured(self) -> Self:
        """Return the services whose owner has never certified them."""
        return self.filter(assured_on__isnull=True)

    def for_area(self, area: ViolenceArea) -> Self:
        """Return the services tagged with `area`."""
        return self.filter(areas=area)

    def for_whom(self, code: str) -> Self:
        """Return the services for `code` (a value of `ForWhom`)."""
        return self.filter(for_whom__contains=[code])

    def with_channels(self) -> Self:
        """Return the services with all that a card shows, in a few queries however many."""
        return self.select_related("organization__link", "picture").prefetch_related(
            "channels__schedules", "channels__exceptions", "areas"
        )
