"""How what is done to a yearly report reads in the history."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def report_actions(actions: LogActionRegistry) -> None:
    """Name what `reports.services` writes to the log."""
    actions.register_action("actionplan.start_report", "Börja på rapport", "Rapporten påbörjad")
    actions.register_action("actionplan.save_report", "Skriv i rapport", "Utkastet sparat")
    actions.register_action("actionplan.freeze_report", "Frys rapport", "Rapporten fryst")
    actions.register_action(
        "actionplan.register_report", "Diarieför rapport", "Diarieföring eller beslut antecknat"
    )
    actions.register_action("actionplan.discard_report", "Kasta utkast", "Utkastet kastat")
