"""How what is done to a forum's list reads in the history."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def forum_actions(actions: LogActionRegistry) -> None:
    """Name what the room writes to the log."""
    actions.register_action("actionplan.remove_sign_up", "Ta bort anmälan", "En anmälan borttagen")
