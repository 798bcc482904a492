"""What the form of a service has beyond its fields."""

from typing import Any

from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel

from resources.services.desk import preview_buttons
from resources.services.forms import AS_ABOVE, DAY_FIELDS, ChannelForm
from resources.services.missing import missing

HOURS_HELP = (
    "Skriv till exempel 9–12 och 13–16, 21–03 (stänger nästa dag), dygnet runt eller stängt. "
    "Kryssa i Som ovan när dagen har samma tid som raden över. Vet ni inte tiderna: lämna alla "
    "dagar tomma, så visas inga."
)


class MissingPanel(Panel):
    """Tells what nobody has filled in yet, and leads to what residents see."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "resources/services/missing.html"

        def is_shown(self) -> bool:
            """Whether the service has been saved once."""
            return bool(self.instance and self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add what is missing, and the ways that the menu has too."""
            return {
                **super().get_context_data(parent_context),
                "missing": missing(self.instance),
                "buttons": preview_buttons(self.instance, self.request.user),
            }


class ChannelsPanel(InlinePanel):
    """The channels, each with its hours in the same form."""

    def get_form_options(self) -> dict[str, Any]:
        """Name the form that reads the hours."""
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = ChannelForm
        return options


class WeekPanel(Panel):
    """The week as a table: a row a day, with its hours and a tick for those of the row above."""

    def get_form_options(self) -> dict[str, Any]:
        """Name the fields that stand in the table."""
        return {"fields": [*DAY_FIELDS, *AS_ABOVE]}

    class BoundPanel(Panel.BoundPanel):
        template_name = "resources/services/week.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the rows: the field of each day, and that of the tick beside it."""
            above = {day: self.form[name] for name, day in AS_ABOVE.items()}
            rows = [(self.form[name], above.get(day)) for name, day in DAY_FIELDS.items()]
            return {**super().get_context_data(parent_context), "rows": rows}


def hours_panel() -> MultiFieldPanel:
    """Return the week as a grid, the rule for holidays, and the days that differ."""
    return MultiFieldPanel(
        [
            WeekPanel(),
            FieldPanel("copy_hours_from"),
            FieldPanel("on_holidays"),
            FieldPanel("different_days"),
        ],
        heading="Öppettider",
        help_text=HOURS_HELP,
    )
