"""Who gets in: the people of the municipality."""

from typing import NoReturn

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import ProtectedError
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from resources.municipality.models import Unit

NEVER_DELETED = "Konton tas inte bort. Gör kontot inaktivt i stället."


class User(AbstractUser):
    """A person with an account. Never deleted: what they approved stays approved."""

    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name="enhet",
        help_text="Avgör vilka rutiner som visas först och vilka som ska läsas.",
    )
    left_on = models.DateField(
        "slutade",
        null=True,
        blank=True,
        help_text="Dagen då kontot stängdes och namnet togs bort.",
    )

    reopened_at = models.DateTimeField(
        "öppnades igen",
        null=True,
        blank=True,
        editable=False,
        help_text="Kontot räknas inte som oanvänt före den dagen.",
    )

    class Meta(AbstractUser.Meta):
        verbose_name = "användare"
        verbose_name_plural = "användare"
        permissions = [
            ("manage_accounts", "Kan ge roller och stänga konton"),
            ("read_audit_trail", "Kan läsa loggen över allt som medarbetare gör"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True) | models.Q(is_active=False),
                name="portal_user_who_left_is_inactive",
                violation_error_message="Ett stängt konto kan inte vara aktivt.",
            )
        ]

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        """Raise `ProtectedError`: an account that is not used any more is made inactive."""
        raise ProtectedError(NEVER_DELETED, {self})


@receiver(pre_delete, sender=User)
def _never_deleted(instance: User, **_: object) -> NoReturn:
    """Raise `ProtectedError` also where many are deleted at once, or by what they hang on."""
    raise ProtectedError(NEVER_DELETED, {instance})
