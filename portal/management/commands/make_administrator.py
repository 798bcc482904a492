"""Makes an administrator on the server: the first one, or one for the day when all are gone."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.intranet.accounts.first import make_administrator
from portal.intranet.accounts.new_password import choosing_link
from portal.intranet.sign_in.adapters import has_provider


class Command(BaseCommand):
    """Give an account the role, and show the link by which its owner chooses a password."""

    help = (
        "Ger ett konto rollen administratör, och lägger först upp det om det inte finns. "
        "Skriver ut en länk för att välja lösenord."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whose it is."""
        parser.add_argument("username", help="användarnamn")
        parser.add_argument("email", nargs="?", default="", help="e-post, för ett nytt konto")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the administrator and say what comes next. Raises `CommandError`."""
        try:
            user = make_administrator(options["username"], options["email"], timezone.now())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{user.get_username()} är administratör.")
        if has_provider(user):
            self.stdout.write("Rollerna bestäms av kommunens inloggning vid nästa inloggning.")
        elif not user.has_usable_password():
            self.stdout.write(
                f"Öppna länken inom {settings.CHOOSE_PASSWORD_DAYS} dagar och välj ett lösenord:"
            )
            self.stdout.write(choosing_link(user))
