"""Blocks that show the registers, so that a number is written in one place only."""

import re
from typing import Any

from django.utils import timezone
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from actionplan.council.models import CouncilSeat, ReferenceMember
from actionplan.plan.models import PlanVersion
from actionplan.reports.filtering import ActivityFilter
from actionplan.reports.overview import plan_figures
from actionplan.reports.rows import activity_rows
from resources.services.choices import ForWhom
from resources.services.models import Service


class ServicesBlock(blocks.StructBlock):
    """The services of an area or for a person, as cards."""

    heading = blocks.CharBlock(label="Rubrik", required=False)
    area = SnippetChooserBlock("resources.ViolenceArea", label="Våldsområde", required=False)
    for_whom = blocks.ChoiceBlock(
        label="För vem", choices=ForWhom.choices, required=False, default=""
    )

    class Meta:
        label = "Stöd inom ett område"
        icon = "help"
        template = "portal/blocks/services.html"

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Add `services`: those a resident may see, of the chosen area and person."""
        context = super().get_context(value, parent_context)
        services = Service.objects.visible().with_channels()
        if value["area"]:
            services = services.for_area(value["area"])
        if value["for_whom"]:
            services = services.for_whom(value["for_whom"])
        context["services"] = services
        return context


class ActivitiesBlock(blocks.StructBlock):
    """Activities of the current plan: of an area, or by number."""

    heading = blocks.CharBlock(label="Rubrik", required=False)
    area = SnippetChooserBlock("resources.ViolenceArea", label="Våldsområde", required=False)
    numbers = blocks.RegexBlock(
        regex=r"^ *[0-9]{1,4}( *, *[0-9]{1,4})* *$",
        label="Nummer",
        required=False,
        help_text="Till exempel 6, 9. Tomt betyder alla.",
        error_messages={"invalid": "Skriv nummer med komma mellan, till exempel 6, 9."},
    )

    class Meta:
        label = "Aktiviteter inom ett område"
        icon = "tasks"
        template = "portal/blocks/activities.html"

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Add `rows`: the activities of the current version that the editor asked for."""
        context = super().get_context(value, parent_context)
        version = PlanVersion.objects.current()
        rows = []
        if version:
            chosen = ActivityFilter(area=value["area"].slug if value["area"] else "")
            rows = activity_rows(version, chosen, timezone.localdate())
        numbers = {int(number) for number in re.findall("[0-9]+", value["numbers"])}
        context["rows"] = [row for row in rows if not numbers or row.activity.number in numbers]
        return context


class ContactCardBlock(blocks.StructBlock):
    """How to reach one organization: its services and their channels."""

    organization = SnippetChooserBlock("resources.Organization", label="Aktör")

    class Meta:
        label = "Kontaktkort"
        icon = "mail"
        template = "portal/blocks/contact_card.html"

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Add `services`: what the organization offers a resident."""
        context = super().get_context(value, parent_context)
        context["services"] = (
            Service.objects.visible().with_channels().filter(organization=value["organization"])
        )
        return context


class PlanFiguresBlock(blocks.StructBlock):
    """The state of the plan in figures."""

    heading = blocks.CharBlock(label="Rubrik", required=False)

    class Meta:
        label = "Planens läge i siffror"
        icon = "order"
        template = "portal/blocks/plan_figures.html"

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Add `version` and `figures`, both None without a plan."""
        context = super().get_context(value, parent_context)
        context["version"] = PlanVersion.objects.current()
        context["figures"] = (
            plan_figures(context["version"], timezone.localdate()) if context["version"] else None
        )
        return context


class SeatsBlock(blocks.StructBlock):
    """The seats of the collaboration council, from the register."""

    heading = blocks.CharBlock(label="Rubrik", required=False)

    class Meta:
        label = "Samverkansrådets platser"
        icon = "group"
        template = "portal/blocks/seats.html"

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Add `seats` in the plan's order."""
        context = super().get_context(value, parent_context)
        context["seats"] = CouncilSeat.objects.each(timezone.localdate())
        return context


class ReferenceGroupBlock(blocks.StructBlock):
    """The functions of the reference group, from the register."""

    heading = blocks.CharBlock(label="Rubrik", required=False)

    class Meta:
        label = "Referensgruppens funktioner"
        icon = "group"
        template = "portal/blocks/reference_group.html"

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Add `members`, one a function."""
        context = super().get_context(value, parent_context)
        context["members"] = ReferenceMember.objects.valid(timezone.localdate().year)
        return context
