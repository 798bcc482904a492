"""Asks whether the site that the exit leads to answers; a timer runs it once a week."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from wagtail.models import Site

from portal.navigation.exit import ExitSettings
from portal.navigation.neutral_site import fault_of
from portal.notifications.dead_exit import tell_of_dead_exit


class Command(BaseCommand):
    """Ask, write down the answer where editors see it, and when there is none mail and fail."""

    help = "Kontrollerar att webbplatsen bakom Lämna sidan snabbt svarar."
    # For tests alone, which bring a neutral site of their own: the command line does not know it.
    stealth_options = ("allow_loopback",)

    def handle(self, *args: Any, allow_loopback: bool = False, **options: Any) -> None:
        """Check the address of every site. Raises `CommandError` when one does not answer."""
        faults, now = [], timezone.now()
        for site in Site.objects.all():
            chosen = ExitSettings.for_site(site)
            fault = fault_of(chosen.address, allow_loopback=allow_loopback)
            chosen.record(fault, now)
            if fault:
                tell_of_dead_exit(chosen, fault, now)
                faults.append(f"{chosen.address} går inte att lita på som utgång. {fault}")
            else:
                self.stdout.write(f"{chosen.address} svarar.")
        if faults:
            raise CommandError("\n".join(faults))
