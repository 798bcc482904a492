"""What holds from one day to another: boards, units, people in a role."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _


def date_span(first: str, last: str) -> Func:
    """Return the days from field `first` to field `last`, both included, as a PostgreSQL range.

    An empty field is an open end. For exclusion constraints ("never two at the same time").
    """
    return Func(F(first), F(last), Value("[]"), function="daterange", output_field=DateRangeField())


class TimeLimitedQuerySet(models.QuerySet):
    """What can be asked of anything that begins and ends."""

    def valid(self, year: int) -> Self:
        """Return what is valid on at least one day of `year`; an empty date is an open end."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__year__lte=year),
            Q(valid_to__isnull=True) | Q(valid_to__year__gte=year),
        )

    def on(self, day: date) -> Self:
        """Return what is valid on one day; an empty date is an open end."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )


class TimeLimited(models.Model):
    """Something with a first and a last day, either of which may be unknown or open."""

    valid_from = models.DateField(
        "gäller från", null=True, blank=True, help_text="Lämna tomt om dagen inte är känd."
    )
    valid_to = models.DateField(
        "gäller till", null=True, blank=True, help_text="Lämna tomt så länge det gäller."
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_valid_to_after_from",
                violation_error_message=_("Sista dagen kan inte ligga före den första."),
            )
        ]

    def clean(self) -> None:
        """Raise `ValidationError` on the last day when it lies before the first."""
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("Sista dagen kan inte ligga före den första.")})
