"""A mail that waits for somebody whose account is switched off or closed is not sent."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver

from portal.intranet.models import User
from portal.notifications.models import TO_RESIDENTS, OutboxMessage


# Before, since a closed account has lost its address afterwards.
@receiver(pre_save, sender=User)
def unsend(instance: User, raw: bool = False, **_: Any) -> None:
    """Delete what waits for an account that is no longer active, unless others have its address.

    What the person follows or has signed up for as a resident is theirs still.
    """
    if raw or instance.is_active or instance.pk is None:
        return
    address = User.objects.filter(pk=instance.pk).values_list("email", flat=True).first()
    shares = User.objects.filter(is_active=True, email__iexact=address or "").exclude(
        pk=instance.pk
    )
    if not address or shares.exists():
        return
    unsent = [OutboxMessage.State.WAITING, OutboxMessage.State.FAILED]
    mails = OutboxMessage.objects.filter(recipient__iexact=address, state__in=unsent)
    mails.exclude(kind__in=TO_RESIDENTS).delete()
