"""Where people are signed in, so that they can see it and end it."""

from django.conf import settings
from django.db import models


class StaffSession(models.Model):
    """One browser in which somebody is signed in: no address, and of the browser only its name."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="staff_sessions",
        verbose_name="person",
    )
    session_key = models.CharField("inloggningens nyckel", max_length=40)
    where = models.CharField("var", max_length=40)
    began_at = models.DateTimeField("började")

    class Meta:
        verbose_name = "inloggning"
        verbose_name_plural = "inloggningar"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["session_key"],
                name="portal_staff_session_key_unique",
                violation_error_message="Inloggningen finns redan.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.where}"
