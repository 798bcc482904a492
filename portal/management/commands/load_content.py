"""Loads the starting content of the municipality's pack."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from portal.content.pages import load_pages
from portal.content.plan import load_plan
from portal.content.registers import load_registers
from portal.content.upgrade import upgrade
from portal.intranet.roles import ensure_roles


class Command(BaseCommand):
    """Make what is missing; never overwrite what an editor has changed."""

    help = "Läser in startinnehållet: lägger till det som saknas och skriver aldrig över något."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Load registers, plan and pages in one transaction, and say what was made."""
        pack = settings.MUNICIPALITY.pack
        made = [*load_registers(pack), *load_plan(pack), *load_pages(pack)]
        made += upgrade(pack, timezone.now())
        # Last: some roles edit a part of the tree, which must stand before rights are given in it.
        ensure_roles()
        for line in made:
            self.stdout.write(line)
        self.stdout.write(f"Klart: {len(made)} nya poster." if made else "Allt fanns redan.")
