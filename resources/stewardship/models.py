"""An owner unit and a review date, for registers whose content grows old."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class StewardedQuerySet(models.QuerySet):
    """What can be asked of anything that somebody looks after."""

    def due_for_review(self, today: date) -> Self:
        """Return what should have been reviewed by `today`, the day itself included."""
        return self.filter(review_on__lte=today)


class Stewarded(models.Model):
    """Something with an owner and a day for its next review: without an owner it is nobody's."""

    owner_unit = models.ForeignKey(
        "resources.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ägare",
        help_text="Enheten som svarar för att uppgifterna stämmer.",
    )
    review_on = models.DateField(
        "ses över senast",
        null=True,
        blank=True,
        help_text="Dagen då ägaren ska ha gått igenom innehållet igen.",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(review_on__isnull=True) | Q(owner_unit__isnull=False),
                name="%(app_label)s_%(class)s_review_has_owner",
                violation_error_message=_("Välj en ägare innan du sätter en dag för översyn."),
            )
        ]
