"""Who sits in the collaboration council, and who the reference group is made of."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from resources.municipality.validity import TimeLimited, TimeLimitedQuerySet, date_span


class SeatQuerySet(TimeLimitedQuerySet):
    """What can be asked of the seats and the members."""

    def current(self, today: date) -> Self:
        """Return those that are valid on the day `today`; an empty date is an open end."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=today),
            Q(valid_to__isnull=True) | Q(valid_to__gte=today),
        )


class CouncilSeat(TimeLimited):
    """A seat and who holds it for a time; the seat itself is its number in the plan's list."""

    order = models.PositiveSmallIntegerField("plats", help_text="Platsens nummer i planens lista.")
    function = models.CharField("verksamhet eller funktion", max_length=200)
    is_convener = models.BooleanField("sammankallande", default=False)
    appointed_by = models.ForeignKey(
        "resources.Board",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appointed_seats",
        verbose_name="utsedd av",
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="council_seats",
        verbose_name="ledamot",
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deputy_council_seats",
        verbose_name="ersättare",
    )
    mandate_text = models.TextField(
        "mandat", blank=True, help_text="Vad nämnden har beslutat att ledamoten får göra."
    )

    objects = SeatQuerySet.as_manager()

    class Meta(TimeLimited.Meta):
        verbose_name = "plats i samverkansrådet"
        verbose_name_plural = "platser i samverkansrådet"
        ordering = ["order", "valid_from"]
        constraints = [
            *TimeLimited.Meta.constraints,
            ExclusionConstraint(
                name="actionplan_seat_one_holder_at_a_time",
                expressions=[
                    ("order", RangeOperators.EQUAL),
                    (date_span("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "Platsen är redan upptagen under tiden. Avsluta den förra först."
                ),
            ),
            ExclusionConstraint(
                name="actionplan_seat_one_convener_at_a_time",
                expressions=[(date_span("valid_from", "valid_to"), RangeOperators.OVERLAPS)],
                condition=Q(is_convener=True),
                violation_error_message=_("Rådet har redan en sammankallande under tiden."),
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | Q(holder__isnull=True) | ~Q(deputy=F("holder")),
                name="actionplan_seat_deputy_is_another",
                violation_error_message=_("Ersättaren ska vara en annan person än ledamoten."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.function}"


class ReferenceMember(TimeLimited):
    """A function in the reference group, called in for the activities it knows about."""

    function = models.CharField("funktion", max_length=200)
    order = models.PositiveSmallIntegerField("ordning", default=0)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reference_memberships",
        verbose_name="person",
    )
    activities = models.ManyToManyField(
        "actionplan.Activity",
        blank=True,
        related_name="reference_members",
        verbose_name="kallas till aktiviteterna",
    )

    objects = SeatQuerySet.as_manager()

    class Meta(TimeLimited.Meta):
        verbose_name = "funktion i referensgruppen"
        verbose_name_plural = "referensgruppen"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.function
