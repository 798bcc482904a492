"""Who sits in the collaboration council, and who the reference group is made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from resources.municipality.validity import TimeLimited, TimeLimitedQuerySet, date_span

if TYPE_CHECKING:
    from actionplan.council.access import Person


class SeatQuerySet(TimeLimitedQuerySet):
    """What can be asked of the seats."""

    def each(self, day: date) -> Self:
        """Return every seat once: as it is on `day`, else as it was when its last time ended.

        A mandate that has ended leaves the seat, for the board to appoint somebody to.
        """
        begun = self.model._default_manager.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), order=OuterRef("order")
        )
        # Times of one seat never overlap: what began last is what holds, or what ended last.
        latest = begun.order_by(F("valid_from").desc(nulls_last=True)).values("pk")[:1]
        return self.filter(pk=Subquery(latest))

    def of(self, user: Person, today: date) -> Self:
        """Return the seats that `user` holds or is deputy for on the day `today`."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.on(today).filter(Q(holder_id=user.pk) | Q(deputy_id=user.pk))


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
    away_until = models.DateField(
        "ledamoten är borta till och med",
        null=True,
        blank=True,
        help_text="Så länge kallas ersättaren i ledamotens ställe.",
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

    def has_ended(self, day: date) -> bool:
        """Whether the time of whoever sits here was over on `day`."""
        return self.valid_to is not None and self.valid_to < day

    def is_away(self, day: date) -> bool:
        """Whether the holder is away on `day`, so that the deputy is called instead."""
        return self.away_until is not None and self.away_until >= day


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

    objects = TimeLimitedQuerySet.as_manager()

    class Meta(TimeLimited.Meta):
        verbose_name = "funktion i referensgruppen"
        verbose_name_plural = "referensgruppen"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.function
