"""What can be asked of the services: pages, desks, exports and mail share these definitions."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from resources.services.assurance import Assurance, assurance_on
from resources.services.choices import Audience
from resources.violence.models import ViolenceArea


def not_ended(today: date | None = None, *, through: str = "") -> Q:
    """Return the condition that a service is still there on `today`, else on the day that is now.

    `through` leads to the service from another model, as `service__`.
    """
    day = today or timezone.localdate()
    return Q(**{f"{through}ended_on__isnull": True}) | Q(**{f"{through}ended_on__gt": day})


class ServiceQuerySet(models.QuerySet):
    """The services, by who may see them, by area and by person."""

    def current(self, today: date | None = None) -> Self:
        """Return the services that are still there."""
        return self.filter(not_ended(today))

    def visible(self, today: date | None = None) -> Self:
        """Return what a resident may see: what is there, and never a line for professionals."""
        return self.for_residents().current(today)

    def for_residents(self) -> Self:
        """Return what is or was for residents: only for those who must know what has ended."""
        return self.filter(audience=Audience.RESIDENT)

    def for_professionals(self, today: date | None = None) -> Self:
        """Return the lines that only staff may see."""
        return self.filter(audience=Audience.PROFESSIONAL).current(today)

    def unassured(self) -> Self:
        """Return the services whose owner has never certified them."""
        return self.current().filter(assured_on__isnull=True)

    def standing_at(self, *assurances: Assurance, today: date | None = None) -> Self:
        """Return the services whose owner's word stands at any of `assurances` on `today`."""
        day = today or timezone.localdate()
        words = self.values_list("pk", "assured_on", "review_interval_days")
        found = [
            pk
            for pk, assured_on, interval_days in words
            if assurance_on(day, assured_on=assured_on, interval_days=interval_days) in assurances
        ]
        return self.filter(pk__in=found)

    def for_area(self, area: ViolenceArea) -> Self:
        """Return the services for `area`, and those that are tagged with none.

        What an editor has not filled in must not hide help; `for_whom` is the same, and so is
        `Service.is_about` and `Service.is_for`.
        """
        return self.filter(Q(areas=area) | Q(areas__isnull=True))

    def for_whom(self, code: str) -> Self:
        """Return the services for `code` (a value of `ForWhom`), and those that name nobody."""
        return self.filter(Q(for_whom__contains=[code]) | Q(for_whom=[]))

    def with_channels(self) -> Self:
        """Return the services with all that a card shows, in a few queries however many."""
        return self.select_related("organization__link", "picture").prefetch_related(
            "channels__schedules", "channels__exceptions", "areas"
        )
