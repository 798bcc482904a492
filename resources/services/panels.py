"""What the form of a service has beyond its fields."""

from typing import Any

from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel

from resources.services.forms import DAY_FIELDS, ChannelForm
from resources.services.missing import missing

HOURS_HELP = (
    "Skriv en rad för varje dag: 9–12 och 13–16, 21–03 (stänger nästa dag), dygnet runt eller "
    "stängt. Vet ni inte tiderna: lämna alla dagar tomma, så visas inga."
)


class MissingPanel(Panel):
    """Tells what nobody has filled in yet."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "resources/services/missing.html"

        def is_shown(self) -> bool:
            """Whether the service has been saved once and something is missing."""
            return bool(self.instance and self.instance.pk and missing(self.instance))

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add what is missing."""
            return {
                **super().get_context_data(parent_context),
                "missing": missing(self.instance),
            }


class ChannelsPanel(InlinePanel):
    """The channels, each with its hours in the same form."""

    def get_form_options(self) -> dict[str, Any]:
        """Name the form that reads the hours."""
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = ChannelForm
        return options


def hours_panel() -> MultiFieldPanel:
    """Return the week as a grid, the rule for holidays, and the days that differ."""
    days = [FieldPanel(name) for name in DAY_FIELDS]
    return MultiFieldPanel(
        [
            *days,
            FieldPanel("copy_hours_from"),
            FieldPanel("on_holidays"),
            FieldPanel("different_days"),
        ],
        heading="Öppettider",
        help_text=HOURS_HELP,
    )
