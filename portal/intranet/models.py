"""Who gets in: the people of the municipality."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person with an account. Never deleted: what they approved stays approved."""

    class Meta(AbstractUser.Meta):
        verbose_name = "användare"
        verbose_name_plural = "användare"
