"""`run_due_jobs`: what a timer calls once a minute."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.notifications.jobs import run_due


class Command(BaseCommand):
    """Asks owners, reminds of the danger numbers, and sends what waits in the outbox."""

    help = "Gör det som är dags: frågar ägare, påminner och skickar det som väntar."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the jobs; raises `CommandError` when one failed, so that the timer shows it."""
        say = self.stdout.write if options["verbosity"] else lambda _: None
        if not run_due(timezone.now(), say):
            raise CommandError("Ett jobb gick fel: se loggen.")
