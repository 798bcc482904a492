"""A day on which something was done."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def not_ahead(day: date) -> None:
    """Raise `ValidationError` for a day that has not come: nobody has checked anything on it."""
    if day > timezone.localdate():
        raise ValidationError(_("Dagen kan inte ligga framåt i tiden."), code="not_ahead")
