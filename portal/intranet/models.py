"""Who gets in: the people of the municipality."""

from typing import NoReturn

from django.contrib.auth.models import AbstractUser
from django.db.models import ProtectedError


class User(AbstractUser):
    """A person with an account. Never deleted: what they approved stays approved."""

    class Meta(AbstractUser.Meta):
        verbose_name = "användare"
        verbose_name_plural = "användare"

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        """Raise `ProtectedError`: an account that is not used any more is made inactive."""
        raise ProtectedError("Konton tas inte bort. Gör kontot inaktivt i stället.", {self})
