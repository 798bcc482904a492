"""Closes the accounts of people whom the municipality's own sign-in no longer knows."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.intranet.accounts.unknown import MOST, compare, retire_all


class Command(BaseCommand):
    """Compare a list from the provider with the accounts; change nothing without `--retire`."""

    help = (
        "Jämför en lista över de personer som kommunens inloggning känner med kontona, och "
        "avslutar dem som inte står där. En person per rad: sub, UPN eller e-postadress, hela som "
        "inloggningen skriver dem. Utan --retire ändras inget."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the list's file, `-` for standard input, and what is to be done."""
        parser.add_argument("list", help="fil med en person per rad, eller - för standard in")
        parser.add_argument("--retire", action="store_true", help="avsluta kontona på riktigt")
        parser.add_argument(
            "--force", action="store_true", help="även om en stor del av kontona saknas i listan"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say who is missing; with `--retire` close their accounts. Raises `CommandError`."""
        people = self._people(options["list"])
        if not people:
            raise CommandError("Listan är tom. Inget är ändrat.")
        found = compare(people)
        self.stdout.write(f"{found.known} konton står i listan, {len(found.unknown)} gör det inte.")
        for user in found.unknown:
            self.stdout.write(f"  {user.get_full_name() or user.get_username()}")
        if not options["retire"]:
            self.stdout.write("Inget är ändrat. Kör igen med --retire för att avsluta dem.")
            return
        if found.is_too_many and not options["force"]:
            raise CommandError(
                f"Mer än {MOST:.0%} av kontona saknas i listan. Är den hel? Kör med --force om den "
                "är det. Inget är ändrat."
            )
        for line in retire_all(found.unknown, timezone.now()):
            self.stdout.write(line)

    def _people(self, source: str) -> list[str]:
        try:
            text = sys.stdin.read() if source == "-" else Path(source).read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"Listan går inte att läsa: {error}") from None
        return [line.strip() for line in text.splitlines() if line.strip()]
