"""What the plan's own doings are called in the editing interface's history."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def plan_actions(actions: LogActionRegistry) -> None:
    """Name what `plan.services` and the editorial corrections write to the log."""
    actions.register_action("actionplan.adopt", "Anta", "Antagen")
    actions.register_action("actionplan.supersede", "Ersätt", "Ersatt av en nyare version")
    actions.register_action("actionplan.correct", "Rätta", "Redaktionellt rättad")
